import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import pkg from "../../package.json" with { type: "json" };
import { protocolVersion } from "../../src/fleet/protocol.ts";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { noSsh, openMachines } from "./machines.ts";
import { planText, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
beforeAll(async () => {
  endpoint = await scriptedEndpoint({ stories: { S1: [writing({ "s.txt": "done\n" })] } });
});
afterAll(() => endpoint[Symbol.asyncDispose]());

const facts = { os: "linux", arch: "x64", slots: 1, labels: [], repositories: [], host: "other" };
const hello = { is: "hello", v: protocolVersion, version: pkg.version, ...facts };
const agents = [{ name: "openai", ready: true, version: null, why: null }];
const opened = { is: "opened", path: "/nowhere", warm: false, agents };

/** What a program in a worker's place does, word by word. */
const says = (value: unknown) => `echo '${typeof value === "string" ? value : JSON.stringify(value)}'`;
const half = (value: unknown) => `printf '${JSON.stringify(value).slice(0, -9)}'`;
const hears = "read -r asked";
const waits = "cat >/dev/null";
const tooMuch = "head -c 68000000 /dev/zero | tr '\\0' x; echo";
const events = { is: "events", lease: "a", fence: 1, n: 0, seq: 0, events: [{ type: "x" }] };
const protocols = (v: number) =>
  new RegExp(
    `it is baro ${pkg.version} and speaks version ${v} of the workers' protocol; baro ${pkg.version} here speaks`,
  );

/** Plays a run with such a program on its only machine. */
async function conductWith(script: readonly string[]) {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const other = join(state.path, "other");
  writeFileSync(other, `#!/bin/sh\n${script.join("\n")}\nexit 7\n`, { mode: 0o755 });
  await using machines = await openMachines(["other"], {}, () => other);
  const served = endpoint.served.length;
  const end = await runArtifact({
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env, ...machines.env },
    args: ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--worker", machines.machines[0]?.spec ?? ""],
    stdin: planText("focused", [story("S1", { writes: ["s.txt"] })]),
  });
  expect(end.stderr).not.toMatch(/\n\s+at /);
  expect(endpoint.served.length).toBe(served);
  expect(repo.git("for-each-ref", "--format=%(refname)", "refs/baro")).toBe("");
  const { connections } = machines;
  expect(connections()).toEqual([]);
  return { end, said: end.stderr.replace(/\s+/g, " ") };
}

describe.skipIf(noSsh !== "")("a run whose worker", () => {
  test.each<[string, string[], RegExp, string?]>([
    ["says garbage when it is asked", [says(hello), hears, says("garbage"), waits], /read: it is no JSON text/],
    ["says nothing, and ends", [says("Welcome!")], /ended with exit code 7/],
    ["says half of who it is, and ends", [says("Welcome!"), half(hello)], /ended with exit code 7/],
    ["says who it is in wrong types", [says({ ...hello, slots: "many" }), waits], /can't be read: slots: /],
    ["answers in another form", [says(hello), hears, says({ ...opened, warm: 7 }), waits], /can't be read: warm: /],
    [
      "speaks an older protocol, in another form",
      [says({ is: "hello", v: protocolVersion - 1, version: pkg.version, cores: 8 }), waits],
      protocols(protocolVersion - 1),
      "hint: Update baro there: both machines need the same one",
    ],
    [
      "speaks a newer protocol",
      [says({ ...hello, v: protocolVersion + 1 }), waits],
      protocols(protocolVersion + 1),
      "hint: Update baro here: both machines need the same one",
    ],
  ])(
    "%s is told why, and spends nothing",
    async (_name, script, why, hint = "hint: See what each can do") => {
      const { end, said } = await conductWith(script);
      expect(end.exitCode, end.stderr).toBe(5);
      expect(eventsOf(end.events, "worker.lost")).toMatchObject([{ why: expect.stringMatching(why), next: "gone" }]);
      expect(said).toMatch(why);
      expect(said).toContain(hint);
    },
    60_000,
  );

  test.each<[string, string, RegExp]>([
    ["garbage", says("garbage"), /it said something that can't be read: it is no JSON text/],
    ["a line of 65 MB", tooMuch, /it said something that can't be read: a line of more than 64 MB/],
    ["events of no agent", says(events), /it said something that can't be read: events\.0\.type: /],
    ["half a line", half(events), /it ended with exit code 7/],
  ])(
    "says %s once it has a story loses it, with no work in it",
    async (_name, word, why) => {
      const rest = word === half(events) ? [] : [waits];
      const { end } = await conductWith([says(hello), hears, says(opened), hears, hears, word, ...rest]);
      expect([1, 5], end.stderr).toContain(end.exitCode ?? 0);
      const lost = eventsOf(end.events, "worker.lost");
      expect(lost.length).toBeLessThanOrEqual(5);
      expect(lost[0]?.why).toMatch(why);
      for (const { lostMs } of eventsOf(end.events, "lease.lost")) expect(lostMs).toBe(0);
    },
    60_000,
  );
});
