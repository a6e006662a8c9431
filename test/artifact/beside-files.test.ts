import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** So long no whole run takes here; one that waits for a pipe takes for ever. */
const longestMs = 60_000;

/** A repository at rest: git has no need to look into a file whose times are as they were. */
function atRest() {
  const repo = scratchRepository({
    "sub/a.ts": "export function oldName() {}\n",
    "sub/b.ts": "export const other = 1;\n",
    "sub/generated.lock": "1\n",
    ".gitattributes": "*.lock -diff\n",
  });
  const before = new Date(Date.now() - 60_000);
  for (const folder of [repo.path, join(repo.path, "sub")]) {
    for (const name of readdirSync(folder)) if (name !== ".git") utimesSync(join(folder, name), before, before);
  }
  execFileSync("git", ["update-index", "--refresh"], { cwd: repo.path });
  return repo;
}

const pipes = ["sub/.gitattributes", ".mailmap", ".gitmodules", "deep/.gitattributes"];

test.each(["branch", "patch"])(
  "pipes that git would open to compare commits hold no run up, delivered as a %s, nor who looks at it",
  async (deliver) => {
    const stories = [
      story("a", { title: "Rename oldName in sub/a.ts", writes: ["sub/a.ts", "sub/generated.lock"] }),
      story("b", { title: "Change sub/b.ts", writes: ["sub/b.ts"] }),
    ];
    const lock = `${Array.from({ length: 50 }, (_, at) => at).join("\n")}\n`;
    await using endpoint = await scriptedEndpoint({
      plan: { stories },
      stories: {
        "Rename oldName in sub/a.ts": [
          writing({ "sub/a.ts": "export function newName() {}\n", "sub/generated.lock": lock }),
        ],
        "Change sub/b.ts": [writing({ "sub/b.ts": "export const other = 2;\n" })],
      },
    });
    using state = privateState();
    using repo = atRest();
    for (const name of pipes) {
      mkdirSync(dirname(join(repo.path, name)), { recursive: true });
      execFileSync("mkfifo", [join(repo.path, name)]);
    }
    const env = { ...state.env, ...endpoint.env };
    const run = async (...args: string[]) => {
      const timer = AbortSignal.timeout(longestMs);
      const onStart = (kill: (signal: NodeJS.Signals) => void) =>
        timer.addEventListener("abort", () => kill("SIGKILL"), { once: true });
      return await runArtifact({ cwd: repo.path, env, args, onStart });
    };
    const goal = "Rename oldName in sub/a.ts, and change sub/b.ts";
    const agent = ["--agent", "openai:scripted-1", "--mode", "parallel", "--no-verify", "--json", "--yes"];
    const ended = await run(goal, ...agent, "--deliver", deliver);
    expect([ended.exitCode, ended.stderr]).toEqual([0, ended.stderr]);
    const [delivered] = eventsOf(ended.events, "delivery.finished");
    expect(delivered?.kind).toBe(deliver);
    const name = ended.events[0]?.run ?? "";
    const diff = await run("diff", name);
    expect(diff.stdout).toContain("+export function newName() {}");
    // As the repository's attributes would have it.
    expect(diff.stdout).toContain("Binary files a/sub/generated.lock and b/sub/generated.lock differ");
    expect((await run("show", name)).exitCode).toBe(0);
  },
  4 * longestMs,
);
