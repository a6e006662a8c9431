import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEventBody } from "../../src/core/event.ts";
import { answerRun } from "../../src/run/answer-run.ts";
import { stopStory, tellStory } from "../../src/run/steer.ts";
import { begins, isOver, lands, plan } from "../state/support/happenings.ts";
import { failureOf } from "./support/failure-of.ts";
import { loneRun, waitingHost } from "./support/lone-run.ts";

const told = (text: string, how?: "turn" | "restart" | "next"): RunEventBody =>
  ({ type: "story.told", story: "S1", text, ...(how === undefined ? {} : { how }) }) as RunEventBody;
const session: RunEventBody = { type: "agent.session", story: "S1", attempt: 1, session: "s" };

const ordersIn = (folder: { path: string }) =>
  readdirSync(folder.path, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder.path, name))
    .filter((path) => path.includes("order") && path.endsWith(".json"))
    .map((path) => JSON.parse(readFileSync(path, "utf8")) as object);

test.each<[string, RunEventBody[], RunEventBody, string]>([
  [
    "hears at its turn",
    [plan, begins("S1")],
    told("Use tabs", "turn"),
    "S1's agent gets your message at its next turn, without being stopped",
  ],
  [
    "has a session",
    [plan, begins("S1"), session],
    told("Use tabs", "restart"),
    "S1's agent was stopped and continues its session with your message",
  ],
  [
    "has no session",
    [plan, begins("S1")],
    told("Use tabs", "restart"),
    "S1's agent was stopped and restarts in its folder with your message",
  ],
  [
    "has ended meanwhile",
    [plan, begins("S1"), session],
    told("Use tabs", "next"),
    "S1 has no agent right now: the next one gets your message when it starts",
  ],
  [
    "has not begun",
    [plan],
    told("Use tabs"),
    "S1 has no agent right now: the next one gets your message when it starts",
  ],
])("a message to an agent that %s", async (_name, events, answer, words) => {
  using run = loneRun(events);
  const host = waitingHost((waits) => {
    // What is told to others, or was said by others, is no answer.
    if (waits === 1) run.append({ ...told("Use spaces", "turn") });
    if (waits === 2) run.append({ ...answer, story: "S2" } as RunEventBody);
    if (waits === 3) run.append(answer);
  });
  expect(await tellStory(host, run.places, run.run, "S1", "Use tabs")).toBe(words);
  expect(host.waited()).toBe(300);
  expect(ordersIn(run.folder)).toMatchObject([{ kind: "tell", story: "S1", text: "Use tabs" }]);
});

test("a story is stopped once the run says so, and not by what was said before", async () => {
  using run = loneRun([plan, begins("S1")]);
  const host = waitingHost((waits) => {
    if (waits === 1) run.append({ type: "story.stopped", story: "S2" });
    if (waits === 2) run.append({ type: "story.stopped", story: "S1" });
  });
  expect(await stopStory(host, run.places, run.run, "S1")).toBe(
    "Stopped S1 of run words-abc1; its work so far is kept, and the other stories go on",
  );
  expect(host.waited()).toBe(200);
});

test("what is over is not steered, nor what no plan has, nor a run that nobody works on", async () => {
  using run = loneRun([plan, begins("S1"), lands("S1"), begins("S2"), isOver("S2", "failed")]);
  const host = waitingHost();
  expect(await failureOf(stopStory(host, run.places, run.run, "S1"))).toBe(
    "usage: Cannot stop S1: it is over (merged); -",
  );
  expect(await failureOf(tellStory(host, run.places, run.run, "S2", "x"))).toBe(
    "usage: Cannot tell S2: it is over (failed); -",
  );
  expect(await failureOf(stopStory(host, run.places, run.run, "S7"))).toContain('Cannot find story "S7"');
  using dead = loneRun([plan], { live: false });
  expect(await failureOf(stopStory(host, dead.places, dead.run, "S1"))).toBe(
    'usage: Cannot stop S1: nobody works on run "words-abc1"; Look at it with: baro show words-abc1',
  );
  expect([ordersIn(run.folder), ordersIn(dead.folder), host.waited()]).toEqual([[], [], 0]);
});

test("a run that does not answer in 15 s is said not to", async () => {
  using run = loneRun([plan, begins("S1")]);
  const host = waitingHost();
  expect(await failureOf(tellStory(host, run.places, run.run, "S1", "x"))).toBe(
    'failed: Cannot tell S1: run "words-abc1" has not answered in 15 s; Look at what it does with: baro show words-abc1 --follow',
  );
  expect(host.waited()).toBe(15_000);
});

const asked = (id: string): RunEventBody => ({ type: "question.asked", id, kind: "goal", question: "What?" });
const given = { id: "q1", answer: "All of it", by: "page" } as const;
/** The ticket of the answer that waits in the run's folder. */
const ticketOf = (run: ReturnType<typeof loneRun>) => (ordersIn(run.folder)[0] as { ticket: string }).ticket;

test("an answer counts once the run has taken it", async () => {
  using run = loneRun([plan, asked("q1")]);
  const host = waitingHost((waits) => {
    // Somebody else's was refused.
    if (waits === 1) run.append({ type: "answer.refused", id: "q1", why: "no", ticket: "another" } as RunEventBody);
    if (waits === 2)
      run.append({ type: "question.answered", id: "q1", by: "page", ticket: ticketOf(run) } as RunEventBody);
  });
  await answerRun(host, run.places, run.run, given);
  expect(ordersIn(run.folder)).toMatchObject([{ kind: "answer", ...given }]);
  expect(host.waited()).toBe(100);
});

test("an answer that is refused, or comes after another's, is said to be", async () => {
  const after = async (event: (ticket: string) => object) => {
    using run = loneRun([plan, asked("q1")]);
    return await failureOf(
      answerRun(
        waitingHost(() => run.append(event(ticketOf(run)) as RunEventBody)),
        run.places,
        run.run,
        given,
      ),
    );
  };
  const refused = (ticket: string) => ({ type: "answer.refused", id: "q1", why: "answer: too long", ticket });
  expect(await after(refused)).toStartWith('usage: Cannot answer q1 of run "words-abc1": answer: too long');
  const others = () => ({ type: "question.answered", id: "q1", by: "terminal" });
  expect(await after(others)).toContain("somebody else has answered it");
  // Another question was answered, and nobody has heard of this one.
  const another = () => ({ type: "question.answered", id: "q0", by: "terminal" });
  expect(await after(another)).toBe('failed: Cannot answer q1: run "words-abc1" has not heard it in 10 s; -');
});

test("what is not asked is not answered; a run that ends meanwhile needs no answer", async () => {
  using run = loneRun([plan, asked("q2")]);
  const why = "it was not asked, or has already been answered";
  expect(await failureOf(answerRun(waitingHost(), run.places, run.run, given))).toContain(why);
  using answered = loneRun([
    plan,
    asked("q1"),
    { type: "question.answered", id: "q1", by: "page" } as unknown as RunEventBody,
  ]);
  expect(await failureOf(answerRun(waitingHost(), answered.places, answered.run, given))).toContain(why);
  using ended = loneRun([plan, asked("q1")]);
  const host = waitingHost(() => ended.ownership?.release());
  expect(await failureOf(answerRun(host, ended.places, ended.run, given))).toBe("no failure");
  expect(existsSync(ended.folder.owner)).toBe(false);
});
