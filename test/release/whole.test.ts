import { expect, test } from "bun:test";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseToml } from "smol-toml";
import { changelog } from "../../scripts/release/changelog.ts";
import type { Manifest, ReleasedFile } from "../../scripts/release/manifest.ts";
import { packagingFiles } from "../../scripts/release/packaging.ts";
import { ownTarget, runTimePath, targets } from "../../scripts/release/targets.ts";
import { scratchFolder } from "../support/scratch.ts";

const root = join(import.meta.dir, "..", "..");
const own = ownTarget();

function installed(): boolean {
  try {
    return targets.every((target) => existsSync(runTimePath(target)));
  } catch {
    return false;
  }
}

/** A network namespace without a network, where this user may make one. */
const cut = spawnSync("unshare", ["-n", "true"]).status === 0 ? ["unshare", "-n"] : [];

test.skipIf(own === null || !installed())(
  "without a network, a release is built, checked, packed, and installs and runs from its archive",
  () => {
    using folder = scratchFolder();
    const out = join(folder.path, "release");
    const name = own?.name ?? "";
    const [program = "", ...args] = [
      ...cut,
      process.execPath,
      "scripts/release.ts",
      "--out",
      out,
      "--targets",
      `${name},darwin-x64`,
    ];
    const made = spawnSync(program, args, { cwd: root, encoding: "utf8", env: { ...process.env, HOME: folder.path } });
    expect(made.status, made.stderr).toBe(0);
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as Manifest;
    const file = (target: string) => manifest.files.find((each) => each.target === target && each.format === "tar.gz");
    expect(file(name)?.checked).toContain("every entry run");
    expect(file("darwin-x64")?.checked.join()).toMatch(/all \d+ page hashes of the signature, signed anew/);
    for (const { archive, sha256 } of manifest.files) {
      expect(
        createHash("sha256")
          .update(readFileSync(join(out, archive)))
          .digest("hex"),
      ).toBe(sha256);
    }
    execFileSync("sha256sum", ["--check", "--quiet", "SHA256SUMS"], { cwd: out });
    for (const bill of ["sbom.cdx.json", "sbom.spdx.json"]) {
      expect(readFileSync(join(out, bill), "utf8")).toContain("isomorphic-git");
    }
    const unpacked = join(folder.path, "unpacked");
    mkdirSync(unpacked);
    execFileSync("tar", ["-xzf", join(out, file(name)?.archive ?? ""), "-C", unpacked]);
    expect(readdirSync(unpacked).sort()).toEqual(["LICENSE", "NOTICES.txt", "README.md", "baro", "share"]);
    expect(readFileSync(join(unpacked, "NOTICES.txt"), "utf8")).toMatch(/^zod \d/m);
    expect(readFileSync(join(unpacked, "share/man/man1/baro-run.1"), "utf8")).toContain("max\\-tokens");
    const demo = spawnSync(join(unpacked, "baro"), ["demo", "focused", "--json"], {
      cwd: folder.path,
      env: { PATH: process.env["PATH"], HOME: folder.path, CI: "true" },
      encoding: "utf8",
    });
    expect(demo.stdout).toContain('"outcome":"delivered"');
  },
  600_000,
);

const files: ReleasedFile[] = targets.flatMap(({ name, os, cpu, libc }) =>
  (os === "win32" ? (["zip"] as const) : (["tar.gz", "tar.zst"] as const)).map((format) => ({
    target: name,
    format,
    archive: `baro-${name}.${format}`,
    sha256: createHash("sha256").update(name).digest("hex"),
    bytes: 1,
    programSha256: "",
    programBytes: 1,
    os,
    cpu,
    libc,
    checked: [],
  })),
);
const manifest: Manifest = { name: "baro", version: "1.2.3", commit: null, files };

test("the manifests of package managers parse, and each names the sum of the file that it points to", () => {
  const texts = packagingFiles(manifest);
  JSON.parse(texts["scoop/baro.json"] ?? "");
  parseToml(texts["mise/baro.toml"] ?? "");
  Bun.YAML.parse(texts["winget/baro.yaml"] ?? "");
  const named = Object.values(texts).join("\n");
  const wanted = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "windows-x64", "windows-arm64"];
  for (const target of wanted) {
    const { sha256 } = files.find((file) => file.target === target) ?? { sha256: "none" };
    expect(named.toLowerCase(), target).toContain(sha256);
  }
  expect(() => packagingFiles({ ...manifest, files: files.slice(2) })).toThrow("has no tar.gz for linux-x64");
});

test.skipIf(Bun.which("ruby") === null)("the formula is Ruby", () => {
  execFileSync("ruby", ["-c"], {
    input: packagingFiles(manifest)["homebrew/baro.rb"],
    stdio: ["pipe", "ignore", "inherit"],
  });
});

test("a changelog groups by area and lets no subject speak to anybody", () => {
  const text = changelog(["cli: Show more", "intake: Ask @anna about #7", "cli: Show less", "Start"]);
  expect(text).toBe(
    "## cli\n\n- Show more\n- Show less\n\n## intake\n\n- Ask \\@anna about \\#7\n\n## other\n\n- Start\n",
  );
});
