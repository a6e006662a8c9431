import { describe, expect, test } from "bun:test";
import type { RunEventBody } from "../../src/core/event.ts";
import { foldRun, storyOf } from "../../src/state/run-state.ts";
import {
  asked,
  changeBy,
  chosen,
  decided,
  delivered,
  ends,
  enforced,
  isDone,
  limit,
  one,
  plan,
  type Row,
  skipped,
  tokens,
  two,
  used,
  verified,
  work,
} from "./support/happenings.ts";

const ofTheRun: Row[] = [
  ["a notice", [], { type: "run.notice", message: "Mind" }, { notices: ["Mind"] }],
  [
    "a goal that was a link",
    [],
    { type: "goal.read", goal: "Fix it", link: "http://x" },
    { goal: "Fix it", givenGoal: "Fix it" },
  ],
  [
    "an answer belongs to the goal, and what was decided without it does not count",
    [{ type: "goal.read", goal: "Fix it", link: "http://x" }, decided],
    { type: "goal.clarified", question: "Which?", answer: "All" },
    { goal: "Fix it\n\nWhich?\nAll", answers: [{ question: "Which?", answer: "All" }], decision: null },
  ],
  ["a decision", [], decided, { decision: decided }],
  [
    "another mode means another plan",
    [{ type: "plan.proposed", stories: [one] }, plan, { type: "plan.accepted", by: "flag" }],
    chosen,
    { chosen, mode: "parallel", proposed: null, enforced: null, accepted: false },
  ],
  ["what the planner gave", [], { type: "plan.proposed", stories: [one] }, { proposed: [one] }],
  [
    "a plan without a mode has the chosen one",
    [chosen],
    plan,
    { enforced: { plan: { version: 1, goal: "", mode: "parallel", stories: [one, two] }, ...enforced } },
  ],
  [
    "a plan's own mode is what runs",
    [chosen],
    { ...plan, mode: "sequential" } as RunEventBody,
    { enforced: { plan: { version: 1, goal: "", mode: "sequential", stories: [one, two] }, ...enforced } },
  ],
  ["an accepted plan", [plan], { type: "plan.accepted", by: "person" }, { accepted: true }],
  ["a question", [], asked, { question: asked }],
  ["its answer", [asked], { type: "question.answered", id: "q1", by: "page" }, { question: null }],
  ["a pause", [], { type: "run.paused", paused: true }, { paused: true }],
  ["its end", [{ type: "run.paused", paused: true }], { type: "run.paused", paused: false }, { paused: false }],
  ["a limit", [], limit, { limit }],
  ["the end, which nobody answers any more", [asked], isDone, { question: null, finished: isDone }],
  [
    "a run that is resumed has no end, no limit, no pause and no open question, and runs the checks it was stopped before",
    [isDone, limit, { type: "run.paused", paused: true }, asked, skipped(null, "stopped"), skipped("make", "missing")],
    { type: "run.resumed", pid: 1 },
    { finished: null, limit: null, paused: false, question: null, resumes: 1, unchecked: [skipped("make", "missing")] },
  ],
  ["a delivery", [], delivered, { delivered }],
  ["it stays delivered while nothing goes on", [delivered], { type: "run.resumed", pid: 1 }, { resumes: 1 }],
  ["a check that can't run", [], skipped("make", "missing"), { unchecked: [skipped("make", "missing")] }],
  ["told again, it is nothing new", [skipped("make", "missing")], skipped("make", "missing"), {}],
  [
    "another check",
    [skipped("make", "missing")],
    skipped("npm test", "missing"),
    { unchecked: [skipped("make", "missing"), skipped("npm test", "missing")] },
  ],
  [
    "another cause",
    [skipped("make", "missing")],
    skipped("make", "stopped"),
    { unchecked: [skipped("make", "missing"), skipped("make", "stopped")] },
  ],
  [
    "what could not run and can by now",
    [skipped("make", "missing"), skipped("make", "stopped"), skipped("npm test", "missing")],
    verified("make", "passed"),
    { verified: [verified("make", "passed")], unchecked: [skipped("make", "stopped"), skipped("npm test", "missing")] },
  ],
  [
    "what still can't run",
    [skipped("make", "missing")],
    verified("make", "not_run"),
    { verified: [verified("make", "not_run")] },
  ],
  ["what a question cost", [], used("plan", 0.5), { usage: tokens, usd: 0.5 }],
  [
    "without a price",
    [used("plan", 0.5)],
    used("plan", null),
    { usage: { input: 80, cachedInput: 20, output: 14, reasoning: 4 } },
  ],
  ["the time of whoever answers a question", [], ends(true, { story: "plan" }), { agentMs: 700 }],
  [
    "somebody else is asked",
    [],
    { type: "agent.switched", story: "plan", from: "a", to: "b", why: "limit" },
    { switches: [{ type: "agent.switched", story: "plan", from: "a", to: "b", why: "limit" }] },
  ],
  [
    "what is said to a question is no story's",
    [plan],
    { type: "agent.text", story: "plan", attempt: 1, text: "hm" },
    {},
  ],
];

describe("all that an event of the run changes", () => {
  test.each(ofTheRun)("%s", (_what, known, event, changes) => {
    expect(changeBy(event, known)).toEqual(changes);
  });

  test("the first event that names the run and its goal", () => {
    const started = { type: "run.started", goal: "Do it", base: "b" } as unknown as RunEventBody;
    expect(changeBy(started, [])).toEqual({ started, goal: "Do it", givenGoal: "Do it" });
  });

  test("a plan that is enforced anew keeps what is known of its stories, and forgets the others", () => {
    const state = foldRun([...work, { ...plan, stories: [{ ...one, title: "Other" }] } as RunEventBody]);
    expect([...state.stories.keys()]).toEqual(["S1"]);
    expect(storyOf(state, "S1")).toMatchObject({ phase: "started", attempts: 1, story: { title: "Other" } });
  });
});
