import type { ConductEffects, Integration } from "../../../src/conduct/effects.ts";
import type { CheckFacts } from "../../../src/core/check.ts";
import type { RunEventBody } from "../../../src/core/event.ts";
import { WorktreeTrouble } from "../../../src/git/place.ts";
import type { Invariants } from "./invariants.ts";
import { Random } from "./random.ts";
import { providerOf, type Scenario } from "./scenario.ts";
import { simAgent } from "./sim-agent.ts";
import { simProbes } from "./sim-probes.ts";
import { never, type SimProcess } from "./sim-process.ts";
import { most } from "./times.ts";
import { changedPaths, changesOf, type Files, mergeFiles, type World } from "./world.ts";

/** What fails of a check on these files; `null`: it can't run here. */
export function failuresOf(scenario: Scenario, files: Files, command: string): string[] | null {
  if (scenario.cannotRun.includes(command)) return null;
  const texts = [...files];
  if (command.startsWith("own-")) {
    const own = texts.filter(([, text]) => text.startsWith(command.slice(4)) && text.includes("bug"));
    return own.map(([path]) => path);
  }
  const bugs = texts.filter(([, text]) => text.includes("bug")).map(([path]) => path);
  if (bugs.length > 0 && scenario.breaksAll) return ["nothing loads"];
  const clashing = scenario.clash.filter((id) =>
    texts.some(([, text]) => text.startsWith(id) && text.includes("clash")),
  );
  const clashes = scenario.clash.length > 1 && clashing.length === scenario.clash.length;
  const before = scenario.redAtBase.includes(command) ? ["what the base fails"] : [];
  return [...before, ...bugs, ...(clashes ? ["what clashes"] : [])];
}

/** Whether something fails on these files that does not on the others. What can't run fails nowhere. */
export function breaks(scenario: Scenario, files: Files, before: Files, command: string): boolean {
  const known = failuresOf(scenario, before, command) ?? [];
  return (failuresOf(scenario, files, command) ?? []).some((failure) => !known.includes(failure));
}

const testsInAll = 20;

function factsOf(scenario: Scenario, files: Files, command: string): CheckFacts {
  const failing = failuresOf(scenario, files, command);
  if (failing === null) {
    const why = `sh: ${command}: not found`;
    return { command, ok: false, ms: 1, tail: why, verdict: "not_run", why, next: "install it", exitCode: 127 };
  }
  const ok = failing.length === 0;
  const facts: CheckFacts = { command, ok, ms: 1, tail: failing.join("\n"), verdict: ok ? "passed" : "failed" };
  if (!scenario.namesFailures) return { ...facts, exitCode: ok ? 0 : 1 };
  const ran = failing.includes("nothing loads") ? 0 : testsInAll;
  const counts = { passed: Math.max(0, ran - failing.length), failed: ran === 0 ? 0 : failing.length, skipped: 0 };
  return { ...facts, exitCode: ok ? 0 : 1, counts, failing: ran === 0 ? [] : failing };
}

/** The conductor's effects on a simulated world. */
export function simEffects(
  scenario: Scenario,
  world: World,
  process: SimProcess,
  journal: RunEventBody[],
  invariants: Invariants,
): ConductEffects {
  const random = new Random(scenario.seed).branch(`effects/${journal.length}`);
  const soon = () => random.between(1, most.effect);
  const checked = new Set<string>();
  const filesOf = (path: string) => {
    const worktree = world.worktrees.get(path);
    if (worktree === undefined) throw new Error(`No worktree at ${path}`);
    if (worktree.replaced) throw new WorktreeTrouble("It is not what was made", { lost: true });
    return worktree.files;
  };
  const earlier = new Random(scenario.seed).branch(`earlier/${journal.length}`);
  const folders = new Random(scenario.seed).branch(`folders/${journal.length}`);
  const jams = new Random(scenario.seed).branch(`jams/${journal.length}`);
  const jam = (path: string) => {
    const worktree = world.worktrees.get(path);
    if (worktree === undefined || !jams.chance(scenario.weather.jam)) return;
    worktree.jammed = true;
    invariants.keeping.jammed(path);
    throw new Error("EBUSY: resource busy or locked");
  };
  const check = (files: Files, command: string): CheckFacts => factsOf(scenario, files, command);
  return {
    now: () => process.clock.now,
    elapsed: () => process.clock.now,
    sleep: (ms, signal) => sleep(process, ms, signal),
    emit: (event) => {
      // The record is written or it is not; the process may die on either side of it.
      if (process.dead || (random.chance(0.5) && process.stepsOut())) return never();
      journal.push(event);
      invariants.see(event, world, process.clock.now);
      return process.stepsOut() ? never() : Promise.resolve();
    },
    agentOf: (story) => ({ name: "sim", model: null, provider: providerOf(story) }),
    head: () => {
      if (!world.refs.has("branch")) world.refs.set("branch", "base");
      return Promise.resolve(world.refs.get("branch") ?? "base");
    },
    requireLanded: (commit) => process.effect(soon(), () => invariants.requireLanded(commit, world)),
    openWorktree: (request) =>
      process.effect(soon(), () => {
        if (folders.chance(scenario.weather.noFolder))
          throw new WorktreeTrouble("Its worktree can't be created", { lost: false });
        const left = request.path === null ? undefined : world.worktrees.get(request.path);
        if (left !== undefined && !left.replaced && left.base === request.base) {
          invariants.keeping.opened(request.story.id, left.path);
          return { path: left.path, base: left.base };
        }
        const worktree = world.newWorktree(request.base);
        const work = request.work ?? (request.path === null ? undefined : world.refs.get(`kept/${request.story.id}`));
        if (work !== undefined) {
          const before = world.files(world.at(work).parent ?? work);
          const brought = mergeFiles(before, worktree.files, world.files(work));
          for (const [path, text] of brought.files) worktree.files.set(path, text);
        }
        invariants.keeping.opened(request.story.id, worktree.path);
        return { path: worktree.path, base: worktree.base };
      }),
    takeSlot: () => Promise.resolve({ [Symbol.dispose]: () => {} }),
    requireOurs: (worktree) =>
      process.effect(1, () => {
        filesOf(worktree.path);
      }),
    async *runAgent(request, signal) {
      invariants.agentStarts(request, process.clock.now);
      try {
        for await (const event of simAgent(scenario, world, process, request, signal)) {
          if (event.type === "agent.usage") invariants.spending.uses(request.story.id, event);
          yield event;
        }
      } finally {
        invariants.agentEnds(request.story);
      }
    },
    inspect: (worktree) => process.effect(soon(), () => changesOf(world.files(worktree.base), filesOf(worktree.path))),
    ...simProbes(scenario, world, process, random),
    revert: (worktree, paths) =>
      process.effect(soon(), () => {
        for (const path of paths) {
          const before = world.files(worktree.base).get(path);
          if (before === undefined) filesOf(worktree.path).delete(path);
          else filesOf(worktree.path).set(path, before);
        }
      }),
    runHooks: (worktree) =>
      process.effect(soon(), () => {
        if (!scenario.hooks) return { checks: [], message: null };
        return { checks: [check(filesOf(worktree.path), "hook")], message: null };
      }),
    commit: ({ story, worktree, paths }) =>
      process.effect(soon(), () => {
        const files = new Map(world.files(worktree.base));
        for (const path of paths) files.set(path, filesOf(worktree.path).get(path) ?? "");
        const commit = world.commit(worktree.base, files);
        world.refs.set(`work/${story.id}`, commit);
        return commit;
      }),
    checkWorktree: (worktree, _story, command) =>
      process.effect(random.between(10, most.check), () => check(filesOf(worktree.path), command)),
    checkCommit: (commit, command) => {
      // Within a process a commit is checked once.
      const took = random.between(10, most.check);
      const key = `${commit} ${command}`;
      return process.effect(checked.has(key) ? 10 : took, () => {
        checked.add(key);
        return check(world.files(commit), command);
      });
    },
    knownCheck: (commit, command) =>
      process.effect(soon(), () => {
        const facts = check(world.files(commit), command);
        return facts.ok && earlier.chance(0.3) ? { ...facts, known: { run: "earlier", agoMs: 1_000 } } : null;
      }),
    missingNames: ({ story, base }) =>
      process.effect(soon(), () => {
        const head = world.refs.get("branch") ?? "base";
        const done = world.refs.get(`landed/${story.id}`);
        if (done !== undefined && world.history(head).includes(done)) return [];
        return head !== base && random.chance(0.1) ? [{ name: "gone", from: "a", usedIn: "b" }] : [];
      }),
    integrate: (request) => {
      const { story, commit, base } = request;
      invariants.landingStarts(request, world);
      return process.effect(soon(), () => {
        invariants.landingEnds();
        return integrate(world, story.id, commit, base);
      });
    },
    combine: (landed) =>
      process.effect(soon(), () => {
        const made = replay(world, landed);
        return typeof made === "number"
          ? { kind: "conflict" as const, at: made }
          : { kind: "combined" as const, commit: made.at(-1) ?? "base" };
      }),
    rebuild: (landed) =>
      process.effect(soon(), () => {
        const made = replay(
          world,
          landed.map((one) => one.commit),
        );
        if (typeof made === "number") throw new Error(`${landed[made]?.story} does not apply to the rest`);
        for (const [at, { story }] of landed.entries()) world.refs.set(`landed/${story}`, made[at] ?? "");
        world.refs.set("branch", made.at(-1) ?? "base");
        return made;
      }),
    keep: (story, worktree) =>
      process.effect(soon(), () => {
        const files = filesOf(worktree.path);
        if (changedPaths(world.files(worktree.base), files).length === 0) return null;
        const commit = world.commit(worktree.base, new Map(files));
        world.refs.set(`kept/${story.id}`, commit);
        return { commit, ref: `kept/${story.id}` };
      }),
    keepLeftOut: (story, worktree, paths) =>
      process.effect(soon(), () => {
        const files = filesOf(worktree.path);
        const kept = new Map(paths.map((path) => [path, files.get(path) ?? ""]));
        world.refs.set(`left-out/${story.id}`, world.commit(worktree.base, kept));
        return `left-out/${story.id}`;
      }),
    abandon: (story, worktree) =>
      process.effect(1, () => {
        invariants.keeping.released(story);
        jam(worktree.path);
      }),
    release: (story, worktree) =>
      process.effect(1, () => {
        invariants.keeping.released(story);
        jam(worktree.path);
        world.worktrees.delete(worktree.path);
      }),
  };
}

function sleep(process: SimProcess, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = () => {
      cancel();
      resolve();
    };
    const cancel = process.clock.after(ms, () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    signal.addEventListener("abort", stop, { once: true });
  });
}

function integrate(world: World, story: string, commit: string, base: string): Integration {
  const head = world.refs.get("branch") ?? "base";
  const done = world.refs.get(`landed/${story}`);
  if (done !== undefined && world.history(head).includes(done)) return merged(done);
  const result = mergeFiles(world.files(base), world.files(head), world.files(commit));
  if (result.conflicts.length > 0) return { kind: "conflict", paths: result.conflicts, detail: "" };
  const next = head === base ? commit : world.commit(head, result.files);
  world.refs.set(`landed/${story}`, next);
  world.refs.set("branch", next);
  return merged(next);
}

function merged(commit: string): Integration {
  return { kind: "merged", commit, files: 1, insertions: 1, deletions: 0 };
}

/** The commits made again on the base, or the position of the first that conflicts. */
function replay(world: World, commits: readonly string[]): string[] | number {
  const made: string[] = [];
  let head = "base";
  for (const [at, commit] of commits.entries()) {
    const { parent, files } = world.at(commit);
    if (parent !== head) {
      const result = mergeFiles(world.files(parent ?? "base"), world.files(head), files);
      if (result.conflicts.length > 0) return at;
      head = world.commit(head, result.files);
    } else head = commit;
    made.push(head);
  }
  return made;
}
