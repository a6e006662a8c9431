import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";

const line = (value: unknown) => `printf '%s\\n' '${JSON.stringify(value)}'`;
const refused = "Claude usage limit reached, resets in 3h";

/** Claude's wire in a shell script: it makes half of the change, then its plan is used up. */
const limitedClaude = [
  "#!/bin/sh",
  'if [ "$1" = --version ]; then echo "2.1.330 (Claude Code)"; exit 0; fi',
  "cat > /dev/null",
  line({ type: "system", subtype: "init", session_id: "s1", cwd: "/" }),
  "echo half >> a.txt",
  "env > ../environment-of-claude.txt",
  line({
    type: "assistant",
    message: {
      id: "m1",
      content: [{ type: "text", text: "The first half is done." }],
      usage: { input_tokens: 10, output_tokens: 1 },
    },
  }),
  line({ type: "assistant", error: "rate_limit", message: { id: "m2", content: [{ type: "text", text: refused }] } }),
  line({
    type: "result",
    subtype: "success",
    is_error: true,
    result: refused,
    usage: { input_tokens: 10, output_tokens: 5 },
  }),
  "exit 1",
  "",
].join("\n");

test("at a usage limit the story goes on with the next agent, in its worktree, and everybody is told", async () => {
  let prompt = "";
  await using endpoint = await scriptedEndpoint({
    stories: {
      [goal]: (request) => {
        prompt ||= request.user;
        return request.turn === 0 ? writing({ "a.txt": "half\nwhole\n" }) : { text: "Done" };
      },
    },
  });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const bin = join(state.path, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "claude"), limitedClaude);
  chmodSync(join(bin, "claude"), 0o755);
  const env = {
    ...state.env,
    ...endpoint.env,
    ANTHROPIC_API_KEY: "k",
    PATH: `${bin}${delimiter}${state.env["PATH"] ?? process.env["PATH"]}`,
    TRACEPARENT: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  };
  const args = [
    goal,
    "--mode",
    "focused",
    "--agent",
    "claude",
    "--fallback",
    "openai:scripted-1",
    "--no-verify",
    "--json",
  ];
  const ended = await runArtifact({ cwd: repo.path, env, args });
  expect(ended.exitCode).toBe(0);
  expect(eventsOf(ended.events, "agent.switched").map(({ from, to, why }) => [from, to, why])).toEqual([
    ["claude", "openai:scripted-1", refused],
  ]);
  expect(eventsOf(ended.events, "story.started").map(({ agent, model }) => [agent, model])).toEqual([
    ["claude", null],
    ["openai", "scripted-1"],
  ]);
  const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? "";
  expect(repo.git("show", `${branch}:a.txt`)).toBe("half\nwhole");
  for (const words of ["Another agent (claude)", "- a.txt", "The first half is done."]) expect(prompt).toContain(words);
  const card = await runArtifact({ cwd: repo.path, env, args: ["show"] });
  expect(card.stdout).toContain("openai:scripted-1 took over from claude");
});

test("without a fallback the run pauses, and goes on with another agent when it is asked to", async () => {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "a.txt": "whole\n" })] } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const bin = join(state.path, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "claude"), limitedClaude);
  chmodSync(join(bin, "claude"), 0o755);
  const env = {
    ...state.env,
    ...endpoint.env,
    ANTHROPIC_API_KEY: "k",
    PATH: `${bin}${delimiter}${state.env["PATH"] ?? process.env["PATH"]}`,
  };
  const args = [goal, "--mode", "focused", "--agent", "claude", "--no-verify", "--json"];
  const paused = await runArtifact({ cwd: repo.path, env, args });
  expect(eventsOf(paused.events, "agent.switched")).toEqual([]);
  expect(paused.exitCode).not.toBe(0);
  const resumed = await runArtifact({
    cwd: repo.path,
    env,
    args: ["resume", "--agent", "openai:scripted-1", "--json"],
  });
  expect([resumed.exitCode, resumed.stderr]).toEqual([0, expect.any(String)]);
});

test("planning that hits a limit goes on with the next agent, and everybody is told", async () => {
  const stories = ["a", "b"].map((name) =>
    story(`S${name === "a" ? 1 : 2}`, { title: `Mend ${name}`, brief: `Mend ${name}.txt`, writes: [`${name}.txt`] }),
  );
  await using endpoint = await scriptedEndpoint({
    plan: { stories },
    stories: {
      "Mend a": [writing({ "a.txt": "mended\n" })],
      "Mend b": [writing({ "b.txt": "mended\n" })],
    },
  });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  const bin = join(state.path, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "claude"), limitedClaude);
  chmodSync(join(bin, "claude"), 0o755);
  const env = {
    ...state.env,
    ...endpoint.env,
    ANTHROPIC_API_KEY: "k",
    PATH: `${bin}${delimiter}${state.env["PATH"] ?? process.env["PATH"]}`,
  };
  const agents = ["--planner", "claude", "--agent", "openai:scripted-1", "--fallback", "openai:scripted-1"];
  const mode = ["--mode", "sequential", "--intake", "rules", "--no-verify", "--json"];
  const ended = await runArtifact({ cwd: repo.path, env, args: ["Mend a.txt, then b.txt", ...agents, ...mode] });
  expect([ended.exitCode, ended.stderr]).toEqual([0, expect.any(String)]);
  expect(eventsOf(ended.events, "agent.switched").map(({ story, from, to, why }) => [story, from, to, why])).toEqual([
    ["plan", "claude", "openai:scripted-1", refused],
  ]);
  const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? "";
  expect(repo.git("show", `${branch}:b.txt`)).toBe("mended");
  const card = await runArtifact({ cwd: repo.path, env, args: ["show"] });
  expect(card.stdout).toContain("openai:scripted-1 took over from claude");
});
