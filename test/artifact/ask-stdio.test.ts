import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/event.ts";
import type { Story } from "../../src/core/story.ts";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { answering, converse, type Talk } from "./conversation.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const stories = {
  [goal]: [writing({ "a.txt": "fixed\n" })],
  First: [writing({ "a.txt": "1\n" })],
  Second: [writing({ "b.txt": "2\n" })],
  "Second, renamed": [writing({ "b.txt": "3\n" })],
};
const plan = {
  stories: [
    story("S1", { title: "First", writes: ["a.txt"] }),
    story("S2", { title: "Second", writes: ["b.txt"], dependsOn: ["S1"] }),
  ],
};
const flags = ["--ask", "stdio", "--agent", "openai:scripted-1", "--intake", "rules", "--no-verify"];

async function place() {
  const endpoint = await scriptedEndpoint({ stories, plan });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  return {
    repo,
    runs: () => (existsSync(join(state.path, "state", "runs")) ? readdirSync(join(state.path, "state", "runs")) : []),
    call: (...args: string[]) => ({ cwd: repo.path, env: { ...state.env, ...endpoint.env }, args }),
    [Symbol.asyncDispose]: async () => {
      await endpoint[Symbol.asyncDispose]();
      repo[Symbol.dispose]();
      state[Symbol.dispose]();
    },
  };
}

const kinds = (events: readonly RunEvent[]) =>
  eventsOf(events, "question.asked").map(({ id, kind }) => `${id} ${kind}`);
const answered = (events: readonly RunEvent[]) =>
  eventsOf(events, "question.answered").map(({ id, by }) => `${id} ${by}`);
const outcome = (events: readonly RunEvent[]) => eventsOf(events, "run.finished").at(-1)?.outcome;

describe("run", () => {
  test("asks for everything, from the goal to the plan", async () => {
    await using at = await place();
    const said = await converse(at.call("run", ...flags), answering({ goal, mode: "sequential", plan: "accept" }));
    expect(said.exitCode, said.stderr).toBe(0);
    expect(kinds(said.events)).toEqual(["q1 goal", "q2 mode", "q3 plan"]);
    expect(answered(said.events)).toEqual(["q1 stdio", "q2 stdio", "q3 stdio"]);
    expect(eventsOf(said.events, "mode.chosen")).toMatchObject([{ mode: "sequential", by: "person" }]);
    expect(eventsOf(said.events, "plan.accepted")).toMatchObject([{ by: "person" }]);
    expect(outcome(said.events)).toBe("delivered");
    // Nothing but events is on stdout, and those of the run count without gaps.
    expect(said.stdout.trimEnd().split("\n")).toHaveLength(said.events.length);
    const own = said.events.filter(({ run }) => run !== "");
    expect(own.map(({ seq }) => seq)).toEqual(own.map((_, place) => place));
    expect(said.events.filter(({ run }) => run === "").map(({ seq }) => seq)).toEqual([0, 1]);
  });

  test("what a person thought about is told, and no time of the run, nor of its limit", async () => {
    await using at = await place();
    const began = performance.now();
    let thought = 0;
    const said = await converse(at.call("run", goal, ...flags, "--timeout", "30s"), (event, talk) => {
      if (event.type !== "question.asked") return;
      const since = performance.now();
      // The wait itself is what is looked at.
      setTimeout(() => {
        thought = performance.now() - since;
        talk.say({ id: event.id, answer: { mode: "focused", accepted: true } });
      }, 1500);
    });
    const waits = eventsOf(said.events, "run.waited");
    expect(waits).toHaveLength(1);
    expect(waits[0]?.ms).toBeGreaterThanOrEqual(1400);
    const wallMs = eventsOf(said.events, "run.finished")[0]?.wallMs ?? Number.POSITIVE_INFINITY;
    expect(wallMs).toBeLessThanOrEqual(performance.now() - began - thought + 100);
  });

  test("the mode's question has what a picker shows, and takes the one story with it", async () => {
    await using at = await place();
    const said = await converse(
      at.call("run", goal, ...flags),
      answering({ mode: { mode: "focused", accepted: true } }),
    );
    expect(said.exitCode, said.stderr).toBe(0);
    const [asked] = eventsOf(said.events, "question.asked");
    expect(asked).toMatchObject({ kind: "mode", suggested: "focused", opensOn: "focused", only: { title: goal } });
    if (asked?.kind !== "mode") throw new Error("no mode was asked for");
    expect(asked.modes.map(({ mode }) => mode)).toEqual(["focused", "sequential", "parallel"]);
    expect(asked.reason.length).toBeGreaterThan(10);
    expect(asked.leaves).toContain("branch");
  });

  test("a vague goal is made clear; it can be left", async () => {
    await using at = await place();
    const said = await converse(at.call("run", "fix it", ...flags), answering({ clarity: goal, mode: null }));
    expect(kinds(said.events)).toEqual(["q1 clarity", "q2 mode"]);
    expect(eventsOf(said.events, "goal.clarified")).toMatchObject([{ answer: goal }]);
    expect(said.exitCode).toBe(130);
    expect(at.runs()).toEqual([]);
  });

  test("a plan is edited, dropped from and given another mode; each edit is enforced", async () => {
    await using at = await place();
    const asked: RunEvent[][] = [];
    const said = await converse(at.call("run", goal, ...flags), (event, talk) => {
      if (event.type !== "question.asked") return;
      asked.push([]);
      if (event.kind === "mode") return talk.say({ id: event.id, answer: "sequential" });
      if (event.id === "q2") return talk.say({ id: "q2", answer: { action: "edit", stories: renamed } });
      if (event.id === "q3") return talk.say({ id: "q3", answer: { action: "edit", stories: [renamed[1]] } });
      talk.say({ id: event.id, answer: { action: "accept" } });
    });
    expect(said.exitCode, said.stderr).toBe(0);
    const enforced = eventsOf(said.events, "plan.enforced").map((each) => each.stories.map(({ title }) => title));
    expect(enforced).toEqual([["First", "Second"], ["First", "Second, renamed"], ["Second, renamed"]]);
    // It waited for a story that no longer exists: the rule says so.
    expect(
      eventsOf(said.events, "plan.enforced")
        .at(-1)
        ?.changes.map(({ rule }) => rule),
    ).toContain("unknown-dependency");
    expect(eventsOf(said.events, "story.merged")).toHaveLength(1);
  });

  const renamed: Partial<Story>[] = [
    plan.stories[0] as Story,
    { ...(plan.stories[1] as Story), title: "Second, renamed" },
  ];
});

describe("what is no answer is refused with the reason, and asked on", () => {
  const bad: [string, (talk: Talk) => void, string | null, RegExp][] = [
    ["no JSON", (talk) => talk.raw("parallel\n"), null, /not JSON/],
    ["no object", (talk) => talk.raw("[1]\n"), null, /expected object/],
    ["no id", (talk) => talk.say({ answer: "focused" }), null, /^id: /],
    ["no answer", (talk) => talk.say({ id: "q1" }), "q1", /^answer: it is missing/],
    ["a field too many", (talk) => talk.say({ id: "q1", answer: "focused", by: "me" }), "q1", /Unrecognized key: "by"/],
    ["another id", (talk) => talk.say({ id: "q7", answer: "focused" }), "q7", /no question has this id/],
    ["no mode", (talk) => talk.say({ id: "q1", answer: "serial" }), "q1", /^answer: .*"focused"/],
    [
      "a mode's field",
      (talk) => talk.say({ id: "q1", answer: { mode: "focused", accepted: 1 } }),
      "q1",
      /^answer\.accepted: /,
    ],
    ["a number", (talk) => talk.say({ id: "q1", answer: 3 }), "q1", /^answer: /],
    ["broken UTF-8", (talk) => talk.raw("\u0000\ufffd{]\n"), null, /not JSON/],
  ];

  test.each(bad)("%s", async (_name, say, id, why) => {
    await using at = await place();
    const said = await converse(at.call("run", goal, ...flags), (event, talk) => {
      if (event.type === "question.asked") say(talk);
      if (event.type === "answer.refused") talk.say({ id: "q1", answer: { mode: "focused", accepted: true } });
    });
    expect(said.exitCode, said.stderr).toBe(0);
    const refused = eventsOf(said.events, "answer.refused");
    expect(refused).toHaveLength(1);
    expect(refused[0]?.id).toBe(id);
    expect(refused[0]?.why).toMatch(why);
    expect(said.stderr).not.toContain("bug:");
  });

  const edits: [string, unknown, RegExp][] = [
    ["an unknown action", "go", /^answer: /],
    ["an edit without stories", { action: "edit" }, /stories/],
    ["no stories at all", { action: "edit", stories: [] }, /it has no stories/],
    ["a path that leads out", { action: "edit", stories: [story("S1", { writes: ["../x"] })] }, /\.\.\/x/],
    ["a misspelt field", { action: "edit", stories: [{ ...story("S1", {}), wirtes: [] }] }, /wirtes/],
    ["an id twice", { action: "edit", stories: [story("S1", {}), story("S1", {})] }, /already the id of stories\[0\]/],
    ["a mode that is none", { action: "mode", mode: "both" }, /^answer\.mode: /],
  ];

  test.each(edits)("of a plan: %s", async (_name, answer, why) => {
    await using at = await place();
    const said = await converse(at.call("run", goal, "--mode", "sequential", ...flags), (event, talk) => {
      if (event.type === "question.asked") talk.say({ id: event.id, answer });
      if (event.type === "answer.refused") talk.say({ id: "q1", answer: "leave" });
    });
    expect(said.exitCode).toBe(130);
    expect(eventsOf(said.events, "answer.refused").map((each) => each.why)).toEqual([expect.stringMatching(why)]);
  });

  test("a second answer, and one that comes when the work is on", async () => {
    await using at = await place();
    const said = await converse(at.call("run", goal, ...flags), (event, talk) => {
      if (event.type === "question.asked") {
        talk.raw(`{"id":"q1","answer":{"mode":"focused","accepted":true}}\n{"id":"q1","answer":"parallel"}\n`);
      }
      if (event.type === "story.started") talk.say({ id: "q1", answer: "parallel" });
    });
    expect(said.exitCode, said.stderr).toBe(0);
    expect(eventsOf(said.events, "mode.chosen")).toMatchObject([{ mode: "focused" }]);
    expect(answered(said.events)).toEqual(["q1 stdio"]);
    const why = eventsOf(said.events, "answer.refused").map((each) => `${each.id} ${each.why}`);
    expect(why).toEqual(["q1 it has already been answered", "q1 it has already been answered"]);
  });
});

describe("a closed stdin is nobody there", () => {
  test("from the start: as headless", async () => {
    await using at = await place();
    const said = await runArtifact({ ...at.call("run", goal, ...flags), stdin: "" });
    expect(said.exitCode, said.stderr).toBe(0);
    expect(eventsOf(said.events, "mode.chosen")).toMatchObject([{ by: "suggestion" }]);
    expect(eventsOf(said.events, "plan.accepted")).toMatchObject([{ by: "suggestion" }]);
  });

  test.each(["mode", "plan"])("in the middle of the %s", async (kind) => {
    await using at = await place();
    const said = await converse(at.call("run", goal, ...flags), (event, talk) => {
      if (event.type !== "question.asked") return;
      if (event.kind === kind) talk.hangUp();
      else talk.say({ id: event.id, answer: "sequential" });
    });
    expect(said.exitCode, said.stderr).toBe(0);
    expect(answered(said.events).at(-1)).toMatch(/^q[12] nobody$/);
    expect(eventsOf(said.events, "plan.accepted")).toMatchObject([{ by: "suggestion" }]);
    expect(outcome(said.events)).toBe("delivered");
  });

  test("a half line at the end is read", async () => {
    await using at = await place();
    const said = await converse(at.call("run", goal, ...flags), (event, talk) => {
      if (event.type !== "question.asked") return;
      talk.raw(JSON.stringify({ id: event.id, answer: "sequential" }));
      talk.hangUp();
    });
    expect(said.exitCode, said.stderr).toBe(0);
    expect(eventsOf(said.events, "mode.chosen")).toMatchObject([{ mode: "sequential", by: "person" }]);
    expect(eventsOf(said.events, "plan.accepted")).toMatchObject([{ by: "suggestion" }]);
  });

  test.each([
    ["goal", []],
    ["clarity", ["fix it"]],
  ])("a %s that nobody gives is exit 3", async (_kind, words) => {
    await using at = await place();
    const said = await converse(at.call("run", ...words, ...flags), (event, talk) => {
      if (event.type === "question.asked") talk.hangUp();
    });
    expect(said.exitCode).toBe(3);
    expect(said.stderr).toContain("Cannot start");
  });
});

test("plan asks on stdout and ends with the document, which conduct asks about again", async () => {
  await using at = await place();
  const thinking = flags.filter((flag) => flag !== "--no-verify");
  const planned = await converse(at.call("plan", goal, ...thinking), answering({ mode: "sequential", plan: "accept" }));
  expect(planned.exitCode, planned.stderr).toBe(0);
  expect(kinds(planned.events)).toEqual(["q1 mode", "q2 plan"]);
  expect(eventsOf(planned.events, "plan.enforced")).toHaveLength(1);
  const document = planned.stdout.trimEnd().split("\n").at(-1) ?? "";
  expect(JSON.parse(document)).toMatchObject({ version: 1, mode: "sequential" });
  const file = join(at.repo.path, "..", "plan.json");
  writeFileSync(file, document);

  const conducted = await converse(at.call("conduct", file, ...flags), answering({ plan: "accept" }));
  expect(conducted.exitCode, conducted.stderr).toBe(0);
  expect(kinds(conducted.events)).toEqual(["q1 plan"]);
  expect(outcome(conducted.events)).toBe("delivered");

  const followed = await converse(
    at.call("continue", "Fix the typo in b.txt", ...flags),
    answering({ mode: { mode: "focused", accepted: true } }),
  );
  expect(kinds(followed.events)).toEqual(["q1 mode"]);
  expect(eventsOf(followed.events, "run.started")[0]?.follows).toMatchObject({ branch: expect.any(String) });
});

test("a run that was killed while it asked is resumed, and asks anew under another id", async () => {
  await using at = await place();
  const killed = await converse(at.call("run", goal, ...flags), (event, talk) => {
    if (event.type !== "question.asked") return;
    if (event.kind === "plan") talk.kill("SIGKILL");
    else talk.say({ id: event.id, answer: "sequential" });
  });
  expect(killed.signal).toBe("SIGKILL");
  expect(kinds(killed.events)).toEqual(["q1 mode", "q2 plan"]);
  const resumed = await converse(at.call("resume", ...flags.slice(0, 2)), (event, talk) => {
    if (event.type !== "question.asked") return;
    talk.say({ id: "q2", answer: "accept" });
    talk.say({ id: event.id, answer: "accept" });
  });
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(kinds(resumed.events)).toEqual(["q3 plan"]);
  expect(eventsOf(resumed.events, "answer.refused")).toMatchObject([{ id: "q2", why: "it has already been answered" }]);
  expect(outcome(resumed.events)).toBe("delivered");
});

test("a run that is stopped while it asks goes without a trace", async () => {
  await using at = await place();
  const said = await converse(at.call("run", goal, ...flags), (event, talk) => {
    if (event.type === "question.asked") talk.kill("SIGTERM");
  });
  expect(said.exitCode).toBe(143);
  expect(at.runs()).toEqual([]);
});

test.each([
  ["the goal", ["run", "-"]],
  ["the plan", ["conduct", "-"]],
])("%s can't come from stdin too", async (_what, args) => {
  await using at = await place();
  const said = await runArtifact({ ...at.call(...args, ...flags), stdin: goal });
  expect(said.exitCode).toBe(2);
  expect(said.stderr).toContain("answers come there");
});
