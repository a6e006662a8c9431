import type { ConductEffects } from "../../../src/conduct/effects.ts";
import type { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import type { SimProcess } from "./sim-process.ts";
import { changesOf, mergeFiles, type World } from "./world.ts";

/** Probes of the simulated world: as in the real one, what they look at may be gone. */
export function simProbes(
  scenario: Scenario,
  world: World,
  process: SimProcess,
  random: Random,
): Pick<ConductEffects, "peek" | "snapshot" | "conflictsOf"> {
  const soon = () => random.between(1, 400);
  const filesAt = (path: string) => {
    const worktree = world.worktrees.get(path);
    return random.chance(0.05) || worktree === undefined || worktree.replaced ? null : worktree.files;
  };
  return {
    peek: (worktree) =>
      process.effect(soon(), () => {
        const files = filesAt(worktree.path);
        return files === null ? null : changesOf(world.files(worktree.base), files);
      }),
    snapshot: (worktree, paths) =>
      process.effect(soon(), () => {
        const now = filesAt(worktree.path);
        if (now === null) return null;
        const files = new Map(world.files(worktree.base));
        for (const path of paths) {
          const text = now.get(path);
          if (text === undefined) files.delete(path);
          else files.set(path, text);
        }
        return changesOf(world.files(worktree.base), files).length === 0 ? null : world.commit(worktree.base, files);
      }),
    conflictsOf: (ours, theirs) =>
      process.effect(soon(), () => {
        if (!scenario.probes) return [];
        const history = new Set(world.history(ours));
        const common = world.history(theirs).find((commit) => history.has(commit)) ?? "base";
        return mergeFiles(world.files(common), world.files(ours), world.files(theirs)).conflicts;
      }),
  };
}
