import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

interface Published {
  manifest: { name: string; version: string };
  tarball: Buffer;
}

/** A registry of npm's protocol, as far as clients need it to install: packuments and tarballs of these folders. */
export async function startRegistry(folders: readonly string[]) {
  const packages = new Map(folders.map((folder) => publish(folder)).map((each) => [each.manifest.name, each]));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(1);
    asked.push(path);
    const tarball = packages.get(path.replace(/\/-\/.*$/, ""));
    if (tarball !== undefined && path.includes("/-/")) return response.end(tarball.tarball);
    if (tarball === undefined) return response.writeHead(404, { "content-type": "application/json" }).end("{}");
    response.setHeader("content-type", "application/json");
    return response.end(JSON.stringify(packument(tarball, url)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

function publish(folder: string): Published {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Published["manifest"];
  const tarball = execFileSync("tar", ["-cz", "--transform", "s,^\\.,package,", "-C", folder, "."]);
  return { manifest, tarball };
}

function packument({ manifest, tarball }: Published, url: string) {
  const { name, version } = manifest;
  const dist = {
    tarball: `${url}/${name}/-/${name.split("/").at(-1)}-${version}.tgz`,
    shasum: createHash("sha1").update(tarball).digest("hex"),
    integrity: `sha512-${createHash("sha512").update(tarball).digest("base64")}`,
  };
  return { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
