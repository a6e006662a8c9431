// What conducting costs beyond the agents' own time: `bun scripts/bench/conduct.ts [FILES]`.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type Agent, defaultAgentLimits } from "../../src/agents/agent.ts";
import { conduct } from "../../src/conduct/conduct.ts";
import { makeEffects } from "../../src/conduct/real-effects.ts";
import type { Story } from "../../src/core/story.ts";
import { systemHost } from "../../src/host/system.ts";
import { newRunState } from "../../src/state/run-state.ts";

const files = Number(process.argv[2] ?? 1000);
const host = systemHost();
const identity = { GIT_AUTHOR_NAME: "B", GIT_AUTHOR_EMAIL: "b@b", GIT_COMMITTER_NAME: "B", GIT_COMMITTER_EMAIL: "b@b" };
Object.assign(process.env, identity);

function newRepository(): string {
  const root = mkdtempSync(join(tmpdir(), "baro-bench-"));
  for (let n = 0; n < files; n++) {
    mkdirSync(join(root, `d${n % 40}`), { recursive: true });
    writeFileSync(join(root, `d${n % 40}/f${n}.ts`), `export const value${n} = ${n};\n`.repeat(20));
  }
  shell(root, "git init -q -b main && git add -A && git commit -qm start");
  return root;
}

function shell(cwd: string, script: string): void {
  execFileSync("/bin/sh", ["-c", script], { cwd, stdio: ["ignore", "ignore", "inherit"] });
}

/** An agent that takes its time and writes one file. */
function slowAgent(ms: number): Agent {
  return {
    choice: { name: "demo", model: null, command: null },
    provider: "bench",
    status: () => Promise.reject(new Error("Not asked for")),
    async *start(_host, task, signal) {
      await host.sleep(ms, signal);
      const id = /^# (S\d+)/.exec(task.prompt)?.[1] ?? "";
      mkdirSync(join(task.cwd, id), { recursive: true });
      writeFileSync(join(task.cwd, id, "made.txt"), `${id}\n`);
      yield { type: "agent.finished", ok: true, why: "done", exitCode: 0, signal: null, ms };
    },
  };
}

/** Milliseconds to conduct that many stories, and the most memory meanwhile. */
async function conducted(count: number, parallelism: number, agentMs: number, ahead: boolean): Promise<number> {
  const root = newRepository();
  const folder = mkdtempSync(join(tmpdir(), "baro-bench-cache-"));
  const stories: Story[] = Array.from({ length: count }, (_, n) => ({
    id: `S${n + 1}`,
    title: `S${n + 1}`,
    brief: "Make the file",
    writes: [`S${n + 1}/`],
    reads: [],
    dependsOn: [],
    acceptance: [],
    verify: [],
    weight: "standard",
  }));
  const base = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  const agent = slowAgent(agentMs);
  const effects = makeEffects(host, {
    root,
    run: "bench",
    branch: "baro/bench",
    base,
    cacheDir: folder,
    stateDir: folder,
    emit: () => Promise.resolve(),
    agentFor: () => agent,
    sandbox: null,
    agentLimits: defaultAgentLimits,
    effort: null,
    instructions: null,
    logDir: () => null,
    trailers: true,
    checkTimeoutMs: 60_000,
    setUp: null,
    env: {},
  });
  if (ahead) {
    // Planning takes seconds; a part of one is enough here.
    effects.prepare(base, parallelism);
    await host.sleep(700);
  }
  const started = performance.now();
  const limits = { maxTokens: null, maxUsd: null, timeoutMs: null };
  const spent = { tokens: 0, usd: 0, ms: 0 };
  const input = { run: "bench", goal: "", base, stories, parallelism, checks: [], limits, spent, waitForReset: false };
  const result = await conduct(effects, { ...input, progress: newRunState() }, new AbortController().signal);
  const ms = performance.now() - started;
  if (result.stories.some((one) => one.outcome !== "merged")) throw new Error("A story did not land");
  await effects.close(result.head);
  rmSync(root, { recursive: true });
  rmSync(folder, { recursive: true });
  return ms;
}

/** The same by hand: worktrees, agents side by side, commits, merges. */
function byShell(count: number, seconds: number): number {
  const root = newRepository();
  const trees = mkdtempSync(join(tmpdir(), "baro-bench-trees-"));
  const started = performance.now();
  const each = Array.from({ length: count }, (_, n) => n + 1);
  shell(
    root,
    [
      ...each.map((n) => `git worktree add -q -b w${n} ${trees}/w${n}`),
      ...each.map((n) => `(cd ${trees}/w${n} && sleep ${seconds} && mkdir S${n} && echo S${n} > S${n}/made.txt) &`),
      "wait",
      ...each.map((n) => `(cd ${trees}/w${n} && git add -A && git commit -qm S${n})`),
      "git switch -q -c all",
      ...each.map((n) => `git merge -q --no-edit w${n}`),
      ...each.map((n) => `git worktree remove --force ${trees}/w${n}`),
    ].join("\n"),
  );
  const ms = performance.now() - started;
  rmSync(root, { recursive: true });
  rmSync(trees, { recursive: true });
  return ms;
}

const round = (ms: number) => `${Math.round(ms)} ms`;
const four = await conducted(4, 4, 2000, true);
const cold = await conducted(4, 4, 2000, false);
const shellFour = byShell(4, 2);
console.log(`${files} files, four stories of 2 s: ${round(four - 2000)} over the agents' time`);
console.log(`  without worktrees made ahead: ${round(cold - 2000)}; by shell: ${round(shellFour - 2000)}`);
console.log(
  `  ratio to the shell: ${((four - 2000) / (shellFour - 2000)).toFixed(2)}, cold ${((cold - 2000) / (shellFour - 2000)).toFixed(2)}`,
);
const focused = await conducted(1, 1, 2000, true);
console.log(`focused: ${round(focused - 2000)} over the agent's time`);
for (const count of [1, 10, 50, 100, 200]) {
  const ms = await conducted(count, 4, 0, true);
  console.log(
    `${count} stories, four at once: ${round(ms / count)} each, peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
}
