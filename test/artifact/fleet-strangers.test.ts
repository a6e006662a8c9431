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
const answer = { is: "answer", lease: "a", fence: 1, n: 0, value: null };
const kept = { is: "kept", lease: "a", fence: 1, commit: "a".repeat(40) };
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
    env: { ...state.env, ...endpoint.env, ...machines.env, BARO_WORKER_TIMEOUT: "4s" },
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
    ["a message that nobody knows", says({ is: "dance" }), /can't be read: is: /],
    ["nothing but a value", says("null"), /can't be read: Invalid input: expected object, received null/],
    ["an answer with a number below none", says({ ...answer, n: -1 }), /can't be read: n: /],
    [
      "an answer with a fence beyond numbers",
      says(JSON.stringify({ ...answer, fence: 0 }).replace(":0", ":1e300")),
      /can't be read: fence: /,
    ],
    [
      "a pack of no objects",
      says({ is: "pack", lease: "a", fence: 1, objects: [], pack: "" }),
      /can't be read: objects: /,
    ],
    ["a commit that is an option", says({ ...kept, commit: "--upload-pack=id" }), /can't be read: commit: /],
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

  test.each<[string, unknown]>([
    ["under a fence that is over", { ...answer, fence: 99 }],
    ["of another story", { ...answer, lease: "somebody" }],
    ["to what nobody asked", { ...answer, n: 77 }],
    ["that names a part of every object", { ...answer, lease: "__proto__" }],
    ["of work that it has not got, under no lease", kept],
  ])(
    "gives an answer %s is not heard, and is lost for what it says next",
    async (_name, word) => {
      const { end } = await conductWith([
        says(hello),
        hears,
        says(opened),
        hears,
        hears,
        says(word),
        says("garbage"),
        waits,
      ]);
      expect([1, 5], end.stderr).toContain(end.exitCode ?? 0);
      expect(eventsOf(end.events, "worker.lost")[0]?.why).toMatch(/can't be read: it is no JSON text/);
      expect(eventsOf(end.events, "story.committed")).toEqual([]);
    },
    60_000,
  );

  test.each<[string, string, RegExp]>([
    ["a value of another form", '\'"value":{"path":7}\'', /its answer to openWorktree can't be read: path: /],
    ["no value", "'\"x\":1'", /its answer to openWorktree can't be read: : /],
    ["a prototype", '\'"value":{"__proto__":{"path":"/"}}\'', /its answer to openWorktree can't be read: path: /],
    ["a trouble of its own", '\'"wrong":{"kind":"worker","message":"no room","lost":false}\'', /^no room$/],
  ])(
    "answers its first call with %s loses the story",
    async (_name, rest, why) => {
      // The run's name is in what it is asked: it answers under the very lease.
      const take = `lease=$(printf '%s' "$asked" | sed 's/.*"lease":"\\([^"]*\\)".*/\\1/')`;
      const asks = `while read -r asked; do case "$asked" in *'"openWorktree"'*) break;; esac; done`;
      const fence = `fence=$(printf '%s' "$asked" | sed 's/.*"fence":\\([0-9]*\\).*/\\1/')`;
      const reply = `printf '{"is":"answer","lease":"%s","fence":%s,"n":0,%s}\\n' "$lease" "$fence" ${rest}`;
      const { end } = await conductWith([says(hello), hears, says(opened), asks, take, fence, reply, waits]);
      expect([1, 5], end.stderr).toContain(end.exitCode ?? 0);
      const lost = eventsOf(end.events, "lease.lost");
      expect(lost[0]?.why).toMatch(why);
      expect(lost.length).toBeLessThanOrEqual(3);
    },
    60_000,
  );
});
