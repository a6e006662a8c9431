import { expect, test } from "bun:test";
import type { Decision } from "../../src/core/decision.ts";
import { parsePlanText } from "../../src/plan/parse-plan.ts";
import { planDocument } from "../../src/run/plan-document.ts";
import { conductPlan } from "../../src/run/run.ts";
import { workerSelf } from "../../src/run/worker.ts";
import { planText, story } from "../artifact/scripted-endpoint.ts";
import { playground } from "./support/in-process.ts";
import { machine, offer } from "./support/machine.ts";

const decision: Decision = {
  ...{ mode: "focused", confidence: 0.9, reason: "One surface", source: "rules", signals: [], clarity: "clear" },
  question: null,
  probabilities: { focused: 0.9, sequential: 0.05, parallel: 0.05 },
};
const stories = [story("S1", { writes: ["a.txt"] }), story("S2", { writes: ["b.txt"] })];

test.each([
  ["as it was decided", decision, "focused"],
  ["by hand", null, "parallel"],
])("a plan that was made %s is told with what was decided then", async (_how, decided, suggested) => {
  await using place = await playground({ stories: {} });
  const { plan } = parsePlanText(planText("parallel", stories), "plan.json");
  const run = await place.play({ "dry-run": true, verify: false }, (invocation) =>
    conductPlan(invocation, planDocument(plan, decided), "plan.json"),
  );
  expect(run.error).toBeNull();
  expect(run.of("intake.decided")).toMatchObject(decided === null ? [] : [decided]);
  expect(run.of("run.started")[0]?.decided ?? null).toEqual(decided);
  expect(run.of("mode.chosen")).toMatchObject([{ mode: "parallel", by: "plan", suggested }]);
  expect(run.of("plan.proposed")).toHaveLength(1);
});

test("a worker that is asked for an agent that is none says so, and is asked on", async () => {
  using here = await machine({ OPENAI_BASE_URL: "http://127.0.0.1:1/v1" });
  const [none, openai] = await workerSelf(here.host, here.options, offer).look(["no such agent", "openai"]);
  expect(none).toMatchObject({ name: "no such agent", ready: false, version: null, why: expect.stringMatching(/\S/) });
  expect(openai).toMatchObject({ name: "openai", ready: true, why: null });
});
