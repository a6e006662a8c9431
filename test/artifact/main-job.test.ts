import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { type Call, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { checkoutState, leftovers } from "./checkout-state.ts";
import {
  planText,
  running,
  type Scenario,
  scriptedEndpoint,
  servedUsage,
  story,
  writing,
} from "./scripted-endpoint.ts";

const files = {
  "README.md": "# Words\n",
  "a.txt": "a\n",
  "b.txt": "b\n",
  "c.txt": "c\n",
  "check.sh": "grep -q . a.txt\n",
};

/** Runs the binary on a scratch repository against a scripted model; the person's checkout must not change. */
async function play(scenario: Scenario, call: Partial<Call> & { args: string[] }) {
  await using endpoint = await scriptedEndpoint(scenario);
  const state = privateState();
  const repo = scratchRepository(files);
  repo.write({ "untracked.txt": "mine\n" });
  const before = checkoutState(repo.path);
  const ended = await runArtifact({
    ...call,
    args: [...call.args, "--json", "--agent", "openai"],
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env, ...call.env },
  });
  expect(checkoutState(repo.path)).toEqual(before);
  expect(ended.stdout + ended.stderr).not.toContain("a-key-that-must-not-be-shown");
  expect(ended.events.map(({ seq }) => seq)).toEqual(ended.events.map((_, index) => index));
  const [finished] = eventsOf(ended.events, "run.finished");
  const [delivered] = eventsOf(ended.events, "delivery.finished");
  return {
    ...ended,
    repo,
    finished,
    delivered,
    served: endpoint.served,
    [Symbol.dispose]: () => {
      repo[Symbol.dispose]();
      state[Symbol.dispose]();
    },
  };
}

test("focused: the goal is the story, no model is asked for mode or plan, one commit lands on one branch", async () => {
  using run = await play(
    { stories: { "Fix the typo in README.md": [writing({ "README.md": "# Worlds\n" })] } },
    { args: ["Fix the typo in README.md", "--mode", "focused"] },
  );
  expect(run.exitCode).toBe(0);
  expect(run.events[0]?.type).toBe("run.started");
  expect(run.events.at(-1)?.type).toBe("run.finished");
  expect(run.finished).toMatchObject({
    outcome: "delivered",
    exitCode: 0,
    files: 1,
    insertions: 1,
    deletions: 1,
    speedup: null,
  });
  expect(run.finished?.usage).toEqual(servedUsage(run.served));
  expect(run.served.every(({ lastUser }) => lastUser.startsWith("# Fix the typo"))).toBe(true);
  const branch = run.delivered?.branch ?? "";
  expect(run.repo.git("show", `${branch}:README.md`)).toBe("# Worlds");
  expect(run.repo.git("rev-list", "--count", `main..${branch}`)).toBe("1");
  expect(run.repo.git("diff", "--name-only", `main...${branch}`)).toBe("README.md");
  expect(leftovers(run.repo.path)).toEqual([]);
});

test("sequential: one agent at a time, each on top of the one before", async () => {
  const stories = {
    First: [writing({ "a.txt": "a1\n" })],
    Second: [running("cat a.txt"), writing({ "b.txt": "b2\n" })],
  };
  using run = await play(
    {
      stories,
      plan: {
        stories: [
          story("S1", { title: "First", writes: ["a.txt"] }),
          story("S2", { title: "Second", writes: ["b.txt"], dependsOn: ["S1"] }),
        ],
      },
    },
    { args: ["First rewrite a.txt, then b.txt from it", "--mode", "sequential", "--yes"] },
  );
  expect(run.exitCode).toBe(0);
  const order = run.events.flatMap((event) =>
    event.type === "story.started" || event.type === "story.finished" ? [`${event.type} ${event.story}`] : [],
  );
  expect(order).toEqual(["story.started S1", "story.finished S1", "story.started S2", "story.finished S2"]);
  const seen = eventsOf(run.events, "agent.tool.finished").map(({ output }) => output);
  expect(seen.some((output) => output.includes("a1"))).toBe(true);
});

test("parallel: independent stories run at once, and the figures tell what it saved", async () => {
  const slow = (path: string) => [{ ...writing({ [path]: `${path} new\n` }), delayMs: 1000 }];
  using run = await play(
    { stories: { A: slow("a.txt"), B: slow("b.txt"), C: slow("c.txt") } },
    {
      args: ["conduct", "-", "--mode", "parallel", "--verify", "sh check.sh"],
      stdin: planText("parallel", [
        story("S1", { title: "A", writes: ["a.txt"] }),
        story("S2", { title: "B", writes: ["b.txt"] }),
        story("S3", { title: "C", writes: ["c.txt"] }),
      ]),
    },
  );
  expect(run.exitCode).toBe(0);
  const started = run.events.findIndex(({ type }) => type === "story.finished");
  expect(run.events.slice(0, started).filter(({ type }) => type === "story.started")).toHaveLength(3);
  expect(run.finished?.speedup ?? 0).toBeGreaterThan(1);
  expect(run.finished?.savedMs ?? 0).toBeGreaterThan(0);
  expect(eventsOf(run.events, "run.verified")).toMatchObject([{ command: "sh check.sh", ok: true }]);
  expect(leftovers(run.repo.path)).toEqual([]);
});

test("an agent that changes nothing: exit 4, no branch", async () => {
  using run = await play(
    { stories: { "Fix the typo in README.md": [] } },
    { args: ["Fix the typo in README.md", "--mode", "focused"] },
  );
  expect(run.exitCode).toBe(4);
  expect(run.finished?.outcome).toBe("empty");
  expect(run.repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads")).toBe("main");
});

test("a garbled planner is asked again with the exact error, then the run fails and says what was wrong", async () => {
  using run = await play(
    { plan: '{"stories":[{"id":"X"}]}' },
    { args: ["First rewrite a.txt, then b.txt", "--mode", "sequential", "--yes"] },
  );
  expect(run.exitCode).toBe(2);
  // Once more with the shape in words, which the endpoint might want, and once more with the error.
  expect(run.served).toHaveLength(3);
  expect(run.served[2]?.lastUser).toContain("stories[0].title: it is missing");
  expect(run.finished?.outcome).toBe("failed");
  expect(run.stderr).toContain("Cannot");
});

test("commits name run and story in a trailer, unless that is switched off", async () => {
  const scenario = { stories: { "Fix the typo in README.md": [writing({ "README.md": "# Worlds\n" })] } };
  const args = ["Fix the typo in README.md", "--mode", "focused"];
  using named = await play(scenario, { args });
  expect(named.repo.git("log", "-1", "--format=%B", named.delivered?.branch ?? "")).toMatch(/\n\nBaro-Story: .+\/S1$/);
  using plain = await play(scenario, { args, env: { BARO_TRAILERS: "false" } });
  expect(plain.repo.git("log", "-1", "--format=%B", plain.delivered?.branch ?? "")).not.toContain("Baro-");
});

test("--dry-run stops after the enforced plan and starts no agent", async () => {
  using run = await play({}, { args: ["Fix the typo in README.md", "--mode", "focused", "--dry-run"] });
  expect(run.exitCode).toBe(0);
  expect(eventsOf(run.events, "plan.enforced")).toHaveLength(1);
  expect(eventsOf(run.events, "story.started")).toEqual([]);
  expect(run.served).toEqual([]);
});

test("plan --json feeds conduct -", async () => {
  await using endpoint = await scriptedEndpoint({
    plan: {
      stories: [story("S1", { title: "A", writes: ["a.txt"] }), story("S2", { title: "B", writes: ["b.txt"] })],
    },
    stories: { A: [writing({ "a.txt": "1\n" })], B: [writing({ "b.txt": "2\n" })] },
  });
  using state = privateState();
  using repo = scratchRepository(files);
  const env = { ...state.env, ...endpoint.env };
  const args = ["--agent", "openai", "--json"];
  const planned = await runArtifact({
    cwd: repo.path,
    env,
    args: ["plan", "Rewrite a.txt and b.txt", "--mode", "parallel", ...args],
  });
  expect(planned.exitCode).toBe(0);
  const lines = planned.stdout.trimEnd().split("\n");
  const conducted = await runArtifact({
    cwd: repo.path,
    env,
    args: ["conduct", "-", ...args],
    stdin: lines.at(-1) ?? "",
  });
  expect(conducted.exitCode).toBe(0);
  expect(eventsOf(conducted.events, "plan.enforced")[0]?.changes).toEqual([]);
  expect(eventsOf(conducted.events, "story.merged")).toHaveLength(2);
});
