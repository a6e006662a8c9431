import type { GoalText } from "./goal-text.ts";

/**
 * Groups of words that tell how far a change reaches. Each was checked against the titles and diffs of public
 * histories; what the groups weigh is fitted, and single words that matter beyond them are in the model.
 */
const groups = {
  /** Verbs of changes that go through several modules. */
  wideVerb:
    "introduce introduces introduced introducing implement implements implemented implementing implementation migrate migrates migrating rewrite rewrites rewritten rewrote rewriting refactor refactors refactored refactoring restructure reorganize rework reworked overhaul overhauled redesign rearchitect integrate split separate consolidate unify extract decouple modularize initial prototype scaffold bootstrap foundation revise",
  /** Things that have several sides: a definition, a wiring, a surface for people. */
  wideNoun:
    "adapter adapters protocol system subsystem client clients server crate core layer shared interface interfaces router runtime provider providers plugin plugins exporter exporters sandbox tracing telemetry metrics api apis experimental management manager execution lifecycle generic generics websocket websockets subscriptions functionality features integration integrations framework library backend backends engine platform infrastructure architecture milestone pipeline scheduling scheduler storage replication streaming cloud embedding embeddings native persistence database authentication auth oauth queue cluster workspace workspaces session sessions subcommand dashboard wizard billing payments search notifications permissions upload analytics localization batch transport sync package mode generator resolver",
  /** Small things, and what goes wrong with one of them. */
  narrow:
    "typo typos bump tweak tweaks minor small unused redundant unnecessary unneeded missing mention message messages warning warnings icon default flag option example note link badge comment wording spelling grammar version ci deps dependency dependencies description signature edge case correct correctly handle avoid prevent guard skip respect preserve fallback escape clarify null undefined nil broken crash crashes regression incorrect wrong bug button padding hidden title label name misc issue ignore readme changelog completion template action install empty help debug invalid duplicate detection upgrade variable string fixed fixes return returns value values page static",
  /** Words of a clause: the title describes one behaviour. */
  clause:
    "if when after before not is that should don't doesn't isn't as no do so always during at because unless without longer only instead was are be",
  /** Words of the same edit in many places. */
  sweep:
    "polish complete completing improve improves improvements improved various several consistent consistency consistently all every many multiple each across remaining more names links pages titles blocks samples snippets examples rules migrate convert converting conversion port switch coverage cleanup clean relative integration stabilize unify standardize modernize refactor refactored refactors refine refinements move rename restructure reorganize revamp overhaul streamline rewrite everywhere consolidate simplify cases translate part distinguish separate",
  /** What there is one of: a sweep's word beside it means no sweep. */
  spot: "typo typos mention clarify section example rule function mistake note link page option flag description comment readme changelog config contributor instructions",
  spotVerb: "fix fixes add added missing incorrect broken single remove describe wrong update updates",
  document: "docs documentation doc guides documents",
  test: "tests specs coverage",
  adds: "add adds added implement implements introduce introduces support allow enable create feature new initial",
  repairs: "handle prevent avoid ensure",
} as const;

type Group = keyof typeof groups;
const sets = Object.fromEntries(
  Object.entries(groups).map(([group, words]) => [group, new Set(words.split(" "))]),
) as unknown as Readonly<Record<Group, ReadonlySet<string>>>;

/** Whether a word is in any of the groups: then the goal is likely English. */
export function isKnownWord(word: string): boolean {
  return Object.values(sets).some((words) => words.has(word));
}

/** The goal's words that belong to a group, each once. */
export function wordsIn(group: Group, goal: Pick<GoalText, "words">): string[] {
  return [...new Set(goal.words)].filter((word) => sets[group].has(word));
}

/** The goal's words of a sweep through many places, unless it is one spot of a text that they are about. */
export function sweepWords(goal: GoalText): string[] {
  const ofTexts = isAboutDocuments(goal) || isAboutTests(goal);
  return ofTexts && wordsIn("spot", goal).length > 0 ? [] : wordsIn("sweep", goal);
}

/** Whether the goal's first word belongs to a group. */
export function startsWith(group: Group, goal: GoalText): boolean {
  return sets[group].has(goal.words[0] ?? "");
}

/** Whether the goal is about documents. */
export function isAboutDocuments(goal: Pick<GoalText, "title" | "type" | "words">): boolean {
  return goal.type === "docs" || /^docs?\b/i.test(goal.title) || wordsIn("document", goal).length > 0;
}

/** Whether the goal is about tests. */
export function isAboutTests(goal: Pick<GoalText, "title" | "type" | "words">): boolean {
  return goal.type === "test" || /^tests?\b/i.test(goal.title) || wordsIn("test", goal).length > 0;
}

const replaces = /\b(?:replac|substitut)\w*\b.+\b(?:with|by|for)\b|\S (?:->|→) \S/i;

/** Whether the goal puts one thing in the place of another wherever it stands: one edit, however many files it touches. */
export function isSubstitution(goal: GoalText): boolean {
  return /^renam(?:e|es|ed|ing)$/.test(goal.words[0] ?? "") || replaces.test(goal.title);
}

/** Whether the goal asks for something that isn't there yet. */
export function asksForMore(goal: GoalText): boolean {
  if (goal.type !== null) return goal.type === "feat";
  return startsWith("adds", goal) && !isAboutDocuments(goal) && !isAboutTests(goal);
}

/** Whether the goal points at one failure. */
export function asksForRepair(goal: GoalText): boolean {
  if (goal.type === "fix") return true;
  return goal.type !== "docs" && ((goal.words[0] ?? "").startsWith("fix") || startsWith("repairs", goal));
}
