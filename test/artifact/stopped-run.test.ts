import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const titles = ["Alpha", "Beta"];
const stories = titles.map((title, at) => story(`S${at + 1}`, { title, writes: [`${title.toLowerCase()}.txt`] }));

test("a run whose stories a person stopped is called so by its card, its lists, its events and its summary", async () => {
  const ended = Promise.withResolvers<void>();
  const until = (signal: AbortSignal) =>
    Promise.race([
      ended.promise,
      new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true })),
    ]);
  await using endpoint = await scriptedEndpoint({
    stories: Object.fromEntries(
      titles.map((title) => [
        title,
        async ({ turn, aborted }) => {
          if (turn === 0) return writing({ [`${title.toLowerCase()}.txt`]: "half\n" });
          await until(aborted);
          return { text: "Done" };
        },
      ]),
    ),
  });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const summary = join(state.path, "summary.md");
  const env = { ...state.env, ...endpoint.env, GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
  const run = (...args: string[]) => runArtifact({ cwd: repo.path, env, args });
  let wrote = 0;
  const stops: Promise<unknown>[] = [];
  const over = await runArtifact({
    cwd: repo.path,
    env,
    args: ["conduct", "-", "--agent", "openai", "--no-verify", "--deliver", "branch", "--json"],
    stdin: planText("parallel", stories),
    onEvent: (event) => {
      if (event.type !== "agent.tool.finished" || ++wrote < stories.length) return;
      for (const { id } of stories) stops.push(run("stop", event.run ?? "", id));
    },
  }).finally(() => ended.resolve());
  await Promise.all(stops);

  expect(over.exitCode).toBe(1);
  expect(eventsOf(over.events, "run.finished")[0]).toMatchObject({ outcome: "failed", stopped: true });
  const word = /\bstopped by you\b/i;
  const listed = (await run("runs")).stdout;
  expect(listed).toMatch(word);
  expect(listed).not.toContain("failed");
  const shown = (await run("show")).stdout;
  expect(shown.slice(shown.indexOf("────"))).toMatch(/^─+\nStopped by you\n/);
  expect(shown).not.toMatch(/\bfailed\b/i);
  expect(readFileSync(summary, "utf8")).toMatch(word);
  expect((await run("report")).stdout).toMatch(word);
}, 60_000);
