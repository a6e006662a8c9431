import { expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { checkoutState } from "./checkout-state.ts";

/** An agent of the Agent Client Protocol that writes and commits where it is asked to plan, and says what it saw. */
const writer = (log: string) => `
const { appendFileSync, readFileSync, writeFileSync } = require("node:fs");
const { execFileSync } = require("node:child_process");
const { createInterface } = require("node:readline");
let cwd = ".";
const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\\n");
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === "initialize") return send({ id, result: { protocolVersion: 1, agentCapabilities: {} } });
  if (method === "session/new") {
    cwd = params.cwd;
    return send({ id, result: { sessionId: "s" } });
  }
  if (method !== "session/prompt") return id === undefined ? undefined : send({ id, result: {} });
  appendFileSync(${JSON.stringify(log)}, cwd + " " + readFileSync(cwd + "/a.txt", "utf8"));
  writeFileSync(cwd + "/a.txt", "written while planning\\n");
  writeFileSync(cwd + "/new.txt", "new\\n");
  for (const args of [["checkout", "-qb", "mine"], ["stash"], ["config", "user.name", "Mallory"]]) {
    try { execFileSync("git", args, { cwd, stdio: "ignore" }); } catch {}
  }
  const story = (n) => ({ id: "S" + n, title: "Part " + n, brief: "Do part " + n, writes: ["p" + n + ".txt"], reads: [], dependsOn: [], acceptance: ["done"], verify: [], weight: "light" });
  const text = JSON.stringify({ stories: [story(1), story(2)] });
  send({ method: "session/update", params: { sessionId: "s", update: { sessionUpdate: "agent_message_chunk", content: { type: "text", text } } } });
  send({ id, result: { stopReason: "end_turn" } });
});
`;

/** Has two stories planned by the writer from a folder of the repository. Gives where the writer was started. */
async function planIn(state: ReturnType<typeof privateState>, cwd: string) {
  const [program, log] = [join(state.path, "writer.cjs"), join(state.path, "log.txt")];
  writeFileSync(program, writer(log));
  const runner = `acp:"${process.execPath}" "${program}"`;
  const goal = "Create p1.txt with a list of colours and create p2.txt with a list of animals";
  const args = ["plan", goal, "--mode", "parallel", "--planner", runner, "--agent", runner, "--json"];
  const ended = await runArtifact({ cwd, args, env: state.env });
  const [place = "", ...seen] = readFileSync(log, "utf8").split("\n")[0]?.split(" ") ?? [];
  return { ended, place, seen: seen.join(" ") };
}

test("a planner that writes does so in a checkout of its own, which is gone afterwards", async () => {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "as committed\n" });
  repo.write({ "a.txt": "as the person has it\n" });
  const before = checkoutState(repo.path);
  const { ended, place, seen } = await planIn(state, repo.path);
  expect([ended.exitCode, ended.stderr]).toEqual([0, expect.any(String)]);
  expect(checkoutState(repo.path)).toEqual(before);
  expect(seen).toBe("as committed");
  expect(place.startsWith(repo.path)).toBe(false);
  expect(existsSync(place)).toBe(false);
  expect(eventsOf(ended.events, "story.started")).toEqual([]);
});

test("a planner starts in the folder that the person stands in", async () => {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "of the root\n", "packages/web/a.txt": "of web\n" });
  const { ended, place, seen } = await planIn(state, join(repo.path, "packages/web"));
  expect(ended.exitCode).toBe(0);
  expect(place).toEndWith("/packages/web");
  expect(place.startsWith(repo.path)).toBe(false);
  expect(seen).toBe("of web");
});
