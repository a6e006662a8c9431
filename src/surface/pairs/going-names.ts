/** A name that a story says it takes away or changes for whoever uses it. */
export interface GoingName {
  name: string;
  how: "renames" | "removes" | "changes";
}

/** Words that mean a thing of code follows: the word after them is a name, however plain it is. */
const things =
  "functions?|methods?|class(?:es)?|types?|interfaces?|constants?|helpers?|macros?|hooks?|traits?|structs?|enums?|modules?|fields?|propert(?:y|ies)|options?|flags?|exports?|getters?|setters?|decorators?|fixtures?|routes?|events?|commands?|variables?|alias(?:es)?";
const articles =
  "the|a|an|our|its|old|public|private|internal|exported|deprecated|unused|legacy|obsolete|global|static";
const lead = `(?:(?:${articles}|${things})\\s+){0,5}`;
const name = "`?[A-Za-z_$@#][\\w$.:#]*(?:\\(\\))?`?";
const list = `(${name}(?:\\s*(?:,|and|or|,\\s*and)\\s+${name}){0,6})`;

const renaming = new RegExp(`\\brenam(?:e|es|ed|ing)\\s+${lead}${list}`, "gi");
const renamed = new RegExp(`(${name})\\s+(?:is|are|becomes?|was|gets?)\\s+(?:renamed|called|now)\\b`, "gi");
const removing = new RegExp(
  `\\b(?:remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|drop(?:s|ped|ping)?|retir(?:e|es|ed|ing)|inlin(?:e|es|ed|ing)|get(?:s|ting)? rid of|unexport|(?:make|makes) private)\\s+${lead}${list}`,
  "gi",
);
const removed = new RegExp(
  `(${name})\\s+(?:is|are|was|were|gets?)\\s+(?:removed|deleted|dropped|gone|no longer exported)\\b`,
  "gi",
);
const arrow = new RegExp(`(${name})\\s*(?:->|=>|→)\\s*${name}`, "g");

/** What is turned into something else, or made to take something. */
const turning = new RegExp(`\\b(?:turn|make|let|convert|change|give|have)s?\\s+${lead}(${name})`, "gi");

/** A sentence that speaks of how something is called, and changes it. */
const ofSignature =
  /\b(signatures?|parameters?|params?|arguments?|args?|async|asynchronous|promises?|return type|overloads?|positional|keyword-only|required|optional|callbacks?|nullable|generics?)\b|\b(takes?|accepts?|returns?|throws?|raises?|expects?|requires?|yields?|resolves?)\b.{0,60}\b(instead|now|no longer|rather than|an? (object|options|tuple|list|array|map|result|promise|struct|record))\b|\b(now|no longer|instead)\b.{0,30}\b(takes?|accepts?|returns?|throws?|raises?|expects?|requires?|yields?|resolves?)\b/i;
const ofChange =
  /\b(add|adds|adding|change|changes|changing|remove|removes|drop|drops|reorder|reorders|swap|swaps|make|makes|making|turn|turns|convert|converts|switch|switches|require|requires|let|give|gives|replace|replaces|move|moves|extend|extends|now|no longer|instead|rather than|new|extra|additional)\b/i;
const written =
  /`([A-Za-z_$@#][\w$.:#]*(?:\(\))?)[^`\n]{0,80}`|\b([A-Za-z_$][\w$]*)\(\)|\b([a-z$_]\w*[A-Z]\w*|[A-Z]\w*[a-z][A-Z]\w*|[A-Za-z]+_\w+)\b/g;

/** Words that a pattern takes for a name where a sentence only goes on. */
const noNames = new Set(
  (
    "the a an all any each every it its their them they this that these those from in of on to for with and or into as at by " +
    "which who whose when while where because since once after before only also still not no more so if then there here " +
    "signature signatures sure constructor instance return returns code file files test tests support unused deprecated dead old legacy duplicate duplicated redundant unnecessary usage usages use uses " +
    "call calls import imports dependency dependencies parameter argument function method class type option field"
  ).split(" "),
);
const mostNames = 12;

const sayings: readonly (readonly [RegExp, GoingName["how"]])[] = [
  [renaming, "renames"],
  [renamed, "renames"],
  [arrow, "renames"],
  [removing, "removes"],
  [removed, "removes"],
];

/** The names that a text says are renamed, removed, or called in another way from then on; each once, as written. */
export function goingNames(text: string): GoingName[] {
  const found = new Map<string, GoingName["how"]>();
  for (const { listed, how } of sentencesOf(text).flatMap(sayingsOf)) {
    for (const one of listed.split(/\s*(?:,|\band\b|\bor\b)\s+/i)) {
      const name = lastPart(one);
      if (name !== null && !found.has(name)) found.set(name, how);
    }
  }
  return [...found].slice(0, mostNames).map(([name, how]) => ({ name, how }));
}

function sayingsOf(sentence: string): { listed: string; how: GoingName["how"] }[] {
  const said = sayings.flatMap(([pattern, how]) =>
    [...sentence.matchAll(pattern)].map(([, listed = ""]) => ({ listed, how })),
  );
  if (!ofSignature.test(sentence) || !ofChange.test(sentence)) return said;
  const called = [...sentence.matchAll(written)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  const turned = [...sentence.matchAll(turning)].map((match) => match[1] ?? "");
  return [...said, ...[...called, ...turned].map((listed) => ({ listed, how: "changes" as const }))];
}

/** A long text's sentences; longer ones are cut, so that no pattern is asked about a page. */
function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.;!?])\s+|\n+/).map((sentence) => sentence.slice(0, longestSentence));
}
const longestSentence = 400;

/** `Response.setCharset()` is used as `setCharset`; a path is no name. */
function lastPart(written: string): string | null {
  const bare = written
    .replaceAll("`", "")
    .replace(/\(\)$/, "")
    .replace(/[.:#]+$/, "");
  const last = bare.split(/[.:#@]+/).at(-1) ?? "";
  const isPath = /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kt|cs?|cpp|hp{0,2}|php|md|json|ya?ml|toml)$/.test(bare);
  return isPath || last.length < 3 || noNames.has(last.toLowerCase()) ? null : last;
}
