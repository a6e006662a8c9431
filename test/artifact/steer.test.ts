import { expect, test } from "bun:test";
import type { ScriptRequest } from "../../src/demo/scripted/script.ts";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { openScreen } from "./screen.ts";
import { planText, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const titles = ["Alpha", "Beta", "Gamma"];
const stories = titles.map((title, at) => story(`S${at + 1}`, { title, writes: [`${title.toLowerCase()}.txt`] }));

/** A live run of the binary whose agents have written, and wait to be let go. */
async function liveRun() {
  const gate = Promise.withResolvers<void>();
  const asked: ScriptRequest[] = [];
  const scripts = Object.fromEntries(
    titles.map((title) => [
      title,
      async (request: ScriptRequest) => {
        asked.push(request);
        if (!request.user.includes("message from the person") && request.turn === 0) {
          return writing({ [`${title.toLowerCase()}.txt`]: "half\n" });
        }
        await Promise.race([gate.promise, aborted(request.aborted)]);
        return { text: "Done" };
      },
    ]),
  );
  const endpoint = await scriptedEndpoint({ stories: scripts });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const env = { ...state.env, ...endpoint.env };
  const run = (...args: string[]) => runArtifact({ cwd: repo.path, env, args });
  const wrote = Promise.withResolvers<void>();
  let count = 0;
  const ending = runArtifact({
    cwd: repo.path,
    env,
    args: ["conduct", "-", "--agent", "openai", "--no-verify", "--json"],
    stdin: planText("parallel", stories),
    onEvent: (event) => {
      if (event.type === "agent.tool.finished" && ++count === 3) wrote.resolve();
    },
  });
  await wrote.promise;
  return {
    repo,
    env,
    run,
    ending,
    asked,
    go: gate.resolve,
    async [Symbol.asyncDispose]() {
      gate.resolve();
      await ending;
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

test("tell, stop of one story, diff and show --follow work on a live run from another terminal", async () => {
  await using live = await liveRun();
  const name = (JSON.parse((await live.run("runs", "--json")).stdout) as { run: string }[])[0]?.run ?? "";

  const diff = await live.run("diff", name, "S1");
  expect(diff.stdout).toContain("+half");
  expect((await live.run("diff", name, "S1", "--stat")).stdout).toMatch(/alpha\.txt +\| +1 \+/);
  expect((await live.run("diff", name)).stderr).toBe("Nothing has changed yet\n");

  const following = live.run("show", name, "S1", "--follow");
  const [one, two] = await Promise.all([
    live.run("tell", name, "S1", "write it in capitals"),
    live.run("tell", name, "S1", "and be quick"),
  ]);
  for (const told of [one, two]) {
    expect(told.stdout).toBe("S1's agent gets your message at its next turn, without being stopped\n");
  }
  const stopped = await live.run("stop", name, "S3");
  expect(stopped.stdout).toContain("Stopped S3");

  for (const [args, why] of [
    [["tell", name, "S9", "hello"], 'Cannot find story "S9"'],
    [["tell", name, "S3", "hello"], "it is over (stopped)"],
    [["stop", name, "S3"], "it is over (stopped)"],
    [["tell", "nowhere", "S1", "hello"], 'Cannot find run "nowhere"'],
    [["tell", name, "S1", " "], "the message is missing"],
  ] as const) {
    const refused = await live.run(...args);
    expect([refused.exitCode, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain(why);
  }

  live.go();
  const ended = await live.ending;
  expect(
    eventsOf(ended.events, "story.finished")
      .map(({ story: id, outcome }) => [id, outcome])
      .sort(),
  ).toEqual([
    ["S1", "merged"],
    ["S2", "merged"],
    ["S3", "failed"],
  ]);
  // It was never stopped: one attempt, which heard both.
  expect(eventsOf(ended.events, "story.started").filter((event) => event.story === "S1")).toHaveLength(1);
  expect(eventsOf(ended.events, "story.heard").at(-1)?.messages).toBe(2);
  expect(live.asked.some(({ user }) => user.includes("write it in capitals") && user.includes("and be quick"))).toBe(
    true,
  );
  expect((await following).stdout).toContain("S1's agent has your message");
  expect((await live.run("tell", name, "S1", "too late")).stderr).toContain("nobody works on run");
}, 90_000);

test("diff is shown by the person's pager on a terminal, and printed with --no-pager, --plain and in a pipe", async () => {
  await using live = await liveRun();
  live.go();
  await live.ending;
  const shown = async (args: string[], env: Record<string, string>) => {
    const screen = openScreen({
      program: artifact,
      args: ["diff", ...args],
      cwd: live.repo.path,
      env: { ...live.env, ...env },
      columns: 80,
      rows: 40,
    });
    await screen.exit;
    return screen.everything().join("\n");
  };
  const paged = { PAGER: "sed 's/^/PAGED /'" };
  expect(await shown([], paged)).toContain("PAGED");
  expect(await shown([], { ...paged, GIT_PAGER: "sed 's/^/GIT /'" })).toContain("GIT ");
  for (const [args, env] of [
    [["--no-pager"], {}],
    [["--plain"], {}],
    [[], { TERM: "dumb" }],
    [[], { GIT_PAGER: "cat" }],
    [[], { GIT_PAGER: "no-such-pager" }],
  ] as const) {
    const text = await shown([...args], { ...paged, ...env });
    expect(text).toContain("+half");
    expect(text).not.toContain("PAGED");
  }
  expect((await live.run("diff")).stdout).toContain("+half");
}, 90_000);
