import { expect, test } from "bun:test";
import type { RunEvent } from "../../src/core/event.ts";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState } from "./artifact.ts";
import { type PageServer, pageServer } from "./page-server.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const stories = {
  [goal]: [writing({ "a.txt": "fixed\n" })],
  First: [writing({ "a.txt": "1\n" })],
  Second: [writing({ "b.txt": "2\n" })],
};
const plan = {
  stories: [
    story("S1", { title: "First", writes: ["a.txt"] }),
    story("S2", { title: "Second", writes: ["b.txt"], dependsOn: ["S1"] }),
  ],
};

async function place() {
  const endpoint = await scriptedEndpoint({ stories, plan });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  const env = {
    ...state.env,
    ...endpoint.env,
    BARO_INTAKE: "rules",
    BARO_AGENT: "openai:scripted-1",
    BARO_NO_VERIFY: "1",
  };
  const serve = (...args: string[]) =>
    pageServer({ cwd: repo.path, env, args: ["--port", "0", "--repo", repo.path, ...args] });
  return {
    repo,
    serve,
    [Symbol.asyncDispose]: async () => {
      await endpoint[Symbol.asyncDispose]();
      repo[Symbol.dispose]();
      state[Symbol.dispose]();
    },
  };
}

/** Reads a run's stream until something is there; gives all events so far. */
async function until(
  server: PageServer,
  run: string,
  there: (events: readonly RunEvent[]) => boolean,
  after = -1,
): Promise<RunEvent[]> {
  const response = await fetch(`${server.base}/api/runs/${run}/events`, {
    headers: { authorization: `Bearer ${server.token}`, "last-event-id": String(after) },
  });
  if (response.body === null) throw new Error("no stream");
  const events: RunEvent[] = [];
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    const blocks = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (\{"v":1.*)$/m.exec(block)?.[1];
      if (data !== undefined) events.push(JSON.parse(data) as RunEvent);
    }
    if (there(events)) break;
  }
  return events;
}

const asked = (kind: string) => (events: readonly RunEvent[]) =>
  eventsOf(events, "question.asked").some((each) => each.kind === kind);
const finished = (events: readonly RunEvent[]) => eventsOf(events, "run.finished").length > 0;

test("a run is started, survives its server, and is answered through the next one", async () => {
  await using at = await place();
  const first = await at.serve();
  const started = await first.ask("runs", { repository: at.repo.path, goal });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  const run = String(started.body["run"]);
  await until(first, run, asked("mode"));
  await first.stop("SIGKILL");

  await using second = await at.serve();
  const before = await until(second, run, asked("mode"));
  const id = eventsOf(before, "question.asked")[0]?.id;
  const refused = await second.ask(`runs/${run}/answer`, { id, answer: "serial" });
  expect(refused.status).toBe(400);
  expect(String(refused.body["error"])).toContain("answer: ");
  const stale = await second.ask(`runs/${run}/answer`, { id: "q9", answer: "focused" });
  expect(stale.status).toBe(400);
  expect((await second.ask(`runs/${run}/answer`, { id, answer: "sequential" })).status).toBe(200);
  const again = await second.ask(`runs/${run}/answer`, { id, answer: "parallel" });
  expect(String(again.body["error"])).toContain("not asked, or has already been answered");

  // Two who answer at once: one of them has answered.
  const review = await until(second, run, asked("plan"));
  const plan2 = eventsOf(review, "question.asked").at(-1)?.id;
  const both = await Promise.all(
    [1, 2].map(() => second.ask(`runs/${run}/answer`, { id: plan2, answer: { action: "accept" } })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400]);

  const all = await until(second, run, finished);
  expect(eventsOf(all, "question.answered").map(({ by }) => by)).toEqual(["page", "page"]);
  expect(eventsOf(all, "run.finished")).toMatchObject([{ outcome: "delivered" }]);
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, seq) => seq));
  const later = await until(second, run, finished, 5);
  expect(later[0]?.seq).toBe(6);
  const diff = await second.ask(`runs/${run}/diff`);
  expect(String(diff.body["diff"])).toContain("+2");
  expect(String((await second.ask(`runs/${run}/diff?story=S1`)).body["diff"])).toContain("+1");
});

test("a run is stopped, resumed, followed up and cleaned", async () => {
  await using at = await place();
  await using server = await at.serve();
  const start = await server.ask("runs", { repository: at.repo.path, goal, mode: "sequential" });
  const run = String(start.body["run"]);
  const review = await until(server, run, asked("plan"));
  const stopped = await server.ask(`runs/${run}/stop`, {});
  expect(String(stopped.body["said"])).toContain("nothing of it is left");
  expect(eventsOf(review, "question.asked")).toHaveLength(1);

  const second = String((await server.ask("runs", { repository: at.repo.path, goal })).body["run"]);
  const picker = await until(server, second, asked("mode"));
  const id = eventsOf(picker, "question.asked")[0]?.id;
  expect((await server.ask(`runs/${second}/answer`, { id, answer: { mode: "focused", accepted: true } })).body).toEqual(
    {},
  );
  await until(server, second, finished);
  expect((await server.ask(`runs/${second}/resume`, {})).status).toBe(409);
  const next = await server.ask(`runs/${second}/continue`, { goal: "Fix the typo in b.txt" });
  const follow = String(next.body["run"]);
  const asks = await until(server, follow, asked("mode"));
  expect(eventsOf(asks, "run.started")[0]?.follows).toMatchObject({ branch: expect.stringContaining("baro/") });
  await server.ask(`runs/${follow}/stop`, {});
  const cleaned = await server.ask(`runs/${second}/clean`, {});
  expect(JSON.stringify(cleaned.body)).toContain("its work is on no other branch");
});
