import { expect, test } from "bun:test";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import { scratchRepository } from "../support/scratch.ts";
import { type Call, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { leftovers } from "./checkout-state.ts";
import { planText, running, type Scenario, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const focused = [goal, "--mode", "focused", "--agent", "openai", "--no-verify", "--json"];

/** A repository, a private state and an endpoint; `killedAt` kills the binary right after an event of that type. */
async function playground(scenario: Scenario = { stories: { [goal]: [writing({ "a.txt": "fixed\n" })] } }) {
  const endpoint = await scriptedEndpoint(scenario);
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  const env: Record<string, string> = { ...state.env, ...endpoint.env };
  const run = (args: readonly string[], call: Partial<Call> = {}) =>
    runArtifact({ cwd: repo.path, env, args, ...call });
  const runs = join(state.path, "state", "runs");
  return {
    repo,
    state,
    run,
    resume: (...args: string[]) => run(["resume", "--json", ...args]),
    name: () => readdirSync(runs)[0] ?? "",
    journal: () => join(runs, readdirSync(runs)[0] ?? "", "journal.jsonl"),
    killedAt: async (type: RunEventBody["type"], args = focused, call: Partial<Call> = {}) => {
      const ended = await run(args, { ...call, onEvent: (event, kill) => event.type === type && kill("SIGKILL") });
      expect(ended.signal).toBe("SIGKILL");
      return ended;
    },
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

test.each(["moved", "deleted"] as const)(
  "a branch that was %s after a story landed is never said to be delivered",
  async (how) => {
    await using play = await playground();
    await play.killedAt("story.merged");
    const ref = play.repo.git("for-each-ref", "--format=%(refname)", "refs/heads/baro");
    if (how === "deleted") play.repo.git("update-ref", "-d", ref);
    else play.repo.git("update-ref", ref, play.repo.commit("Elsewhere", { "x.txt": "x\n" }));
    const refused = await play.resume();
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(how === "deleted" ? "was deleted" : "which lacks what this run landed");
    const [, command = ""] =
      /hint: Run: git (branch --force \S+ \S+); then run: baro resume/.exec(refused.stderr) ?? [];
    play.repo.git(...command.split(" "));
    const resumed = await play.resume();
    expect(resumed.exitCode).toBe(0);
    expect(play.repo.git("show", `${ref}:a.txt`)).toBe("fixed");
    expect(leftovers(play.repo.path)).toEqual([]);
  },
);

test("locks that a killed git left on the run's own refs are taken away", async () => {
  await using play = await playground();
  await play.killedAt("story.committed");
  const branch = play.repo.git("for-each-ref", "--format=%(refname)", "refs/heads/baro");
  for (const ref of [branch, `refs/baro/${play.name()}/work/S1`, `refs/baro/${play.name()}/landed/S1`]) {
    const lock = join(play.repo.path, ".git", `${ref}.lock`);
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, "");
  }
  const resumed = await play.resume();
  expect(resumed.exitCode).toBe(0);
  expect(play.repo.git("show", `${branch}:a.txt`)).toBe("fixed");
  expect(leftovers(play.repo.path)).toEqual([]);
});

test("a branch that is moved while the result is checked is never said to be delivered", async () => {
  await using play = await playground();
  const ended = await play.run([...focused.filter((word) => word !== "--no-verify"), "--verify", "true"], {
    onEvent: (event) => {
      if (event.type !== "run.verified") return;
      const ref = play.repo.git("for-each-ref", "--format=%(refname)", "refs/heads/baro");
      play.repo.git("update-ref", ref, "main");
    },
  });
  // The event is seen a moment after it was written: too late now and then, and then the branch was delivered as it was.
  const delivered = eventsOf(ended.events, "delivery.finished").length > 0;
  expect(ended.exitCode).toBe(delivered ? 0 : 1);
  if (!delivered) expect(ended.stderr).toContain("Cannot deliver");
});

const two = {
  plan: { stories: [story("S1", { title: "A", writes: ["a.txt"] }), story("S2", { title: "B", writes: ["b.txt"] })] },
};

test.each(["plan.proposed", "plan.enforced"] as const)("killed at %s, the planner is not paid twice", async (type) => {
  await using play = await playground({
    ...two,
    stories: { A: [writing({ "a.txt": "A\n" })], B: [writing({ "b.txt": "B\n" })] },
  });
  const parallel = ["Change a.txt and b.txt", ...focused.slice(1)].map((word) =>
    word === "focused" ? "parallel" : word,
  );
  await play.killedAt(type, parallel);
  const resumed = await play.resume();
  expect(resumed.exitCode).toBe(0);
  const events = readFileSync(play.journal(), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as RunEvent);
  expect(eventsOf(events, "model.answered")).toHaveLength(1);
  expect(eventsOf(events, "story.merged")).toHaveLength(2);
});

test("killed after the delivery, a run ends without making its branch again", async () => {
  await using play = await playground();
  await play.run(focused);
  const lines = readFileSync(play.journal(), "utf8").trimEnd().split("\n");
  expect(lines.pop()).toContain('"run.finished"');
  // As if it had been killed right before it wrote that.
  writeFileSync(play.journal(), `${lines.join("\n")}\n`);
  const ref = play.repo.git("for-each-ref", "--format=%(refname)", "refs/heads/baro");
  play.repo.git("update-ref", "-d", ref);
  const resumed = await play.resume();
  expect(resumed.exitCode).toBe(0);
  expect(resumed.events.map(({ type }) => type)).toEqual(["run.resumed", "run.finished"]);
  expect(play.repo.git("for-each-ref", "refs/heads/baro")).toBe("");
});

test("a ceiling that is raised lets the patch hold what landed after it", async () => {
  await using play = await playground({
    stories: { A: [writing({ "a.txt": "A\n" })], B: [running("true"), writing({ "b.txt": "B\n" })] },
  });
  const stdin = planText("sequential", [
    story("S1", { title: "A", writes: ["a.txt"] }),
    story("S2", { title: "B", writes: ["b.txt"], dependsOn: ["S1"] }),
  ]);
  const args = ["conduct", "-", ...focused.slice(3), "--deliver", "patch"];
  const first = await play.run([...args, "--max-tokens", "700"], { stdin });
  expect(eventsOf(first.events, "run.finished")[0]?.outcome).toBe("ceiling");
  expect(eventsOf(first.events, "story.merged")).toHaveLength(1);
  const second = await play.resume("--max-tokens", "100000");
  expect(second.exitCode).toBe(0);
  expect(eventsOf(second.events, "delivery.finished")).toHaveLength(1);
});

test("two at once: one goes on, the other says who does", async () => {
  await using play = await playground({ stories: { [goal]: [running("sleep 0.5; echo fixed > a.txt")] } });
  await play.killedAt("story.started");
  const both = await Promise.all([play.resume(), play.resume()]);
  const lost = both.find(({ exitCode }) => exitCode !== 0);
  expect(both.filter(({ exitCode }) => exitCode === 0)).toHaveLength(1);
  expect(lost?.stderr).toMatch(/is working on it|is still running/);
});

test("a repository that is gone, was moved, or is another one now: said, and a link helps", async () => {
  await using play = await playground();
  await play.killedAt("story.started");
  const away = `${play.repo.path}-moved`;
  renameSync(play.repo.path, away);
  const at = { cwd: away };
  const gone = await play.run(["resume", play.name()], at);
  expect(gone.exitCode).toBe(2);
  expect(gone.stderr).toContain(`its repository "${play.repo.path}" is gone`);
  mkdirSync(play.repo.path);
  const empty = await play.run(["resume", play.name()], at);
  expect(empty.stderr).toMatch(/Cannot (resume|find)/);
  play.repo.git("init", "--quiet");
  play.repo.commit("Another one", { "o.txt": "o\n" });
  const another = await play.run(["resume", play.name()], at);
  expect(another.stderr).toContain("does not have commit");
  renameSync(play.repo.path, `${play.repo.path}-other`);
  symlinkSync(away, play.repo.path);
  const resumed = await play.run(["resume", play.name(), "--json"], at);
  expect(resumed.exitCode).toBe(0);
});

test("a journal of a newer version: nothing of the run is touched, and every command says why", async () => {
  await using play = await playground();
  await play.killedAt("story.started");
  const journal = play.journal();
  writeFileSync(journal, readFileSync(journal, "utf8").replaceAll('{"v":1,', '{"v":2,'));
  const branches = play.repo.git("for-each-ref", "refs/heads/baro");
  const why = "a newer baro wrote its journal";
  expect((await play.run(["runs"])).stdout).toContain(why);
  const cleaned = await play.run(["clean"]);
  expect(cleaned.stdout).toBe(`kept     run ${play.name()}: ${why}\n`);
  expect((await play.run(["clean", play.name()])).stdout).toBe(cleaned.stdout);
  expect((await play.run(["resume", play.name()])).stderr).toContain(why);
  expect((await play.run(["show", play.name()])).stderr).toContain("written by a newer version");
  expect(play.repo.git("for-each-ref", "refs/heads/baro")).toBe(branches);
  expect(existsSync(journal)).toBe(true);
});

test("a broken line in the middle of a journal: said with its place, and what the run made is untouched", async () => {
  await using play = await playground();
  await play.killedAt("story.started");
  const lines = readFileSync(play.journal(), "utf8").split("\n");
  lines[2] = "\0\0\0";
  writeFileSync(play.journal(), lines.join("\n"));
  const refused = await play.resume();
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain("line 3 is not event number 2");
  expect(refused.stderr).toContain(`baro clean ${play.name()} --force`);
});

test("a torn last line counts as not written", async () => {
  await using play = await playground();
  await play.killedAt("story.started");
  appendFileSync(play.journal(), '{"v":1,"seq":9');
  expect((await play.resume()).exitCode).toBe(0);
});
