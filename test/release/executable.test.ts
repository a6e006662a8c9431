import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { kindOf, wrongKind } from "../../scripts/release/executable.ts";
import { checkSignature, machOCpu, signAdHoc } from "../../scripts/release/mach-o.ts";
import { runTimePath, targets } from "../../scripts/release/targets.ts";

const installed = targets.filter((target) => {
  try {
    return existsSync(runTimePath(target));
  } catch {
    return false;
  }
});

// Without the run times (BARO_RUN_TIMES=no) there is nothing of other platforms to look at.
test.skipIf(installed.length < targets.length)("each run time is told apart from those of all other platforms", () => {
  const heads = installed.map((target) => ({ target, bytes: readFileSync(runTimePath(target)) }));
  for (const { target, bytes } of heads) {
    for (const other of targets) {
      const same = other.os === target.os && other.cpu === target.cpu && other.libc === target.libc;
      expect(wrongKind(bytes, other) === null, `${target.name} as ${other.name}`).toBe(same);
    }
  }
});

test.each([
  ["nothing", Buffer.alloc(0)],
  ["a script", Buffer.from("#!/bin/sh\necho baro\n".padEnd(100, "#"))],
  ["a DOS program without a PE header", Buffer.from("MZ".padEnd(200, "\0"))],
  ["a 32-bit ELF", Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 1]), Buffer.alloc(100)])],
])("%s is no program that is released", (_, bytes) => {
  expect(kindOf(bytes)).toBeNull();
});

/** A small Mach-O program of `pages` pages with the segments and the command that a signature needs. */
function smallProgram(pages: number): Buffer {
  const code = Buffer.alloc(pages * 4096 - 100, 7);
  const commands = [
    segment("__TEXT", 0, code.length),
    segment("__LINKEDIT", code.length - 50, 50),
    signature(code.length),
  ];
  const head = Buffer.alloc(32);
  head.writeUInt32LE(0xfeedfacf, 0);
  head.writeUInt32LE(0x01000007, 4);
  head.writeUInt32LE(commands.length, 16);
  Buffer.concat([head, ...commands]).copy(code);
  return code;
}

function segment(name: string, start: number, size: number): Buffer {
  const command = Buffer.alloc(72);
  command.writeUInt32LE(0x19, 0);
  command.writeUInt32LE(72, 4);
  command.write(name, 8, "latin1");
  command.writeBigUInt64LE(BigInt(start), 40);
  command.writeBigUInt64LE(BigInt(size), 48);
  return command;
}

function signature(at: number): Buffer {
  const command = Buffer.alloc(16);
  command.writeUInt32LE(0x1d, 0);
  command.writeUInt32LE(16, 4);
  command.writeUInt32LE(at, 8);
  return command;
}

test("a signed program has the right hash for every page, the last short one too", () => {
  const signed = signAdHoc(smallProgram(5), "baro");
  expect(machOCpu(signed)).toBe("x64");
  expect(checkSignature(signed)).toEqual({ pages: 5, wrong: 0, adHoc: true });
  expect(checkSignature(signAdHoc(signed, "baro"))).toEqual({ pages: 5, wrong: 0, adHoc: true });
});

test("a byte that changed after signing, and code beyond what was signed, are wrong pages", () => {
  const signed = signAdHoc(smallProgram(5), "baro");
  signed[2 * 4096 + 10] = 8;
  expect(checkSignature(signed).wrong).toBe(1);
  const grown = signAdHoc(smallProgram(5), "baro");
  const at = 5 * 4096 - 100 + 20 + 28;
  grown.writeUInt32BE(3, at);
  expect(checkSignature(grown).wrong).toBe(2);
});

test("a program without a signature is an error, not a program without wrong pages", () => {
  expect(() => checkSignature(smallProgram(2).subarray(0, 4096))).toThrow();
  expect(() => checkSignature(Buffer.from("no program".padEnd(200)))).toThrow("no 64-bit Mach-O");
});
