import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { confined } from "../../src/host/sandbox.ts";
import { sandboxFilter } from "../../src/host/sandbox-filter.ts";
import { systemHost } from "../../src/host/system.ts";
import { placesOfSockets } from "../artifact/canaries.ts";
import { bubblewrap, sandboxIn } from "../support/sandbox.ts";
import { scratchFolder } from "../support/scratch.ts";

const host = systemHost();
const why = bubblewrap === null ? " (skipped: bubblewrap is not installed here)" : "";

/** What a command of the shell says in a sandbox. */
function inside(folder: string, command: string, more: { network?: boolean; filter?: string | null } = {}) {
  const { filter = null, ...asked } = more;
  const sandbox = { ...sandboxIn(host, folder, asked), filter };
  const { program, args } = confined(host, sandbox, { cwd: "/", write: [] }, { program: "sh", args: ["-c", command] });
  const { status, stdout, stderr } = spawnSync(program, [...args], { cwd: folder, encoding: "utf8" });
  return { status, stdout: stdout.trim(), stderr };
}

test.skipIf(bubblewrap === null)(
  `without the network there are no abstract sockets of others, either${why}`,
  async () => {
    using folder = scratchFolder();
    await using places = await placesOfSockets();
    const look = `grep -c @${places.abstract} /proc/net/unix`;
    expect(inside(folder.path, look, { network: true }).stdout).toBe("1");
    expect(inside(folder.path, look, { network: false }).stdout).toBe("0");
  },
);

const filter = sandboxFilter(host.arch);

test.skipIf(bubblewrap === null || filter === null)(`the kernel's filter leaves no handle open${why}`, () => {
  using folder = scratchFolder();
  const path = join(folder.path, "filter");
  writeFileSync(path, filter ?? "");
  const seen = inside(folder.path, "grep Seccomp: /proc/self/status; ls /proc/self/fd", { filter: path });
  expect([seen.status, seen.stderr]).toEqual([0, ""]);
  // The fourth is the folder that is being listed.
  expect(seen.stdout.split(/\s+/)).toEqual(["Seccomp:", "2", "0", "1", "2", "3"]);
});

test("a filter is there for each machine that baro is built for, and ends in a verdict wherever it leads", () => {
  expect(sandboxFilter("mips")).toBeNull();
  for (const [arch, own, narrow, asks] of [
    ["x64", 0xc000003e, 0x40000003, { own: [248, 249, 250], narrow: [286, 287, 288] }],
    ["arm64", 0xc00000b7, 0x40000028, { own: [217, 218, 219], narrow: [309, 310, 311] }],
  ] as const) {
    const program = sandboxFilter(arch) ?? Buffer.alloc(0);
    const refused = (machine: number) =>
      Array.from({ length: 500 }, (_, call) => call).filter((call) => play(program, machine, call) !== 0x7fff0000);
    expect([refused(own), refused(narrow), refused(7)]).toEqual([[...asks.own], [...asks.narrow], []]);
    // As a program of the x32 kind says it.
    expect(play(program, own, asks.own[0] + 0x40000000)).toBe(0x00050000 | 38);
  }
});

/** Does what the kernel does with a filter, as far as ours goes. */
function play(program: Buffer, machine: number, call: number): number {
  let held = 0;
  for (let at = 0; at < program.length / 8; at++) {
    const [code, value] = [program.readUInt16LE(8 * at), program.readUInt32LE(8 * at + 4)];
    if (code === 0x20) held = value === 4 ? machine : call;
    else if (code === 0x54) held = (held & value) >>> 0;
    else if (code === 0x15) at += program.readUInt8(8 * at + (held === value ? 2 : 3));
    else return value;
  }
  throw new Error("No verdict");
}
