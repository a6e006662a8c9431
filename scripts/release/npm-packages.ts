import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { homepage, npmPackage, npmScope, repository } from "./places.ts";
import { executableName, type Target } from "./targets.ts";

/** The package that holds the program for one platform. */
export function platformPackage({ name }: Target): string {
  return `${npmScope}/${name}`;
}

/** The program for old processors is found by the shim, not by npm, which can't tell them apart. */
const common = { license: "MIT", homepage, repository: { type: "git", url: `git+${homepage}.git` } };

/** Writes the package of one platform: the program and nothing that runs at installation. */
export function writePlatformPackage(out: string, target: Target, program: string, version: string): string {
  const folder = join(out, target.name);
  const executable = executableName(target);
  mkdirSync(join(folder, "bin"), { recursive: true });
  copyFileSync(program, join(folder, "bin", executable));
  chmodSync(join(folder, "bin", executable), 0o755);
  writeJson(join(folder, "package.json"), {
    name: platformPackage(target),
    version,
    description: `The program of ${npmPackage} for ${target.name}`,
    ...common,
    os: [target.os],
    cpu: [target.cpu],
    ...(target.libc === null ? {} : { libc: [target.libc] }),
    preferUnplugged: true,
    files: ["bin"],
  });
  writeFileSync(join(folder, "README.md"), `The program of [${npmPackage}](${homepage}) for ${target.name}.\n`);
  return folder;
}

/** Writes the package that people install: a shim without dependencies but for one optional package per platform. */
export function writeWrapper(out: string, targets: readonly Target[], version: string): string {
  const folder = join(out, npmPackage);
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeJson(join(folder, "package.json"), {
    name: npmPackage,
    version,
    description: "Decides the right shape for a coding task, runs the agents, and proves it kept its word",
    ...common,
    bin: { baro: "bin/baro.js" },
    files: ["bin"],
    engines: { node: ">=18" },
    optionalDependencies: Object.fromEntries(targets.map((target) => [platformPackage(target), version])),
  });
  const shim = join(folder, "bin", "baro.js");
  writeFileSync(shim, shimText(targets));
  chmodSync(shim, 0o755);
  writeFileSync(join(folder, "README.md"), `See [${repository}](${homepage}).\n`);
  return folder;
}

/**
 * The shim: finds the program that npm put beside it and becomes it with one exec, or, where Node has none, starts it once
 * and passes signals and the exit code on.
 */
function shimText(targets: readonly Target[]): string {
  const table = Object.fromEntries(
    targets.map((target) => [
      [target.os, target.cpu, target.libc ?? "", ...(target.baseline ? ["baseline"] : [])].join("-"),
      `${platformPackage(target)}/bin/${executableName(target)}`,
    ]),
  );
  return `#!/usr/bin/env node
"use strict";
const { openSync, readFileSync, writeSync } = require("node:fs");
const { spawnSync } = require("node:child_process");
const programs = ${JSON.stringify(table, null, 2)};

function libc() {
  if (process.platform !== "linux") return [""];
  const header = process.report && process.report.getReport().header;
  return header && header.glibcVersionRuntime ? ["glibc"] : ["musl", "glibc"];
}

// Agents can read what their ancestors were started with: see src/host/forget-environment.ts.
function forget() {
  if (process.platform !== "linux") return;
  try {
    const stat = readFileSync("/proc/self/stat", "latin1");
    const start = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[47]);
    const length = readFileSync("/proc/self/environ").length;
    const memory = openSync("/proc/self/mem", "r+");
    writeSync(memory, Buffer.alloc(length), 0, length, start);
  } catch {}
}

function oldProcessor() {
  if (process.platform !== "linux" || process.arch !== "x64") return false;
  try {
    return !/\\bavx2\\b/.test(readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return false;
  }
}

function find() {
  const tail = oldProcessor() ? ["-baseline", ""] : [""];
  for (const each of libc()) {
    for (const end of tail) {
      const name = programs[process.platform + "-" + process.arch + "-" + each + end];
      if (name === undefined) continue;
      try {
        return require.resolve(name);
      } catch {}
    }
  }
  return null;
}

const program = find();
if (program === null) {
  console.error("error: Cannot start baro: its program for " + process.platform + "-" + process.arch + " is not installed");
  console.error("hint: Install again without --omit=optional or --no-optional, or download it from ${homepage}/releases");
  process.exit(1);
}
const args = process.argv.slice(2);
if (typeof process.execve === "function" && process.platform !== "win32") {
  try {
    process.execve(program, [program, ...args]);
  } catch {}
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
const env = { ...process.env };
forget();
const result = spawnSync(program, args, { stdio: "inherit", env });
if (result.error) {
  console.error("error: Cannot start " + program + ": " + result.error.message);
  process.exit(1);
}
if (result.signal) process.kill(process.pid, result.signal);
process.exit(result.status === null ? 1 : result.status);
`;
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
