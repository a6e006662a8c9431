import { changingOf, meantByTitle } from "./changing-names.ts";
import { type GoingName, lead, name, type Saying } from "./written-name.ts";

const list = `(${name}(?:(?:\\s*(?:,|and|or|,\\s*and)\\s+|/(?=[A-Za-z_$]))${name}){0,6})`;

const renaming = new RegExp(`\\brenam(?:e|es|ed|ing)\\s+${lead}${list}`, "gi");
const renamed = new RegExp(`(${name})\\s+(?:is|are|becomes?|was|gets?)\\s+(?:renamed|called|now)\\b`, "gi");
const removing = new RegExp(
  `\\b(?:remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|drop(?:s|ped|ping)?|retir(?:e|es|ed|ing)|inlin(?:e|es|ed|ing)|eliminat(?:e|es|ed|ing)|get(?:s|ting)? rid of|do(?:es|ing)? away with|phas(?:e|es|ing) out|(?:throw|rip|tak|tear)(?:s|e|es|ing)? (?:out|away)|part(?:s|ing)? with|ditch(?:es|ing)?|scrap(?:s|ping)?|nuk(?:e|es|ing)|purg(?:e|es|ing)|axe|no (?:more|longer any)|stop(?:s|ped|ping)? (?:exporting|exposing|offering|providing|shipping)|unexport|(?:make|makes) private)\\s+${lead}${list}`,
  "gi",
);
const removed = new RegExp(
  `(${name})\\s+(?:is|are|was|were|gets?|be)\\s+(?:removed|deleted|dropped|gone|retired|inlined|obsolete|history|no more|not needed any ?more|no longer (?:exported|needed|public))\\b|(${name})\\s+(?:must|has to|should|can|may|will)\\s+(?:go|leave|disappear|die)(?: away| now)?(?=[.,:;!]|\\s+(?:and|in favou?r|now|as|because|since)\\b|$)`,
  "gi",
);
const arrow = new RegExp(`(${name})\\s*(?:->|=>|→)\\s*${name}`, "g");

const sayings: readonly (readonly [RegExp, GoingName["how"]])[] = [
  [renaming, "renames"],
  [renamed, "renames"],
  [arrow, "renames"],
  [removing, "removes"],
  [removed, "removes"],
];

/** Words that a pattern takes for a name where a sentence only goes on. */
const noNames = new Set(
  (
    "the a an all any each every it its their them they this that these those from in of on to for with and or into as at by " +
    "which who whose when while where because since once after before only also still not no more so if then there here " +
    "signature signatures sure constructor instance return returns code file files test tests support unused deprecated dead old legacy duplicate duplicated redundant unnecessary usage usages use uses " +
    "exported public private internal own same other whole entire custom " +
    "call calls import imports dependency dependencies parameter argument function method class type option field helper helpers trait struct interface enum protocol macro module mixin property hook constant"
  ).split(" "),
);
const mostNames = 12;

/**
 * The names that a text says are renamed, removed, or called in another way from then on; each once, as written. Its first
 * line is a title, which is read more freely: it says what the whole of the work is.
 */
export function goingNames(text: string): GoingName[] {
  const found = new Map<string, GoingName["how"]>();
  const [title = ""] = text.split("\n", 1);
  const sentences = sentencesOf(text);
  const sayings = [
    ...sentences.flatMap(sayingsOf),
    ...sentences.flatMap((sentence, at) => takenUp(sentence, sentences[at - 1] ?? "")),
    ...meantByTitle(title.slice(0, longestSentence)),
  ];
  for (const { listed, how } of sayings) {
    for (const one of listed.split(/\s*(?:,|\band\b|\bor\b)\s+|\//i)) {
      const name = lastPart(one);
      if (name !== null && !found.has(name)) found.set(name, how);
    }
  }
  return [...found].slice(0, mostNames).map(([name, how]) => ({ name, how }));
}

const takesUp =
  /\b(?:renam(?:e|es|ing)|replac(?:e|es|ing)|remov(?:e|es|ing)|drops?|mov(?:e|es|ing)|puts?|chang(?:e|es|ing)|delet(?:e|es|ing)|takes?)\s+(?:it|them|both|all (?:of them|three|four))\b/i;
const inBackticks = /`([A-Za-z_$@][\w$.:#]*(?:\(\))?)[^`\n]{0,80}`/g;

/** What a sentence names in backticks, and the next one says something becomes of: "`a` and `b` are old. Put them in …" */
function takenUp(sentence: string, before: string): Saying[] {
  if (!takesUp.test(sentence)) return [];
  return [...before.matchAll(inBackticks)].map(([, listed = ""]) => ({ listed, how: "changes" }));
}

function sayingsOf(sentence: string): Saying[] {
  const said = sayings.flatMap(([pattern, how]) =>
    [...sentence.matchAll(pattern)].map(([, ...groups]) => ({
      listed: groups.find((one) => one !== undefined) ?? "",
      how,
    })),
  );
  return [...said, ...changingOf(sentence)];
}

/**
 * A long text's sentences; longer ones are cut, so that no pattern is asked about a page. In Ruby `empty?` is a name.
 */
function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.;])\s+|(?<=[!?])\s+(?=[^a-z])|\n+/).map((sentence) => sentence.slice(0, longestSentence));
}
const longestSentence = 400;

/** `Response.setCharset()` is used as `setCharset`; a path is no name. */
function lastPart(written: string): string | null {
  const bare = written
    .replaceAll("`", "")
    .replace(/\(\)$/, "")
    .replace(/[.:#?!]+$/, "");
  const last = bare.split(/[.:#@]+/).at(-1) ?? "";
  const isPath = /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kt|cs?|cpp|hp{0,2}|php|md|json|ya?ml|toml)$/.test(bare);
  return isPath || last.length < 3 || noNames.has(last.toLowerCase()) ? null : last;
}
