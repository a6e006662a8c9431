import type { Project } from "../project.ts";

/** What a story did to a project, and what the project is checked with. */
export interface Touched {
  /** As the ecosystem found it, without the folder that it is run in. */
  command: string;
  project: Project;
  /** Paths in the project. */
  changed: readonly string[];
}

/**
 * The same check for what was touched alone, as a command. `null`: only the whole will do, because the program knows no
 * parts, or something was touched that is of no part.
 */
export type Scope = (touched: Touched) => string | null;

/** More parts than this are as good as the whole, and would make a long line. */
export const mostParts = 40;

/** A part of a project that can be checked alone. */
export interface Part {
  name: string;
  /** Below the project's root, without a slash at its end; empty: the root itself. */
  folder: string;
  /** Names of the parts and of anything else that it is built on. */
  needs: readonly string[];
}

/** The parts that hold these paths, the innermost for each; `null` when one lies in none. */
export function partsOf(parts: readonly Part[], changed: readonly string[]): Part[] | null {
  const found = new Set<Part>();
  for (const path of changed) {
    const around = parts.filter(({ folder }) => folder === "" || path.startsWith(`${folder}/`));
    const part = around.reduce<Part | null>((best, one) => (best === null || isWithin(one, best) ? one : best), null);
    if (part === null) return null;
    found.add(part);
  }
  return found.size === 0 || found.size > mostParts ? null : parts.filter((part) => found.has(part));
}

function isWithin(inner: Part, outer: Part): boolean {
  return inner.folder.length > outer.folder.length;
}

/** The parts and all that is built on them, in the order of `all`. */
export function withDependents(all: readonly Part[], parts: readonly Part[]): Part[] {
  const found = new Set(parts);
  // A set is walked in the order of insertion, members added on the way included.
  for (const { name } of found) for (const other of all) if (other.needs.includes(name)) found.add(other);
  return all.filter((part) => found.has(part));
}
