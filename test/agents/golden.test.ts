import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import { addUsage, noUsage, type Usage } from "../../src/core/usage.ts";
import { type Capture, captures, mapCapture, specs } from "./captures.ts";

/** Answers whose tokens a model's provider charges: whole ones, however they ended. */
const charged = new Set(["answered", "max-tokens", "empty"]);

function sumOf(events: readonly AgentEvent[]): Usage {
  const counted = events.filter((event) => event.type === "agent.usage");
  return counted.reduce((sum, event) => addUsage(sum, event), noUsage);
}

/** Whether the counts of a capture can be compared: nothing broke off, and the program came to say what it used. */
function tellsUsage({ agent, exit, scenario }: Capture): boolean {
  // What a sub-agent used is in these programs' records alone, which are read when they have ended.
  if (scenario === "sub-agent" && agent !== "claude") return false;
  const whole = exit.outcomes.every((outcome) => charged.has(outcome));
  // What a killed program had not said yet is lost, and a failed turn of this one says nothing of its tokens.
  const failedTurn = agent === "codex" && exit.exitCode !== 0;
  const killed = exit.signal !== null || exit.exitCode === 143;
  return whole && !failedTurn && !killed;
}

for (const capture of captures) {
  describe(`${capture.agent} ${capture.version} ${capture.scenario}`, () => {
    const events = mapCapture(capture);

    test("maps to the recorded events", () => {
      expect(events).toMatchSnapshot();
    });

    test("ends with the only agent.finished, and finishes every call exactly once", () => {
      expect(events.filter(({ type }) => type === "agent.finished")).toHaveLength(1);
      expect(events.at(-1)?.type).toBe("agent.finished");
      const called = events.flatMap((event) => (event.type === "agent.tool.called" ? [event.call] : []));
      const finished = events.flatMap((event) => (event.type === "agent.tool.finished" ? [event.call] : []));
      expect(new Set(called).size).toBe(called.length);
      expect(finished.toSorted()).toEqual(called.toSorted());
    });

    test("every line is understood", () => {
      expect(events.filter(({ type }) => type === "agent.unknown")).toEqual([]);
    });

    test.skipIf(!tellsUsage(capture))("counts the tokens that the model served", () => {
      // Some releases print no count of what was reasoned.
      const reasoning = ["0.73.1", "2.1.63"].includes(capture.version) ? 0 : capture.exit.usage.reasoning;
      expect(sumOf(events)).toEqual({ ...capture.exit.usage, reasoning });
    });
  });
}

test.each(Object.keys(specs))("the folder of %s holds its set-up and its mapper", (agent) => {
  const folder = join(import.meta.dir, "..", "..", "src", "agents", agent);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining([`${agent}.ts`, "map.ts"]));
});

test.each(Object.keys(specs))("%s was captured in the scenarios that every agent has", (agent) => {
  const known = new Set(captures.filter((capture) => capture.agent === agent).map(({ scenario }) => scenario));
  const expected = [
    ...["text", "reasoning", "write-run", "edit", "failing-command", "parallel-calls", "rate-limit-once"],
    ...["rate-limit", "quota", "unauthorized", "server-error", "cut", "hang", "malformed", "refusal"],
    ...["context-overflow", "output-limit", "big-output", "unicode", "resume"],
    ...["sigterm-in-tool", "sigint-in-tool", "sigkill-in-tool"],
  ];
  expect(expected.filter((scenario) => !known.has(scenario))).toEqual([]);
});

test.each(captures.map((capture) => [`${capture.agent} ${capture.scenario}`, capture] as const))(
  "%s decides by wire and process together",
  (_, capture) => {
    const last = mapCapture(capture).at(-1);
    const worked = capture.exit.outcomes.at(-1) === "answered" || capture.exit.outcomes.at(-1) === "empty";
    const stopped = capture.exit.signal !== null || capture.exit.exitCode === 143 || capture.scenario.startsWith("sig");
    // The release that takes half an answer for a whole one can't be seen through; it is noticed at least.
    const fooled = capture.version === "0.73.1" && capture.scenario === "eof";
    expect(last).toMatchObject({ type: "agent.finished", ok: fooled || (worked && !stopped) });
  },
);

/** What each program lets a story do that it may not: with the set-up that we give it, and in our own sandbox. */
test.each([
  // Its edits are held to the working folder, its commands by nothing.
  ["claude", "canaries", { wroteByTool: false, wroteByCommand: true, readKey: true }],
  // Its own sandbox holds both; it does not keep anything from being read.
  ["codex", "canaries", { wroteByTool: false, wroteByCommand: false, readKey: true }],
  ["opencode", "canaries", { wroteByTool: false, wroteByCommand: true, readKey: true }],
  ["pi", "canaries", { wroteByTool: true, wroteByCommand: true, readKey: true }],
  ...Object.keys(specs).map((agent) => {
    return [agent, "canaries-in-sandbox", { wroteByTool: false, wroteByCommand: false, readKey: false }] as const;
  }),
] as const)("%s, %s: what it could do outside was %j", (agent, scenario, expected) => {
  const found = captures.filter((capture) => capture.agent === agent && capture.scenario === scenario);
  expect(found).not.toEqual([]);
  expect(found.filter(({ exit }) => exit.confined === false)).toEqual([]);
  for (const { exit } of found) expect(exit.canaries).toEqual(expected);
});
