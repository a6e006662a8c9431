import { afterAll, beforeAll, expect, test } from "bun:test";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { renderManifest } from "../../scripts/release/manifest.ts";
import { scratchFolder } from "../support/scratch.ts";

const script = join(import.meta.dir, "../../scripts/install/install.sh");
const facts = {
  bytes: 1,
  programSha256: "",
  programBytes: 1,
  os: "linux",
  cpu: "x64",
  libc: "glibc",
  checked: [],
} as const;

/** Releases 1.0.0 and 2.0.0 (the newest) of programs that tell their version, and ways of being broken. */
let server: Server;
let places: string;

beforeAll(async () => {
  const releases = new Map<string, { archive: Buffer; manifest: string }>();
  for (const version of ["1.0.0", "2.0.0"]) {
    using folder = scratchFolder();
    program(folder.path, "baro", `echo "baro ${version}"`);
    const archive = execFileSync("tar", ["-cz", "-C", folder.path, "baro"]);
    const sha256 = createHash("sha256").update(archive).digest("hex");
    const files = ["linux-x64", "linux-x64-baseline", "linux-arm64"].map((target) => ({
      target,
      format: "tar.gz" as const,
      archive: `baro-${target}.tar.gz`,
      sha256,
      ...facts,
    }));
    releases.set(version, { archive, manifest: renderManifest({ name: "baro", version, commit: null, files }) });
  }
  server = createServer((request, response) => {
    const [, kind, , place, file] =
      /^\/(\w+)(\/(latest\/download|download\/v[\d.]+))\/(.+)$/.exec(request.url ?? "") ?? [];
    const release = releases.get(place === "latest/download" ? "2.0.0" : (place?.replace("download/v", "") ?? ""));
    if (release === undefined) return response.writeHead(404).end();
    if (file === "manifest.json") {
      return response.end(
        kind === "wrong" ? release.manifest.replaceAll(/"sha256":"../g, '"sha256":"zz') : release.manifest,
      );
    }
    if (kind !== "cut") return response.end(release.archive);
    response.writeHead(200, { "content-length": release.archive.length });
    response.write(release.archive.subarray(0, 40));
    return response.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  places = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

function program(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

interface Call {
  home: string;
  args?: string[];
  kind?: string;
  /** Shell lines before the script. */
  before?: string;
  path?: string;
}

/** Calls the installer as a person would; the shell is `sh`, so nothing of bash is needed. */
async function install({ home, args = [], kind = "good", before = "", path = "" }: Call) {
  const child = spawn("sh", ["-c", `${before}\nexec sh "$0" "$@"`, script, ...args], {
    cwd: home,
    env: {
      PATH: `${path === "" ? "" : `${path}:`}${process.env["PATH"]}`,
      HOME: home,
      TMPDIR: join(home, "tmp"),
      BARO_DOWNLOADS: `${places}/${kind}`,
    },
  });
  let said = "";
  child.stdout.on("data", (part) => (said += part));
  child.stderr.on("data", (part) => (said += part));
  const exitCode = await new Promise<number>((resolve) => child.on("close", resolve));
  return { exitCode, said };
}

function newHome(path: string): string {
  mkdirSync(join(path, "tmp"), { recursive: true });
  return path;
}

const version = (file: string) => execFileSync(file, ["--version"], { encoding: "utf8" }).trim();

test("installs the newest release, says how to put it on the PATH, updates, and removes it without a trace", async () => {
  using folder = scratchFolder();
  const home = newHome(folder.path);
  const file = join(home, ".local", "bin", "baro");
  const old = await install({ home, args: ["--version", "v1.0.0"] });
  expect(old).toMatchObject({ exitCode: 0, said: expect.stringContaining("is not on your PATH") });
  expect(version(file)).toBe("baro 1.0.0");
  const updated = await install({ home, path: join(home, ".local", "bin") });
  expect(updated.exitCode).toBe(0);
  expect(updated.said).toContain(`Installed baro 2.0.0 in ${file}`);
  expect(updated.said).not.toContain("is not on your PATH");
  expect(version(file)).toBe("baro 2.0.0");
  expect(readdirSync(join(home, ".local", "bin"))).toEqual(["baro"]);
  expect(readdirSync(join(home, "tmp"))).toEqual([]);
  expect(await install({ home, args: ["--remove"] })).toMatchObject({ exitCode: 0 });
  expect(existsSync(file)).toBe(false);
  expect((await install({ home, args: ["--remove"] })).exitCode).toBe(1);
});

test("a folder of one's own, with a space in it and given from here", async () => {
  using folder = scratchFolder();
  const home = newHome(folder.path);
  expect((await install({ home, args: ["--dir", "my tools"] })).exitCode).toBe(0);
  expect(version(join(home, "my tools", "baro"))).toBe("baro 2.0.0");
});

test.each<[string, Omit<Call, "home">, string]>([
  ["a wrong checksum", { kind: "wrong" }, "checksum"],
  ["a cut download", { kind: "cut" }, "Cannot download"],
  ["a release that is not there", { args: ["--version", "9.9.9"] }, "Cannot download"],
  ["a version that is none", { args: ["--version", "main; rm -rf ~"] }, "not a version"],
  ["no room for the program", { before: "ulimit -f 0" }, "Cannot download"],
  ["a platform without a release", { args: ["--target", "linux-x64-musl"] }, "no file for linux-x64-musl"],
  ["an option that is none", { args: ["--prefix=/usr"] }, "not an option"],
  ["an option without its value", { args: ["--dir"] }, "needs a value"],
  ["a folder that can't be made", { args: ["--dir", "/proc/nowhere"] }, "Cannot make /proc/nowhere"],
  ["a folder that can't be written to", { args: ["--dir", "/proc/self"] }, "Cannot write to /proc/self"],
])("%s is an error with what to do, and leaves nothing", async (_, call, why) => {
  using folder = scratchFolder();
  const home = newHome(folder.path);
  const { exitCode, said } = await install({ home, ...call });
  expect(said).toContain(why);
  expect(exitCode).toBe(1);
  expect(existsSync(join(home, ".local", "bin", "baro"))).toBe(false);
  expect(readdirSync(join(home, "tmp"))).toEqual([]);
});

test.each([
  ["an unknown system", "case $1 in -s) echo Plan9 ;; *) echo x86_64 ;; esac", "no release for Plan9"],
  ["an unknown processor", "case $1 in -s) echo Linux ;; *) echo riscv64 ;; esac", "riscv64"],
])("%s is an error", async (_, uname, why) => {
  using folder = scratchFolder();
  const home = newHome(folder.path);
  program(join(home, "bin"), "uname", uname);
  expect(await install({ home, path: join(home, "bin") })).toMatchObject({
    exitCode: 1,
    said: expect.stringContaining(why),
  });
});

test("an ARM machine gets its own program, and musl without libstdc++ is told what to add", async () => {
  using folder = scratchFolder();
  const home = newHome(folder.path);
  program(join(home, "bin"), "uname", "case $1 in -s) echo Linux ;; *) echo aarch64 ;; esac");
  expect((await install({ home, path: join(home, "bin") })).exitCode).toBe(0);
  program(join(home, "bin"), "ldd", "echo 'musl libc (aarch64)' >&2; exit 1");
  const musl = await install({ home, path: join(home, "bin") });
  expect(musl.exitCode).toBe(1);
  expect(musl.said).toMatch(/apk add libstdc\+\+|no file for linux-arm64-musl/);
});

test("the script passes shellcheck, where it is here", () => {
  const found = Bun.which("shellcheck");
  if (found === null) return;
  execFileSync(found, [script]);
  expect(readFileSync(script, "utf8")).not.toContain("sudo");
});
