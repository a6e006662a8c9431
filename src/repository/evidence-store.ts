import type { ContentStore } from "./content-store.ts";
import type { FileFacts } from "./file-facts.ts";
import type { ChangeHistory } from "./history.ts";

/** What the surfaces of a plan's stories touch at their base: the part of the evidence that is kept between runs. */
export interface Findings {
  /** The paths at the base that each pattern of the stories matches, by the pattern's text. */
  touched: ReadonlyMap<string, readonly string[]>;
  /** The files at the base that a file which is to be created will probably resemble; by its path. */
  similar: ReadonlyMap<string, readonly string[]>;
  /** What the touched files say, and those that new ones will resemble; by path. */
  facts: ReadonlyMap<string, FileFacts>;
  /** What the barrels that those files import pass on; by the barrel's path. */
  barrels: ReadonlyMap<string, readonly string[]>;
  /** The files that define what the types of those files derive from, at any distance; by the path of the deriving file. */
  ancestors: ReadonlyMap<string, readonly string[]>;
  /** Of the same files. */
  history: ChangeHistory;
  /** What could not be had, one line each. Empty: nothing is missing. */
  missing: readonly string[];
}

interface Kept {
  /** The commit, the patterns and the limits that it is the answer to. */
  question: string;
  touched: [string, string[]][];
  similar: [string, string[]][];
  facts: [string, FileFacts][];
  barrels: [string, string[]][];
  ancestors: [string, string[]][];
  commits: number;
  changes: [string, number[]][];
}

/** The findings of the same question, when it was the last one about this repository. */
export function keptEvidence(store: ContentStore, root: string, question: string): Findings | null {
  const key = keyOf(root);
  const kept = store.read([key]).get(key) as Kept | undefined;
  if (kept?.question !== question) return null;
  return {
    touched: new Map(kept.touched),
    similar: new Map(kept.similar),
    facts: new Map(kept.facts),
    barrels: new Map(kept.barrels),
    ancestors: new Map(kept.ancestors),
    history: { commits: kept.commits, changes: new Map(kept.changes) },
    missing: [],
  };
}

/** Keeps findings for the next time. What is missing now may be there then, so incomplete findings are not kept. */
export function keepEvidence(store: ContentStore, root: string, question: string, findings: Findings): void {
  if (findings.missing.length > 0) return;
  const { touched, similar, facts, barrels, ancestors, history } = findings;
  const kept = {
    question,
    touched: [...touched],
    similar: [...similar],
    facts: [...facts],
    barrels: [...barrels],
    ancestors: [...ancestors],
    commits: history.commits,
    changes: [...history.changes],
  };
  store.write([[keyOf(root), kept]]);
}

/** The number goes up when what is kept changes its shape. */
const keyOf = (root: string) => `evidence 3 ${root}`;
