import { expect, test } from "bun:test";
import { spawn } from "node:child_process";
import type { RunEvent } from "../../src/core/event.ts";
import { readJournal } from "../../src/store/journal.ts";
import { liveOwner } from "../../src/store/owner.ts";
import { listRunNames, runFolder } from "../../src/store/run-folder.ts";
import { denoEnv, denoProgram } from "../deno/deno.ts";
import { gitIn, scratchRepository } from "../support/scratch.ts";
import { artifact, eventsOf, runArtifact } from "./artifact.ts";
import { mcpPlace } from "./mcp-clients.ts";
import { untilGone } from "./orphans.ts";
import { running, type Scenario, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const scenario: Scenario = { stories: { [goal]: [writing({ "a.txt": "fixed\n" })] } };
const waiting: Scenario = { stories: { [goal]: [writing({ "a.txt": "half\n" }), running("sleep 600")] } };

type Place = Awaited<ReturnType<typeof mcpPlace>>;

interface Message {
  id?: number | string | null;
  method?: string;
  result?: { structuredContent?: Record<string, unknown>; isError?: boolean; content?: { text: string }[] };
  error?: { code: number; message: string };
  params?: { message?: string };
}

/** A client that can say anything. */
function rawClient({ repo, env }: Place, args: readonly string[] = [], program: readonly string[] = [artifact]) {
  const [file = "", ...leading] = program;
  const child = spawn(file, [...leading, "mcp", ...args], { cwd: repo.path, env, stdio: ["pipe", "pipe", "pipe"] });
  const messages: Message[] = [];
  const lines: string[] = [];
  let rest = "";
  const waiters = new Set<() => void>();
  child.stdout.on("data", (chunk) => {
    const parts = (rest + String(chunk)).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    messages.push(...parts.map((line) => JSON.parse(line) as Message));
    for (const wake of waiters) wake();
  });
  child.stdin.on("error", () => {});
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  const until = async (there: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const found = messages.find(there);
      if (found !== undefined) return found;
      const more = Promise.withResolvers<"more">();
      const wake = () => more.resolve("more");
      waiters.add(wake);
      const woken = await Promise.race([ended, more.promise]);
      waiters.delete(wake);
      if (woken !== "more") throw new Error(`It ended with ${woken}: ${lines.join("\n")}`);
    }
  };
  let next = 0;
  return {
    pid: child.pid ?? 0,
    messages,
    lines,
    ended,
    until,
    write: (text: string) => void child.stdin.write(text),
    end: () => void child.stdin.end(),
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    ask: async (method: string, params: object = {}): Promise<Message> => {
      const id = ++next;
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
      return await until((message) => message.id === id);
    },
    [Symbol.asyncDispose]: async () => {
      // As a client leaves; Deno waits for the end of stdin whatever the signal.
      child.stdin.end();
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const hello = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "raw", version: "1" } };

async function greeted(place: Place, args: readonly string[] = [], program?: readonly string[]) {
  const client = rawClient(place, args, program);
  await client.ask("initialize", hello);
  client.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })}\n`);
  return client;
}

const call = (name: string, args: object) => ({ name, arguments: args });
const textOf = ({ result }: Message) => (result?.content ?? []).map(({ text }) => text).join("\n");

/** The only run of a place. */
function folderOf({ env }: Place) {
  const [run = ""] = listRunNames(env["BARO_HOME"] ?? "");
  return runFolder(env["BARO_HOME"] ?? "", run);
}

const journalOf = (place: Place): RunEvent[] => readJournal(folderOf(place).journal);

test("what is no message is answered, and what comes after it is heard", async () => {
  await using place = await mcpPlace(scenario);
  await using client = await greeted(place);
  const nonsense = [
    "no json",
    "[]",
    '"text"',
    '{"jsonrpc":"1.0","id":700}',
    '{"jsonrpc":"2.0","id":"x","method":5}',
    "\u0000",
  ];
  client.write(`\n${nonsense.join("\n")}\n`);
  const tools = await client.ask("tools/list");
  expect(tools.error).toBeUndefined();
  const errors = client.messages.filter(({ error }) => error !== undefined);
  expect(errors.map(({ error }) => error?.code)).toEqual([-32_700, -32_600, -32_600, -32_600, -32_600, -32_700]);
  expect(errors.map(({ id }) => id)).toEqual([null, null, null, 700, "x", null]);

  expect((await client.ask("tools/call", call("nothing", {}))).error?.code).toBe(-32_602);
  expect((await client.ask("no/such/method")).error?.code).toBe(-32_601);
  const wrong = await client.ask("tools/call", call("decide", { goal, agent: "sh -c boom" }));
  expect(textOf(wrong)).toContain("agent");
  const option = await client.ask("tools/call", call("run", { goal, agent: "--verify=rm" }));
  expect([option.result?.isError, textOf(option)]).toEqual([true, expect.stringContaining("agent")]);
  const stray = await client.ask("tools/call", call("answer", { run: "nowhere", id: "q1", answer: "focused" }));
  expect(textOf(stray)).toContain('Cannot find run "nowhere"');
  for (const name of ["status", "diff"])
    expect((await client.ask("tools/call", call(name, {}))).result?.isError).toBe(true);
  client.write(`${JSON.stringify({ jsonrpc: "2.0", id: 99, result: {} })}\n`);
  expect((await client.ask("ping")).result).toEqual({});
});

test("a message of 10 MB is read and refused, one of 40 MB is not held", async () => {
  await using place = await mcpPlace(scenario);
  await using client = await greeted(place);
  const large = await client.ask("tools/call", call("decide", { goal: "a".repeat(10 * 1024 * 1024) }));
  expect(textOf(large)).toMatch(/goal.*too big/is);
  client.write(`{"jsonrpc":"2.0","id":5000,"method":"${"x".repeat(40 * 1024 * 1024)}"}\n`);
  const refused = await client.until(({ error }) => error !== undefined);
  expect(refused).toMatchObject({ id: null, error: { code: -32_700 } });
  expect((await client.ask("ping")).result).toEqual({});
}, 60_000);

test("a client that floods is refused, and what it has begun stays in bounds", async () => {
  await using place = await mcpPlace(scenario);
  await using client = await greeted(place);
  const flood = Array.from({ length: 300 }, (_, index) =>
    JSON.stringify({ jsonrpc: "2.0", id: 1000 + index, method: "tools/call", params: call("decide", { goal }) }),
  );
  client.write(`${flood.join("\n")}\n`);
  for (let id = 1000; id < 1300; id++) await client.until((message) => message.id === id);
  const refused = client.messages.filter(({ error }) => error?.code === -32_000);
  expect(refused.length).toBeGreaterThan(200);
  const said = client.messages.filter(({ result }) => result?.content !== undefined);
  expect(said.filter(({ result }) => result?.isError !== true).length).toBeGreaterThanOrEqual(8);
  expect(said.every((message) => textOf(message).match(/focused|already being considered/))).toBe(true);
  client.write("nonsense\n".repeat(2000));
  expect(await client.ended).toBe(0);
}, 60_000);

test("no other repository, no delivery and no run of elsewhere is within reach", async () => {
  await using place = await mcpPlace(scenario);
  using other = scratchRepository({ "a.txt": "a\n" });
  const { env } = place;
  const elsewhere = await runArtifact({
    cwd: other.path,
    args: ["run", goal, "--json", "--mode", "focused"],
    env,
  });
  const run = String(elsewhere.events[0]?.run);
  expect(elsewhere.exitCode, elsewhere.stderr).toBe(0);
  // What a repository says for itself does not widen what a caller may.
  place.repo.commit("Ask for more", { "baro.toml": 'deliver = "pr"\n' });
  await using client = await greeted(place);
  for (const repository of [other.path, "/", `${place.repo.path}/../${other.path.split("/").at(-1)}`, "nowhere"]) {
    const told = await client.ask("tools/call", call("decide", { goal, repository }));
    expect(textOf(told), repository).toContain("this server was given");
  }
  for (const [name, args] of [
    ["status", {}],
    ["diff", {}],
    ["stop", {}],
    ["resume", {}],
    ["answer", { id: "q1", answer: null }],
  ] as const) {
    expect(textOf(await client.ask("tools/call", call(name, { run, ...args }))), name).toContain("Cannot find run");
  }
  for (const deliver of ["pr", "auto"]) {
    const told = await client.ask("tools/call", call("run", { goal, deliver }));
    expect(textOf(told)).toContain("leaves work on local branches");
  }
  gitIn(place.repo.path, "remote", "add", "origin", other.path);
  const told = await client.ask("tools/call", call("run", { goal, yes: true, mode: "focused", waitSeconds: 60 }));
  expect(told.result?.structuredContent, textOf(told)).toMatchObject({ state: "finished", outcome: "delivered" });
  expect(other.git("branch", "--list", "baro/*").trim()).toBe(`baro/${run}`);
  await using two = await greeted(place, ["--repo", other.path]);
  const seen = await two.ask("tools/call", call("status", { run }));
  expect(seen.result?.structuredContent, textOf(seen)).toMatchObject({ run });
}, 60_000);

test("what is private is taken out of everything that leaves", async () => {
  const secret = "sk-live-7f3a9b2c8d1e4f6a0b5c";
  await using place = await mcpPlace(
    { stories: { [goal]: [writing({ "a.txt": `key ${secret}\n` })] } },
    { "a.txt": "a\n", ".gitignore": ".env\n" },
  );
  place.repo.write({ ".env": `API_KEY=${secret}\n` });
  await using client = await greeted(place);
  const args = {
    goal: `${goal}\nThe key is ${secret}`,
    mode: "focused",
    yes: true,
    waitSeconds: 60,
    deliver: "branch",
  };
  const told = await client.ask("tools/call", call("run", args));
  const run = String(told.result?.structuredContent?.["run"]);
  await client.ask("tools/call", call("diff", { run }));
  await client.ask("resources/read", { uri: `baro://runs/${run}` });
  await client.ask("resources/read", { uri: `baro://runs/${run}/report` });
  await client.ask("resources/list");
  expect(client.lines.join("\n")).not.toContain(secret);
  expect(client.lines.join("\n")).not.toContain("a-key-that-must-not-be-shown");
}, 60_000);

/** Begins a run and waits until its agent is at work; gives the process of the run. */
async function beginWork(place: Place, client: ReturnType<typeof rawClient>, more: object): Promise<number> {
  const args = { goal, yes: true, mode: "focused", ...more };
  const params = { ...call("run", args), _meta: { progressToken: "p" } };
  client.write(`${JSON.stringify({ jsonrpc: "2.0", id: 50, method: "tools/call", params })}\n`);
  await client.until(({ params }) => params?.message?.startsWith("S1 started") === true);
  return liveOwner(folderOf(place))?.pid ?? 0;
}

test.each([
  ["closes its end", (client: ReturnType<typeof rawClient>) => client.end()],
  ["sends SIGTERM", (client: ReturnType<typeof rawClient>) => client.kill("SIGTERM")],
  ["is killed with its server", (client: ReturnType<typeof rawClient>) => client.kill("SIGKILL")],
])(
  "a caller that %s leaves nothing running, and the run can be resumed",
  async (_how, leave) => {
    await using place = await mcpPlace(waiting);
    const client = await greeted(place);
    const pid = await beginWork(place, client, { waitSeconds: 600 });
    leave(client);
    await client.ended;
    await untilGone(pid);
    const listed = await runArtifact({ cwd: place.repo.path, args: ["runs", "--json"], env: place.env });
    expect(JSON.parse(listed.stdout)).toMatchObject([{ state: "resumable" }]);
  },
  60_000,
);

test("a run that is kept goes on without its caller, and another one stops it", async () => {
  await using place = await mcpPlace(waiting);
  const client = await greeted(place);
  await beginWork(place, client, { waitSeconds: 600, keep: true });
  client.end();
  expect(await client.ended).toBe(0);
  const { run } = folderOf(place);
  expect(liveOwner(folderOf(place))).not.toBeNull();
  await using second = await greeted(place);
  const both = await Promise.all([
    second.ask("tools/call", call("status", { run })),
    second.ask("tools/call", call("stop", { run })),
  ]);
  expect(both[0]?.result?.structuredContent).toMatchObject({ run });
  expect(textOf(both[1] ?? {})).toContain("go on with: baro resume");
  expect(liveOwner(folderOf(place))).toBeNull();
}, 60_000);

test("two clients answer one run: one of them has answered", async () => {
  await using place = await mcpPlace(scenario);
  await using first = await greeted(place);
  await using second = await greeted(place);
  const begun = await first.ask("tools/call", call("run", { goal, waitSeconds: 60 }));
  const { run } = folderOf(place);
  expect(begun.result?.structuredContent).toMatchObject({ run, question: { id: "q1" } });
  const answer = { run, id: "q1", answer: { mode: "focused", accepted: true }, waitSeconds: 60 };
  const both = await Promise.all([first, second].map((client) => client.ask("tools/call", call("answer", answer))));
  expect(both.map(({ result }) => result?.isError === true).toSorted()).toEqual([false, true]);
  expect(eventsOf(journalOf(place), "question.answered").map(({ by }) => by)).toEqual(["mcp"]);
}, 60_000);

test("it works under Deno", async () => {
  await using place = await mcpPlace(scenario);
  Object.assign(place.env, denoEnv);
  await using client = await greeted(place, [], denoProgram);
  const told = await client.ask("tools/call", call("run", { goal, yes: true, mode: "focused", waitSeconds: 120 }));
  expect(told.result?.structuredContent, textOf(told)).toMatchObject({ state: "finished", outcome: "delivered" });
}, 180_000);

test("a folder that is in no repository is refused at once", async () => {
  await using place = await mcpPlace(scenario);
  const ended = await runArtifact({ cwd: place.repo.path, args: ["mcp", "--repo", "/nowhere"], env: place.env });
  expect([ended.exitCode, ended.stderr]).toEqual([
    5,
    expect.stringMatching(/it is not in a git repository|there is no such folder/),
  ]);
});
