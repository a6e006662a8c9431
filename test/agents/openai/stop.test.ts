import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import type { Script } from "../../../src/demo/scripted/script.ts";
import { scratchRepository } from "../../support/scratch.ts";
import { chunk, rawServer, runAgainst, runScript, sse } from "./rig.ts";

/** Commands of processes whose environment holds the mark. A dead one that nobody waited for has no environment. */
function processesWith(mark: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark)) return [];
        return [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")];
      } catch {
        return [];
      }
    });
}

/** Waits for the condition, which the processes bring about in their own time. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const markedTask = (mark: string) => ({ task: { env: { STORY_MARK: mark } } });
const newMark = () => `mark-${crypto.randomUUID()}`;

test("an abort in the middle of a command ends it and everything that it started", async () => {
  using repository = scratchRepository();
  const mark = newMark();
  const stop = new AbortController();
  const script: Script = () => ({
    calls: [{ name: "run_command", input: { command: "sleep 300 & (sleep 301 & setsid sleep 302) & wait" } }],
  });
  const said = runScript(script, repository.path, { ...markedTask(mark), signal: stop.signal });
  await until(() => processesWith(mark).filter((command) => command.startsWith("sleep")).length === 3);
  stop.abort();
  const { finished, all } = await said;
  expect(finished).toMatchObject({ ok: false, why: "killed" });
  expect(all("agent.tool.finished")).toMatchObject([{ ok: null }]);
  expect(all("agent.error")).toEqual([]);
  expect(processesWith(mark)).toEqual([]);
});

test("an abort in the middle of a stream ends it, and the endpoint sees the connection close", async () => {
  using repository = scratchRepository();
  const stop = new AbortController();
  const closed = Promise.withResolvers<void>();
  await using server = await rawServer((_request, response) => {
    response.on("close", closed.resolve);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(sse(chunk({ content: "I was about to" })), () => stop.abort());
  });
  const said = await runAgainst(server.baseUrl, repository.path, { signal: stop.signal, maxRetries: 3 });
  expect(said.finished).toMatchObject({ ok: false, why: "killed" });
  expect(said.all("agent.retry")).toEqual([]);
  await closed.promise;
});

test("a signal that is aborted already asks nothing", async () => {
  using repository = scratchRepository();
  const said = await runScript(() => ({ text: "hm" }), repository.path, { signal: AbortSignal.abort() });
  expect(said.events.map(({ type }) => type)).toEqual(["agent.session", "agent.finished"]);
  expect(said.finished.why).toBe("killed");
  expect(said.served).toEqual([]);
});

test("a reader that leaves early leaves no command running", async () => {
  using repository = scratchRepository();
  const mark = newMark();
  class Left extends Error {}
  const script: Script = ({ turn }) => {
    return turn === 0 ? { calls: [{ name: "run_command", input: { command: "sleep 300" } }] } : { text: "hm" };
  };
  const watch = ({ type }: { type: string }) => {
    if (type === "agent.tool.called") throw new Left();
  };
  await expect(runScript(script, repository.path, { ...markedTask(mark), watch })).rejects.toThrow(Left);
  expect(processesWith(mark)).toEqual([]);
});

test("a command that takes too long is stopped, and the model is told", async () => {
  using repository = scratchRepository();
  const mark = newMark();
  let told = "";
  const script: Script = ({ turn, toolResults }) => {
    told = toolResults[0]?.text ?? "";
    if (turn > 0) return { text: "Done." };
    return { calls: [{ name: "run_command", input: { command: "echo begun; sleep 300", timeout_ms: 200 } }] };
  };
  const said = await runScript(script, repository.path, markedTask(mark));
  expect(told).toBe("begun\n[stopped after 200 ms]");
  expect(said.all("agent.tool.finished")[0]).toMatchObject({ ok: false });
  expect(said.finished.ok).toBe(true);
  expect(processesWith(mark)).toEqual([]);
});

test("what a command leaves in the background neither holds the answer back nor stays", async () => {
  using repository = scratchRepository();
  const mark = newMark();
  const script: Script = ({ turn }) => {
    if (turn > 0) return { text: "Done." };
    return { calls: [{ name: "run_command", input: { command: "sleep 300 & nohup sleep 301 & echo started" } }] };
  };
  const said = await runScript(script, repository.path, markedTask(mark));
  expect(said.all("agent.tool.finished")[0]).toMatchObject({ ok: true, output: expect.stringContaining("started") });
  expect(said.finished.ms).toBeLessThan(5000);
  expect(processesWith(mark)).toEqual([]);
});
