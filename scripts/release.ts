// Makes a release: `bun scripts/release.ts [--out DIR] [--targets NAME,…] [--npm]`. Builds every platform's program from this
// machine without a network, checks each, and writes archives, checksums, SBOMs, notices, installers and packages.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { consola } from "consola";
import { commandNames, commands } from "../src/cli/commands.ts";
import { build } from "./build.ts";
import { type ArchiveFormat, writeArchive } from "./release/archive.ts";
import { checkFile } from "./release/check-file.ts";
import { loopbackUp } from "./release/loopback.ts";
import { mainPage, manPage } from "./release/man.ts";
import { type Manifest, type ReleasedFile, renderManifest } from "./release/manifest.ts";
import { licenceNotices } from "./release/notices.ts";
import { writePlatformPackage, writeWrapper } from "./release/npm-packages.ts";
import { packagingFiles } from "./release/packaging.ts";
import { executableName, ownTarget, runTimePath, type Target, targets } from "./release/targets.ts";

const root = join(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

interface Built {
  target: Target;
  program: string;
  checked: string[];
  packages: string[];
}

async function release(out: string, chosen: readonly Target[]): Promise<void> {
  if (!(await loopbackUp()))
    throw new Error("Cannot release: 127.0.0.1 can't be reached, so nothing can be run and checked");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "baro-release-"));
  try {
    const { commit, epoch } = commitFacts();
    const built = chosen.map((target) => buildTarget(target, scratch, commit));
    const shared = await writeShared(join(scratch, "shared"), built, epoch);
    const files = built.flatMap((each) => archivesOf(each, shared, out, epoch));
    const manifest: Manifest = { name: "baro", version, commit, files };
    writeFileSync(join(out, "manifest.json"), renderManifest(manifest));
    writeBillsOfMaterials(out);
    for (const name of ["install.sh", "install.ps1"])
      copyFileSync(join(root, "scripts", "install", name), join(out, name));
    for (const { target, program } of built) writePlatformPackage(join(out, "npm"), target, program, version);
    writeWrapper(join(out, "npm"), chosen, version);
    if (chosen.length === targets.length) writePackaging(out, manifest);
    writeSums(out, files);
    for (const row of tableOf(files)) consola.info(row);
    consola.success(`${out}: baro ${version}, ${files.length} archives`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The commit to release and its time, which every file of the archives gets. */
function commitFacts(): { commit: string | null; epoch: number } {
  const git = (...args: string[]) => spawnSync("git", args, { cwd: root, encoding: "utf8" });
  const shown = git("show", "--no-patch", "--format=%H %ct", "HEAD");
  const [commit, seconds] = shown.status === 0 ? shown.stdout.trim().split(" ") : [];
  if (commit === undefined || seconds === undefined) return { commit: null, epoch: 0 };
  const dirty = git("status", "--porcelain", "--untracked-files=no").stdout !== "";
  if (dirty) consola.warn("Files differ from the commit: the release says no commit");
  return { commit: dirty ? null : commit, epoch: Number(seconds) };
}

function buildTarget(target: Target, scratch: string, commit: string | null): Built {
  const program = join(scratch, target.name, executableName(target));
  const bun = target.runTime.replace("@oven/bun-", "bun-");
  const packages = build(join(root, "src", "main.ts"), program, {
    runTime: { target: bun, path: runTimePath(target) },
    commit,
  });
  const checked = checkFile(program, target, target === ownTarget());
  consola.success(`${target.name}: ${(statSync(program).size / 1e6).toFixed(1)} MB; ${checked.join("; ")}`);
  return { target, program, checked, packages };
}

/** What every archive holds beside the program: licence, notices, man pages, completions. */
async function writeShared(folder: string, built: readonly Built[], epoch: number): Promise<string> {
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const date = new Date(epoch * 1000).toISOString().slice(0, 10);
  const packages = [...new Set(built.flatMap((each) => each.packages))].sort();
  write("NOTICES.txt", licenceNotices(join(root, "node_modules"), packages));
  for (const name of ["LICENSE", "README.md"]) copyFileSync(join(root, name), join(folder, name));
  const summaries = commandNames.map((name) => [name, commands[name].summary] as const);
  write("share/man/man1/baro.1", mainPage(summaries, version, date));
  for (const [name, summary] of summaries) {
    write(`share/man/man1/baro-${name}.1`, manPage(await commands[name].load(), summary, version, date));
  }
  const completions = await commands.completions.load();
  for (const [shell, file] of Object.entries({ bash: "baro.bash", zsh: "_baro", fish: "baro.fish" })) {
    write(
      `share/completions/${file}`,
      execFileSync("bun", ["src/main.ts", completions.name, shell], { cwd: root, encoding: "utf8" }),
    );
  }
  return folder;
}

function archivesOf({ target, program, checked }: Built, shared: string, out: string, epoch: number): ReleasedFile[] {
  const folder = join(dirname(program), "archive");
  cpSync(shared, folder, { recursive: true });
  copyFileSync(program, join(folder, executableName(target)));
  const formats: readonly ArchiveFormat[] = target.os === "win32" ? ["zip"] : ["tar.gz", "tar.zst"];
  const bytes = readFileSync(program);
  const files = formats.map((format) => {
    const archive = `baro-${target.name}.${format}`;
    const packed = writeArchive(folder, join(out, archive), format, epoch);
    const { os, cpu, libc } = target;
    const sums = { programSha256: sha256(bytes), programBytes: bytes.length };
    return {
      target: target.name,
      format,
      archive,
      sha256: sha256(packed),
      bytes: packed.length,
      ...sums,
      os,
      cpu,
      libc,
      checked,
    };
  });
  rmSync(folder, { recursive: true });
  return files;
}

/** What the program is made of, in both usual formats. */
function writeBillsOfMaterials(out: string): void {
  for (const [format, file] of [
    ["cyclonedx", "sbom.cdx.json"],
    ["spdx", "sbom.spdx.json"],
  ] as const) {
    const args = ["sbom", `--sbom-format=${format}`, "--package-lock-only", "--omit=dev"];
    writeFileSync(join(out, file), execFileSync("npm", args, { cwd: root, maxBuffer: 2 ** 28 }));
  }
}

function writePackaging(out: string, manifest: Manifest): void {
  for (const [name, text] of Object.entries(packagingFiles(manifest))) {
    const file = join(out, "packaging", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function writeSums(out: string, files: readonly ReleasedFile[]): void {
  const others = ["manifest.json", "sbom.cdx.json", "sbom.spdx.json", "install.sh", "install.ps1"];
  const rows = [
    ...files.map(({ sha256: sum, archive }) => `${sum}  ${archive}`),
    ...others.map((name) => `${sha256(readFileSync(join(out, name)))}  ${name}`),
  ];
  writeFileSync(join(out, "SHA256SUMS"), `${rows.join("\n")}\n`);
}

function tableOf(files: readonly ReleasedFile[]): string[] {
  return files.map(
    ({ archive, bytes, programBytes, checked }) =>
      `${archive.padEnd(30)} ${(bytes / 1e6).toFixed(1)} MB of ${(programBytes / 1e6).toFixed(1)} MB; ${checked.join("; ")}`,
  );
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const { values } = parseArgs({
  options: { out: { type: "string", default: join(root, "dist", "release") }, targets: { type: "string" } },
});
const names = values.targets?.split(",") ?? targets.map(({ name }) => name);
const unknown = names.filter((name) => targets.every((target) => target.name !== name));
if (unknown.length > 0) {
  consola.error(`Cannot release ${unknown.join(", ")}: the targets are ${targets.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
await release(
  values.out,
  targets.filter(({ name }) => names.includes(name)),
);
