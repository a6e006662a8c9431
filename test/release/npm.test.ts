import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platformPackage, writePlatformPackage, writeWrapper } from "../../scripts/release/npm-packages.ts";
import { ownTarget, targets } from "../../scripts/release/targets.ts";
import { scratchFolder } from "../support/scratch.ts";
import { startRegistry } from "./registry.ts";

const own = ownTarget();

/** The packages of a release whose program tells how it was called. */
function packages(folder: string): string[] {
  const program = join(folder, "program");
  writeFileSync(
    program,
    '#!/bin/sh\necho "baro with $*"\n[ "$1" != fail ] || exit 4\n[ "$1" != pid ] || echo "$PPID $$"\n',
  );
  chmodSync(program, 0o755);
  const out = join(folder, "npm");
  return [
    ...targets.map((target) => writePlatformPackage(out, target, program, "1.2.3")),
    writeWrapper(out, targets, "1.2.3"),
  ];
}

function environment(home: string, registry: string): Record<string, string> {
  mkdirSync(home, { recursive: true });
  writeFileSync(
    join(home, ".npmrc"),
    `registry=${registry}/\ncache=${join(home, "cache")}\nupdate-notifier=false\nfund=false\naudit=false\n`,
  );
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    npm_config_userconfig: join(home, ".npmrc"),
    npm_config_registry: `${registry}/`,
    BUN_INSTALL_CACHE_DIR: join(home, "bun-cache"),
  };
}

/** Without blocking this process, which serves the registry. */
async function call(program: string, args: string[], cwd: string, env: Record<string, string>) {
  const child = Bun.spawn([program, ...args], { cwd, env, stdout: "pipe", stderr: "pipe", stdin: "ignore" });
  const [out, err, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { exitCode, out, err };
}

test.skipIf(own === null)(
  "the wrapper has no dependencies but the platforms, and no script runs at installation",
  () => {
    using folder = scratchFolder();
    for (const each of packages(folder.path)) {
      const manifest = JSON.parse(readFileSync(join(each, "package.json"), "utf8"));
      expect(manifest.scripts).toBeUndefined();
      expect(manifest.dependencies).toBeUndefined();
    }
  },
);

const clients: [string, string, string[], string[]][] = [
  ["npm without scripts", "npm", ["install", "--ignore-scripts", "--no-save", "baro"], ["node_modules/.bin/baro"]],
  ["bun", process.execPath, ["add", "baro"], ["node_modules/.bin/baro"]],
  ["pnpm", "pnpm", ["add", "baro"], ["node_modules/.bin/baro"]],
  ["yarn", "yarn", ["add", "baro"], ["node_modules/.bin/baro"]],
];

test.each(clients.filter(([, program]) => Bun.which(program) !== null))(
  "%s installs the program of this platform alone, and the shim becomes it",
  async (_, program, args, [bin = ""]) => {
    if (own === null) return;
    using folder = scratchFolder();
    await using registry = await startRegistry(packages(folder.path));
    const project = join(folder.path, "project");
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), '{"name":"shop","version":"1.0.0","private":true}');
    const env = environment(join(folder.path, "home"), registry.url);
    const installed = await call(program, args, project, env);
    expect(installed.exitCode, installed.err).toBe(0);
    const tarballs = registry.asked.filter((path) => path.endsWith(".tgz")).map((path) => path.replace(/\/-\/.*/, ""));
    expect(tarballs).toContain(platformPackage(own));
    const others = /darwin|windows|arm64/;
    // Yarn 1 fetches what it then leaves away.
    if (program !== "yarn") expect(tarballs.filter((name) => others.test(name))).toEqual([]);
    const installedFiles = readdirSync(join(project, "node_modules"), { recursive: true, encoding: "utf8" });
    const platforms = installedFiles.filter((path) => /@baro[/+][^/]+\/package\.json$|@baro\+[^/]+$/.test(path));
    expect(platforms).not.toEqual([]);
    expect(platforms.filter((path) => others.test(path))).toEqual([]);
    const said = await call(join(project, bin), ["run", "Fix  it", "--yes"], project, env);
    expect(said).toEqual({ exitCode: 0, out: "baro with run Fix  it --yes\n", err: "" });
    expect((await call(join(project, bin), ["fail"], project, env)).exitCode).toBe(4);
  },
  60_000,
);

test("npx runs it without installing it", async () => {
  using folder = scratchFolder();
  await using registry = await startRegistry(packages(folder.path));
  const env = environment(join(folder.path, "home"), registry.url);
  const said = await call("npx", ["--yes", "baro", "--version"], folder.path, env);
  expect(said.out).toBe("baro with --version\n");
}, 60_000);

test("where the platform's package was left out, the shim says what to do", () => {
  using folder = scratchFolder();
  const wrapper = packages(folder.path).at(-1) ?? "";
  const said = spawnSync("node", [join(wrapper, "bin", "baro.js")], { encoding: "utf8" });
  expect(said.status).toBe(1);
  expect(said.stderr).toContain("is not installed");
  expect(said.stderr).toContain("--omit=optional");
});
