import { expect, test } from "bun:test";
import { type Candidate, chooseWorker, meets } from "../../src/fleet/placement.ts";
import { mayWorkOn } from "../../src/fleet/serve-worker.ts";
import { plainAddress } from "../../src/fleet/worker-folder.ts";

const worker = (name: string, change: Partial<Candidate> = {}): Candidate => ({
  name,
  isLocal: name === "local",
  slots: 4,
  load: 0,
  labels: ["os=linux"],
  agents: ["claude"],
  warm: false,
  doubtful: false,
  ...change,
});

test.each<[string, Candidate[], { needs?: string[]; agent?: string; overfull?: boolean }, string | null]>([
  ["this machine while it is free", [worker("a"), worker("local", { load: 3 })], {}, "local"],
  [
    "then the one with the least load",
    [worker("a", { load: 2 }), worker("b", { load: 1 }), worker("local", { load: 4 })],
    {},
    "b",
  ],
  ["load is counted against size", [worker("a", { load: 2, slots: 2 }), worker("b", { load: 3, slots: 8 })], {}, "b"],
  ["of two the one that is warm", [worker("a"), worker("b", { warm: true })], {}, "b"],
  ["load comes before warmth", [worker("a", { load: 1, warm: true }), worker("b")], {}, "b"],
  ["one that failed comes last", [worker("a", { doubtful: true, warm: true }), worker("b", { load: 3 })], {}, "b"],
  ["and is taken where there is no other", [worker("a", { doubtful: true })], {}, "a"],
  ["the agent has to be there", [worker("a", { agents: ["codex"] }), worker("b", { load: 3 })], {}, "b"],
  ["and what the story needs", [worker("a"), worker("b", { labels: ["gpu=a100"], load: 3 })], { needs: ["gpu"] }, "b"],
  ["nobody has it", [worker("a"), worker("local")], { needs: ["gpu"] }, null],
  ["all are full", [worker("a", { load: 4 }), worker("local", { load: 4 })], {}, null],
  [
    "all are full, and nobody is to come",
    [worker("a", { load: 5 }), worker("b", { load: 4 })],
    { overfull: true },
    "b",
  ],
])("%s", (_name, candidates, { needs = [], agent = "claude", overfull = false }, chosen) => {
  expect(chooseWorker(candidates, { agent, needs }, overfull)?.name ?? null).toBe(chosen);
});

test.each([
  [["gpu"], ["gpu"], true],
  [["gpu=a100"], ["gpu"], true],
  [["gpu=a100"], ["gpu=a100"], true],
  [["gpu=a100"], ["gpu=h100"], false],
  [["gpus"], ["gpu"], false],
  [["gpu", "os=linux"], ["os=linux", "gpu"], true],
  [[], [], true],
])("labels %j meet %j: %j", (labels, needs, met) => {
  expect(meets(labels, needs)).toBe(met);
});

test.each([
  ["ssh://git@host.example/team/app.git", "host.example/team/app"],
  ["git@host.example:team/app.git", "host.example/team/app"],
  ["https://host.example/team/app", "host.example/team/app"],
  ["https://user@Host.example/team/app/", "host.example/team/app"],
  ["ssh://git@host.example:2222/team/app.git", "host.example:2222/team/app"],
  ["/srv/git/app.git", "/srv/git/app"],
])("%s is %s, whatever way leads to it", (remote, plain) => {
  expect(plainAddress(remote)).toBe(plain);
});

test("a worker works on what it was started for, and on anything when it was started for nothing", () => {
  const app = { name: "app", remote: "git@host.example:team/app.git" };
  expect(mayWorkOn([], app)).toBe(true);
  expect(mayWorkOn(["https://host.example/team/app"], app)).toBe(true);
  expect(mayWorkOn(["https://host.example/team/other"], app)).toBe(false);
  expect(mayWorkOn(["https://host.example/team/app"], { name: "app", remote: null })).toBe(false);
});
