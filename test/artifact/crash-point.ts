import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readJournalEdges } from "../../src/store/journal-edges.ts";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, type Ended, privateState, runArtifact } from "./artifact.ts";
import { checkoutState, leftovers } from "./checkout-state.ts";
import { orphans } from "./orphans.ts";
import { planText, running, type Scenario, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** Where a process is killed: right after an event was journalled, or that many milliseconds after the start. */
export type CrashPoint = { seq: number } | { afterMs: number };

/** What must hold after a run was killed and resumed; one line for each thing that does not. */
export interface CrashReport {
  /** Whether the kill came before the run's end. */
  killed: boolean;
  wrong: string[];
}

const files = {
  "a.txt": "a\n",
  "b.txt": "b\n",
  "c.txt": "c\n",
  "check.sh": "test -s a.txt\n",
  ".gitignore": "ignored.txt\n",
};

const plan = planText("parallel", [
  story("S1", { title: "A", writes: ["a.txt"] }),
  story("S2", { title: "B", writes: ["b.txt"], verify: ["test -s b.txt"] }),
  story("S3", { title: "C", writes: ["c.txt"], dependsOn: ["S1"] }),
]);

const scenario: Scenario = {
  stories: {
    A: [writing({ "a.txt": "from A\n" })],
    B: [running("sleep 0.05; echo from B > b.txt")],
    C: [running("cat a.txt > c.txt")],
  },
};

const wanted = { "a.txt": "from A", "b.txt": "from B", "c.txt": "from A" };

/** Runs a plan, kills the binary with SIGKILL at a point, resumes until it ends, and compares with what must hold. */
export async function crashAt(point: CrashPoint): Promise<CrashReport> {
  await using endpoint = await scriptedEndpoint(scenario);
  using state = privateState();
  using repo = scratchRepository(files);
  repo.write({ "a.txt": "the person's own edit\n", "untracked.txt": "mine\n", "ignored.txt": "mine too\n" });
  const env = { ...state.env, ...endpoint.env };
  const before = checkoutState(repo.path);
  const first = await runKilled(repo.path, env, point);
  const killed = first.signal === "SIGKILL";
  const wrong: string[] = [];
  // Killed before its first event, there is nothing to resume: then it must be as if it had never been started.
  const begun = first.events.length > 0 || hasRun(state.path);
  const over = outcomeIn(state.path) === "delivered";
  const last =
    killed && begun && !over ? await runArtifact({ cwd: repo.path, env, args: ["resume", "--json"] }) : first;
  if (begun) {
    if (!over && last.exitCode !== 0)
      wrong.push(`exit code ${last.exitCode} after resuming: ${last.stderr.slice(-400)}`);
    wrong.push(...wrongResult(repo.git, outcomeIn(state.path)));
  }
  if (JSON.stringify(checkoutState(repo.path)) !== JSON.stringify(before))
    wrong.push("the person's checkout has changed");
  wrong.push(...leftovers(repo.path).map((what) => `left behind: ${what}`));
  wrong.push(...worktreesOf(state.path).map((what) => `worktree left behind: ${what}`));
  wrong.push(...orphans(state.path).map((what) => `process left behind: ${what}`));
  return { killed, wrong };
}

async function runKilled(cwd: string, env: Record<string, string>, point: CrashPoint): Promise<Ended> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = await runArtifact({
    cwd,
    env,
    args: ["conduct", "-", "--agent", "openai", "--verify", "sh check.sh", "--json"],
    stdin: plan,
    onStart: (kill) => {
      if ("afterMs" in point) timer = setTimeout(() => kill("SIGKILL"), point.afterMs);
    },
    onEvent: (event, kill) => {
      if ("seq" in point && event.seq === point.seq) kill("SIGKILL");
    },
  });
  clearTimeout(timer);
  return ended;
}

function wrongResult(git: (...args: string[]) => string, outcome: string | null): string[] {
  const wrong: string[] = [];
  const branches = git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro").split("\n").filter(Boolean);
  if (branches.length !== 1) wrong.push(`${branches.length} branches of ours: ${branches.join(", ")}`);
  const branch = branches[0];
  if (branch === undefined) return wrong;
  for (const [path, text] of Object.entries(wanted)) {
    const got = git("show", `${branch}:${path}`);
    if (got !== text) wrong.push(`${path} is "${got}", not "${text}"`);
  }
  const commits = git("rev-list", "--count", `main..${branch}`);
  if (commits !== "3") wrong.push(`${commits} commits, not 3`);
  if (outcome !== "delivered") wrong.push(`outcome ${outcome}`);
  return wrong;
}

function hasRun(statePath: string): boolean {
  const runs = join(statePath, "state", "runs");
  return existsSync(runs) && readdirSync(runs).some((run) => hasEvent(join(runs, run, "journal.jsonl")));
}

/** How the one run ended, as its journal tells; null: it has not. */
function outcomeIn(statePath: string): string | null {
  const runs = join(statePath, "state", "runs");
  const run = existsSync(runs) ? readdirSync(runs)[0] : undefined;
  const event = run === undefined ? undefined : readJournalEdges(join(runs, run, "journal.jsonl"))?.last;
  return event?.type === "run.finished" ? event.outcome : null;
}

function hasEvent(journal: string): boolean {
  return existsSync(journal) && readFileSync(journal, "utf8").includes("\n");
}

function worktreesOf(statePath: string): string[] {
  const folder = join(statePath, "cache", "baro", "worktrees");
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** How many events the plan's run has when nothing is killed. */
export async function eventsOfWholeRun(): Promise<number> {
  await using endpoint = await scriptedEndpoint(scenario);
  using state = privateState();
  using repo = scratchRepository(files);
  const args = ["conduct", "-", "--agent", "openai", "--verify", "sh check.sh", "--json"];
  const ended = await runArtifact({ cwd: repo.path, env: { ...state.env, ...endpoint.env }, args, stdin: plan });
  if (ended.exitCode !== 0) throw new Error(`${artifact} fails without being killed: ${ended.stderr}`);
  return ended.events.length;
}
