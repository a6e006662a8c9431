import { afterAll, expect, test } from "bun:test";
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/event.ts";
import type { ScriptRequest } from "../../src/demo/scripted/script.ts";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const plan = { stories: [story("S1", { title: "One", writes: ["a.txt"] })] };
const untilAborted = ({ aborted }: ScriptRequest) =>
  new Promise<{ text: string }>((resolve) => aborted.addEventListener("abort", () => resolve({ text: "Done" })));
const endpoint = await scriptedEndpoint({
  plan,
  stories: {
    One: async (request) => (request.turn === 0 ? writing({ "a.txt": "half\n" }) : await untilAborted(request)),
  },
});
afterAll(() => endpoint[Symbol.asyncDispose]());

const isAsked = (kind: string) => (event: RunEvent) => event.type === "question.asked" && event.kind === kind;
const hasWritten = (event: RunEvent) => event.type === "agent.tool.finished";

interface Waiting {
  args: string[];
  stdin: string;
  waits: (event: RunEvent) => boolean;
}

/** What a run that nobody looks at may wait for. */
const waits: Record<string, Waiting> = {
  "the mode": {
    args: ["run", "-", "--ask", "elsewhere"],
    stdin: "Fix the typo in a.txt",
    waits: isAsked("mode"),
  },
  "a look at the plan": {
    args: ["run", "-", "--ask", "elsewhere", "--mode", "sequential"],
    stdin: "Fix the typo in a.txt",
    waits: isAsked("plan"),
  },
  "an agent": {
    args: ["conduct", "-", "--ask", "elsewhere", "--yes"],
    stdin: planText("sequential", plan.stories),
    waits: hasWritten,
  },
};

type Place = "state folder" | "run's folder" | "repository";

/** Removes a place once a run waits, and gives how the run ended. */
async function endWithout(place: Place, { args, stdin, waits }: Waiting) {
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const home = state.env["BARO_HOME"] ?? "";
  const path = { "state folder": home, "run's folder": join(home, "runs"), repository: repo.path }[place];
  let isGone = false;
  const end = await runArtifact({
    cwd: state.path,
    args: [...args, "--json", "--cwd", repo.path, "--no-verify"],
    stdin,
    env: { ...state.env, ...endpoint.env, BARO_INTAKE: "rules", BARO_AGENT: "openai:scripted-1" },
    onEvent: (event) => {
      if (isGone || !waits(event)) return;
      isGone = true;
      renameSync(path, `${path}.moved`);
    },
  });
  const remove = () => {
    state[Symbol.dispose]();
    repo[Symbol.dispose]();
    rmSync(`${path}.moved`, { recursive: true, force: true });
  };
  return { end, state, repo, path, [Symbol.dispose]: remove };
}

const cases = Object.keys(waits).flatMap((wait) =>
  (["state folder", "run's folder", "repository"] as const).map((place) => [wait, place] as const),
);

test.concurrent.each(cases)("a run that waits for %s ends when its %s is removed", async (wait, place) => {
  const waiting = waits[wait];
  if (waiting === undefined) throw new Error(wait);
  using ended = await endWithout(place, waiting);
  const { end, path, state, repo } = ended;
  expect(end.stderr).toMatch(/^error: Cannot go on: .* was removed\nhint: /m);
  expect(end.exitCode).toBe(5);
  expect(eventsOf(end.events, "run.finished")).toMatchObject([{ outcome: "interrupted", exitCode: 5 }]);
  expect(existsSync(path), "made again").toBe(false);
  if (place === "repository") return;
  expect(listed(join(state.env["XDG_CACHE_HOME"] ?? "", "baro", "worktrees"))).toEqual([]);
  // An agent's work is kept, whatever happens.
  if (wait !== "an agent") expect(repo.git("for-each-ref", "refs/heads/baro", "refs/baro")).toBe("");
});

test("what waited for its repository goes on when that is back", async () => {
  const waiting = waits["an agent"];
  if (waiting === undefined) throw new Error("no such wait");
  using ended = await endWithout("repository", waiting);
  renameSync(`${ended.path}.moved`, ended.path);
  const { env } = ended.state;
  const runs = await runArtifact({ cwd: ended.path, args: ["runs", "--json"], env });
  expect(JSON.parse(runs.stdout)).toMatchObject([{ state: "resumable" }]);
});

function listed(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
