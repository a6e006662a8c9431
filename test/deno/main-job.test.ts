import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { eventsOf, privateState, runArtifact } from "../artifact/artifact.ts";
import { checkoutState, leftovers } from "../artifact/checkout-state.ts";
import { type Scenario, scriptedEndpoint, story, writing } from "../artifact/scripted-endpoint.ts";
import { scratchRepository } from "../support/scratch.ts";
import { denoEnv, denoProgram } from "./deno.ts";

const timeoutMs = 180_000;

/** Runs the sources with Deno on a scratch repository against a loopback endpoint. */
async function play(args: string[], scenario: Scenario = {}, stdin = "") {
  await using endpoint = await scriptedEndpoint(scenario);
  const state = privateState();
  const repo = scratchRepository({ "README.md": "# Words\n", "a.txt": "a\n", "b.txt": "b\n" });
  const before = checkoutState(repo.path);
  const env = { ...state.env, ...endpoint.env, ...denoEnv };
  const ended = await runArtifact({ cwd: repo.path, args, env, stdin }, denoProgram);
  expect(checkoutState(repo.path)).toEqual(before);
  return {
    ...ended,
    repo,
    served: endpoint.served,
    [Symbol.dispose]: () => {
      repo[Symbol.dispose]();
      state[Symbol.dispose]();
    },
  };
}

const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split("\n").at(-1) ?? "");

test.each(["focused", "parallel"])(
  "demo %s delivers what it shows",
  async (which) => {
    using state = privateState();
    const env = { ...state.env, ...denoEnv, TMPDIR: state.path };
    const ended = await runArtifact({ cwd: state.path, args: ["demo", which, "--json"], env }, denoProgram);
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect(eventsOf(ended.events, "run.started")[0]).toMatchObject({ scripted: true });
    expect(eventsOf(ended.events, "mode.chosen")[0]).toMatchObject({ mode: which });
    const stories = eventsOf(ended.events, "story.finished").map(({ outcome }) => outcome);
    expect(stories).toEqual(Array(which === "focused" ? 1 : 4).fill("merged"));
    expect(eventsOf(ended.events, "run.verified").at(-1)).toMatchObject({ ok: true });
    expect(eventsOf(ended.events, "run.finished")[0]).toMatchObject({ outcome: "delivered", exitCode: 0 });
    const { root } = eventsOf(ended.events, "run.started")[0]?.repo ?? { root: "" };
    const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? "";
    spawnSync("git", ["checkout", "--quiet", branch], { cwd: root });
    expect(spawnSync("sh", ["test/run.sh"], { cwd: root }).status).toBe(0);
  },
  timeoutMs,
);

test(
  "intake decides, and writes nothing",
  async () => {
    using run = await play(["intake", "Fix the typo in README.md", "--intake", "rules", "--json"]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(lastLine(run.stdout)).toMatchObject({ mode: "focused", source: "rules" });
    expect(run.served).toEqual([]);
  },
  timeoutMs,
);

const stories = [
  story("S1", { title: "First", brief: "Change a.txt", writes: ["a.txt"] }),
  story("S2", { title: "Second", brief: "Change b.txt", writes: ["b.txt"] }),
];
const scripts = { First: [writing({ "a.txt": "a1\n" })], Second: [writing({ "b.txt": "b2\n" })] };

test(
  "what plan prints, conduct runs",
  async () => {
    using planned = await play(
      ["plan", "Change both files", "--mode", "parallel", "--json", "--agent", "openai", "--yes"],
      { plan: { stories } },
    );
    expect(planned.exitCode, planned.stderr).toBe(0);
    using run = await play(
      ["conduct", "-", "--json", "--agent", "openai", "--deliver", "branch", "--yes"],
      { stories: scripts },
      planned.stdout,
    );
    expect(run.exitCode, run.stderr).toBe(0);
    expect(eventsOf(run.events, "story.finished").map(({ outcome }) => outcome)).toEqual(["merged", "merged"]);
  },
  timeoutMs,
);

test(
  "a run in parallel lands both stories on one branch",
  async () => {
    using run = await play(
      ["Change both files", "--mode", "parallel", "--json", "--agent", "openai", "--deliver", "branch", "--yes"],
      { plan: { stories }, stories: scripts },
    );
    expect(run.exitCode, run.stderr).toBe(0);
    const branch = eventsOf(run.events, "delivery.finished")[0]?.branch ?? "";
    expect(run.repo.git("show", `${branch}:a.txt`)).toBe("a1");
    expect(run.repo.git("show", `${branch}:b.txt`)).toBe("b2");
    expect(run.events.map(({ seq }) => seq)).toEqual(run.events.map((_, index) => index));
    expect(leftovers(run.repo.path)).toEqual([]);
  },
  timeoutMs,
);

test(
  "an endpoint that knows no such model is an error of one message and exit code 1",
  async () => {
    using run = await play(
      ["Fix the typo in README.md", "--mode", "focused", "--json", "--agent", "openai:nothing", "--deliver", "branch"],
      { first: () => ({ misbehave: { kind: "not-found" } }) },
    );
    expect(run.exitCode, run.stderr).toBe(1);
    expect(eventsOf(run.events, "agent.error")).toMatchObject([{ kind: "request" }]);
    expect(eventsOf(run.events, "run.finished")[0]).toMatchObject({ outcome: "failed" });
  },
  timeoutMs,
);
