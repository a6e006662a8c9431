import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const opencode = (error: unknown) => [JSON.stringify({ type: "error", timestamp: 1, sessionID: "ses_1", error })];
const api = (data: object) => opencode({ name: "APIError", data });
const piSays = (errorMessage: string) => [
  JSON.stringify({ type: "session", version: 3, id: "s1", cwd: "/" }),
  JSON.stringify({
    type: "message_end",
    message: { role: "assistant", content: [], stopReason: "error", errorMessage },
  }),
  JSON.stringify({ type: "agent_settled", aborted: false }),
];
const codex = (error: unknown) => [
  JSON.stringify({ type: "thread.started", thread_id: "t1" }),
  JSON.stringify({ type: "turn.failed", error }),
];
const synthetic = (words: string) => [
  JSON.stringify({ type: "system", subtype: "init", session_id: "s1", cwd: "/" }),
  JSON.stringify({
    type: "assistant",
    message: { id: "m1", model: "<synthetic>", content: [{ type: "text", text: words }] },
  }),
  JSON.stringify({ type: "result", subtype: "success", is_error: false, result: words }),
];
/** Each agent's own way to say that its limit is reached or its sign-in is over, and the code that it exits with. */
const rows: [agent: string, what: string, lines: string[], exitCode: number][] = [
  [
    "opencode",
    "the limit is named in the provider's body alone",
    api({
      message: "Too Many Requests",
      statusCode: 429,
      responseBody: '{"error":{"type":"usage_limit_reached","message":"Used up","resets_in_seconds":7200}}',
    }),
    1,
  ],
  [
    "opencode",
    "the sign-in is over",
    opencode({ name: "ProviderAuthError", data: { providerID: "x", message: "token expired" } }),
    1,
  ],
  [
    "opencode",
    "the limit is named in a header alone",
    api({
      message: "This would exceed your account's rate limit",
      statusCode: 429,
      responseHeaders: {
        "anthropic-ratelimit-unified-status": "rejected",
        "anthropic-ratelimit-unified-reset": "4102444800",
      },
    }),
    1,
  ],
  [
    "pi",
    "a plan is used up for hours",
    piSays("You have hit your ChatGPT usage limit (plus plan). Try again in ~142 min."),
    0,
  ],
  [
    "pi",
    "the provider's JSON as it came",
    piSays(
      'Codex error: {"type":"error","error":{"type":"usage_limit_reached","message":"The limit is reached","resets_at":4102444800}}',
    ),
    0,
  ],
  [
    "codex",
    "the limit is named apart from the words",
    codex({ message: "stream disconnected", codex_error_info: "usage_limit_exceeded" }),
    1,
  ],
  [
    "codex",
    "the sign-in is over",
    codex({ message: "unexpected status 401 Unauthorized: Your access token could not be refreshed" }),
    1,
  ],
  ["claude", "a success that is none", synthetic("Claude AI usage limit reached|4102444800"), 0],
];

test.each(rows)("the story of %s goes on with the next agent: %s", async (name, _, lines, code) => {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "a.txt": "whole\n" })] } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const bin = join(state.path, "bin");
  mkdirSync(bin);
  writeFileSync(join(state.path, "lines"), `${lines.join("\n")}\n`);
  writeFileSync(
    join(bin, name),
    `#!/bin/sh\nif [ "$1" = --version ]; then echo 1.2.3; exit 0; fi\ncat >/dev/null\ncat ${join(state.path, "lines")}\nexit ${code}\n`,
  );
  chmodSync(join(bin, name), 0o755);
  const env = {
    ...state.env,
    ...endpoint.env,
    ANTHROPIC_API_KEY: "k",
    CODEX_API_KEY: "k",
    PATH: `${bin}${delimiter}${process.env["PATH"]}`,
  };
  const ended = await runArtifact({
    cwd: repo.path,
    env,
    args: [goal, "--mode", "focused", "--agent", name, "--fallback", "openai:scripted-1", "--no-verify", "--json"],
  });
  expect([ended.exitCode, eventsOf(ended.events, "agent.switched").map(({ from, to }) => [from, to])]).toEqual([
    0,
    [[name, "openai:scripted-1"]],
  ]);
});
