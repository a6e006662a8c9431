import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { smoke } from "../smoke.ts";
import { wrongKind } from "./executable.ts";
import { checkSignature, signAdHoc } from "./mach-o.ts";
import type { Target } from "./targets.ts";

/** The folder of the libraries of another architecture, as Debian's cross packages lay it. */
const arm64Libraries = "/usr/aarch64-linux-gnu";
const muslLoader = "/lib/ld-musl-x86_64.so.1";

/**
 * Signs what has to be signed and holds an executable against everything that can be checked on this machine. Gives what
 * was checked, in words for the manifest. Throws on the first thing that is wrong: such a file is not released.
 */
export function checkFile(file: string, target: Target, own: boolean): string[] {
  const refuse = (why: string): never => {
    throw new Error(`Cannot release ${target.name}: ${why}`);
  };
  const bytes = readFileSync(file);
  const wrong = wrongKind(bytes, target);
  if (wrong !== null) refuse(wrong);
  const checked = ["format and architecture"];
  if (target.os === "darwin") checked.push(signPages(file, bytes, refuse));
  if (own) checked.push(runWhole(file, refuse));
  else checked.push(...runElsewhere(file, target, refuse));
  return checked;
}

/** Bun's output for Intel Macs keeps the signature of the bare run time: macOS kills it. */
function signPages(file: string, bytes: Buffer, refuse: (why: string) => never): string {
  const before = checkSignature(bytes);
  const signed = before.wrong > 0 || !before.adHoc ? signAdHoc(bytes, "baro") : bytes;
  if (signed !== bytes) writeFileSync(file, signed);
  const { pages, wrong, adHoc } = checkSignature(readFileSync(file));
  if (wrong > 0 || !adHoc) refuse(`${wrong} of ${pages} pages have a wrong hash in the signature`);
  const anew = signed === bytes ? "" : `, signed anew (${before.wrong} were wrong)`;
  return `all ${pages} page hashes of the signature${anew}`;
}

function runWhole(file: string, refuse: (why: string) => never): string {
  const wrong = smoke(file);
  if (wrong.length > 0) refuse(wrong.join("\n"));
  return "every entry run";
}

/** Runs the short smoke test through an emulator or another loader, where this machine has it. */
function runElsewhere(file: string, target: Target, refuse: (why: string) => never): string[] {
  const runner = runnerFor(target);
  if (runner === null) return ["not run where it was built"];
  const wrong = smoke(file, { runner: runner.command, short: true });
  if (wrong.length > 0) refuse(wrong.join("\n"));
  return [`run with ${runner.name}`];
}

function runnerFor({ os, cpu, libc }: Target): { name: string; command: string[] } | null {
  if (os !== "linux") return null;
  if (cpu === process.arch && libc === "glibc") return { name: "this machine", command: [] };
  if (cpu === "arm64" && libc === "glibc" && has("qemu-aarch64") && existsSync(arm64Libraries)) {
    return { name: "qemu-user", command: ["qemu-aarch64", "-L", arm64Libraries] };
  }
  const musl = process.env["BARO_MUSL_LIBRARIES"];
  if (libc === "musl" && cpu === process.arch && musl !== undefined && existsSync(muslLoader)) {
    return { name: "musl's loader", command: [muslLoader, "--library-path", musl] };
  }
  return null;
}

function has(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}
