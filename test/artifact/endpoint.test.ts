import { expect, test } from "bun:test";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Misbehaviour } from "../../src/demo/scripted/script.ts";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint } from "./scripted-endpoint.ts";

async function focusedRun(env: Record<string, string>, more: string[] = []) {
  using state = privateState();
  using repo = scratchRepository();
  const args = ["Fix the typo in README.md", "--mode", "focused", "--agent", "openai:some-model", "--json", ...more];
  const ended = await runArtifact({ cwd: repo.path, env: { ...state.env, ...env }, args });
  const branches = repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads");
  return {
    ...ended,
    branches,
    errors: eventsOf(ended.events, "agent.error"),
    story: eventsOf(ended.events, "story.finished")[0],
  };
}

const failures: [string, Misbehaviour, string][] = [
  ["401", { kind: "unauthorized" }, "auth"],
  ["404", { kind: "not-found" }, "request"],
  ["half a stream", { kind: "cut" }, "network"],
  ["a malformed stream", { kind: "malformed" }, "network"],
  ["a refusal", { kind: "refusal" }, "refused"],
];

test.concurrent.each(failures)(
  "an endpoint that answers %s: exit 1, the reason in the story, no branch",
  async (_what, misbehave, kind) => {
    await using endpoint = await scriptedEndpoint({ first: () => ({ misbehave }) });
    const ended = await focusedRun(endpoint.env);
    expect(ended.exitCode).toBe(1);
    expect(ended.errors.map((error) => error.kind as string)).toContain(kind);
    expect(ended.story?.outcome).toBe("failed");
    expect(ended.story?.reason).not.toBe("");
    expect(ended.branches).toBe("main");
  },
  120_000,
);

test.concurrent("an endpoint that is down: exit 1 and its name, without the key", async () => {
  const ended = await focusedRun({
    OPENAI_BASE_URL: "http://127.0.0.1:9/v1",
    OPENAI_API_KEY: "a-key-that-must-not-be-shown",
  });
  expect(ended.exitCode).toBe(1);
  expect(ended.errors[0]?.kind).toBe("network");
  expect(ended.stdout + ended.stderr).not.toContain("a-key-that-must-not-be-shown");
}, 120_000);

test.concurrent("an endpoint that answers HTML: exit 1", async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<html><body>Welcome</body></html>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const ended = await focusedRun({ OPENAI_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
  server.close();
  expect(ended.exitCode).toBe(1);
  expect(ended.errors).not.toEqual([]);
}, 120_000);

test.concurrent("an endpoint that answers 500 all the time is waited for until the time is up: exit 6", async () => {
  await using endpoint = await scriptedEndpoint({ first: () => ({ misbehave: { kind: "server-error" } }) });
  const ended = await focusedRun(endpoint.env, ["--timeout", "12s"]);
  expect(ended.exitCode).toBe(6);
  expect(ended.errors[0]?.kind).toBe("overloaded");
}, 120_000);

test("a passing rate limit fails nothing", async () => {
  await using endpoint = await scriptedEndpoint({
    first: (request) =>
      request.attempt === 1 ? { misbehave: { kind: "rate-limit", retryAfterSeconds: 1 } } : undefined,
    stories: {
      "Fix the typo in README.md": [
        { calls: [{ name: "write_file", input: { path: "README.md", content: "# Fixed\n" } }] },
      ],
    },
  });
  const ended = await focusedRun(endpoint.env);
  expect(ended.exitCode).toBe(0);
  expect(eventsOf(ended.events, "agent.retry").length + ended.errors.length).toBeGreaterThan(0);
}, 120_000);

test("--max-tokens stops the run at the ceiling: exit 6, and what is done stays", async () => {
  const turn = {
    ...{ calls: [{ name: "run_command", input: { command: "echo more >> README.md" } }] },
    usage: { input: 600, cachedInput: 0, output: 10, reasoning: 0 },
  };
  await using endpoint = await scriptedEndpoint({ first: () => turn });
  const ended = await focusedRun(endpoint.env, ["--max-tokens", "2000"]);
  expect(ended.exitCode).toBe(6);
  expect(eventsOf(ended.events, "limit.reached")).toMatchObject([{ limit: "tokens" }]);
  expect(eventsOf(ended.events, "story.kept")).toHaveLength(1);
  expect(endpoint.served.length).toBeLessThanOrEqual(5);
}, 120_000);

test("--timeout stops a run that hangs: exit 6", async () => {
  await using endpoint = await scriptedEndpoint({ first: () => ({ misbehave: { kind: "hang" } }) });
  const ended = await focusedRun(endpoint.env, ["--timeout", "2s"]);
  expect(ended.exitCode).toBe(6);
  expect(eventsOf(ended.events, "run.finished")[0]?.outcome).toBe("ceiling");
}, 120_000);
