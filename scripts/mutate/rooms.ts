import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** A room that decides: its sources, and where the tests are that may know of a change in them. */
export interface MutatedRoom {
  sources: RegExp;
  /** Folders and files. */
  tests: readonly string[];
  /** Tests among them that are not asked. */
  but?: RegExp;
}

const conducting = [
  "attempts",
  "blame",
  "choose-agent",
  "fallback",
  "governor",
  "guard",
  "guard-cases",
  "judge-beside",
  "limits",
  "lives",
  "meetings",
  "moot-checks",
  "moot-stories",
  "next-step",
  "obeying",
  "orders",
  "probe/give-way",
  "probe/near",
  "probe/partners",
  "result",
  "schedule",
  "settling",
  "simulation/simulation",
  "start-agent",
  "story-prompt",
  "takeovers",
  "waits",
];

export const mutatedRooms: Readonly<Record<string, MutatedRoom>> = {
  plan: { sources: /^src\/plan\//, tests: ["test/plan"] },
  // What it does to the real machine is tested with the worktrees and through the binary.
  conduct: {
    sources: /^src\/conduct\/(?!real-effects|run-branch|run-checks)/,
    tests: conducting.map((file) => `test/conduct/${file}.test.ts`),
  },
  // What was fitted is no decision of anybody's: the programs that fit it measure it.
  surface: { sources: /^src\/surface\/(?!pairs\/pair-model)/, tests: ["test/surface"] },
  intake: { sources: /^src\/intake\/(?!fitted-model)/, tests: ["test/intake"] },
  state: {
    sources: /^src\/state\//,
    tests: ["test/state", "test/report", "test/conduct/simulation/simulation.test.ts"],
  },
  // What doctor finds is tested where it is printed.
  run: { sources: /^src\/run\//, tests: ["test/run", "test/cli/doctor.test.ts"] },
  core: { sources: /^src\/core\//, tests: ["test/core"] },
  deliver: { sources: /^src\/deliver\/clean\//, tests: ["test/deliver/clean"] },
  // Real test programs say whether what is told here is so; they take minutes.
  checks: {
    sources: /^src\/ecosystems\/(?:checks|reports|results|scopes)\//,
    tests: ["test/ecosystems"],
    but: /real-runners/,
  },
};

/** TypeScript files below a folder, from the root; of a file, itself. */
export function sourcesBelow(root: string, folder: string): string[] {
  if (folder.endsWith(".ts")) return [folder];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name))
    .sort();
}

const importing = /(?:^|\n)(?:import|export)\s(?!type\b)[^;]*?from\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)/g;

/** The files that a test imports, and what they import. */
export function reachedFrom(root: string, test: string): Set<string> {
  const found = new Set([test]);
  // A set is walked in the order of insertion, members added on the way included.
  for (const file of found) {
    for (const match of textOf(join(root, file)).matchAll(importing)) {
      const next = relative(root, join(root, dirname(file), match[1] ?? match[2] ?? ""));
      if (next.endsWith(".ts")) found.add(next);
    }
  }
  return found;
}

const texts = new Map<string, string>();

function textOf(path: string): string {
  const text = texts.get(path) ?? readFileSync(path, "utf8");
  texts.set(path, text);
  return text;
}
