import { BaroError } from "../core/error.ts";
import { tryGit } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import { findRuns, type RunListing } from "../store/find-run.ts";
import { nearestName } from "../text/nearest.ts";

/** Where runs are looked for: the state folder, and the folder that the command was started in. */
export interface Places {
  stateDir: string;
  cwd: string;
  /** Among the runs of every repository, not only of the one that the command was started in. */
  all?: boolean;
}

const look = { hint: "List the runs with: baro runs" };

/**
 * The run that a command is about. A whole name says it, wherever it is typed; a beginning or an ending is looked for among
 * the runs of this repository alone, and null is its newest one, unless the command is about all. Outside of every
 * repository there are only all. Throws `run-unknown`.
 */
export async function chooseRun(host: Host, places: Places, name: string | null): Promise<RunListing> {
  const runs = findRuns(places.stateDir);
  const exact = runs.find(({ run }) => run === name);
  if (exact !== undefined) return exact;
  const root = places.all === true ? null : await repositoryAround(host, places);
  const here = root === null ? runs : runs.filter(({ repository }) => repository === root);
  if (name === null) return here[0] ?? noneHere(runs, root);
  const matches = (some: readonly RunListing[]) =>
    some.filter(({ run }) => run.startsWith(name) || run.endsWith(`-${name}`));
  const [found, ...more] = matches(here);
  if (found !== undefined && more.length === 0) return found;
  if (found !== undefined) {
    const names = [found, ...more].map(({ run }) => run).join(", ");
    throw new BaroError("run-unknown", `Cannot find run "${name}": ${more.length + 1} runs match: ${names}`, look);
  }
  throw unknown(name, runs, matches(runs));
}

function noneHere(runs: readonly RunListing[], root: string | null): never {
  if (runs.length === 0) {
    throw new BaroError("run-unknown", "Cannot find a run: there is none yet", { hint: 'Start one with: baro "GOAL"' });
  }
  throw new BaroError("run-unknown", `Cannot find a run: none of "${root}" is known`, {
    hint: "For a run of another repository, write its full name or add --all; baro runs lists them",
  });
}

function unknown(name: string, runs: readonly RunListing[], elsewhere: readonly RunListing[]): BaroError {
  const [other] = elsewhere;
  if (other !== undefined) {
    const message = `Cannot find run "${name}": none of this repository has that name`;
    const hint = `${other.run} is of "${other.repository}": write its full name, or add --all`;
    return new BaroError("run-unknown", message, { hint });
  }
  const near = nearestName(
    name,
    runs.map(({ run }) => run),
  );
  const isStory = /^s\d+$/i.test(name);
  const meant = near === null ? "" : `Did you mean ${near}? `;
  const hint = `${isStory ? "The name of a story stands behind its run's. " : meant}${look.hint}`;
  return new BaroError("run-unknown", `Cannot find run "${name}": no run has that name`, { hint });
}

/** The root of the repository that the command was started in, or null. */
export async function repositoryAround(host: Host, { cwd }: Pick<Places, "cwd">): Promise<string | null> {
  const result = await tryGit(host, cwd, ["rev-parse", "--show-toplevel"]);
  return result.exitCode === 0 ? result.stdout.toString("utf8").replace(/\n$/, "") : null;
}
