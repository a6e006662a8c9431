import { changingOf, meantByTitle } from "./changing-names.ts";
import { saysOnlyMore } from "./focus-names.ts";
import { revaluedIn } from "./other-value.ts";
import { replacedNames } from "./replaced-names.ts";
import { takenUp } from "./taken-up.ts";
import { type GoingName, lead, name, readName, type Saying, spellingsOf, things } from "./written-name.ts";

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

const mostNames = 12;
/** So many sentences back something is still spoken of. */
const mostBefore = 3;

/**
 * The names that a text says are renamed, removed, or called in another way from then on; each once, as written. Its first
 * line is a title, which is read more freely: it says what the whole of the work is.
 */
export function goingNames(text: string): GoingName[] {
  const found = new Map<string, GoingName>();
  const [title = ""] = text.split("\n", 1);
  const sentences = sentencesOf(text);
  const sayings = [
    ...sentences.flatMap(sayingsOf),
    ...sentences.flatMap((sentence, at) => takenUp(sentence, sentences.slice(Math.max(0, at - mostBefore), at))),
    ...meantByTitle(title.slice(0, longestSentence)),
  ];
  for (const { listed, how } of sayings) {
    for (const [one] of listed.matchAll(/`[^`]+`(?:\(\))?|[^\s,/`]+/g)) {
      const written = readName(one);
      const known = written === null ? undefined : found.get(written.name);
      if (written !== null && (known === undefined || (written.quoted && !known.quoted))) {
        found.set(written.name, { ...written, how: known?.how ?? how });
      }
    }
  }
  const names = [...found.values()];
  return (saysOnlyMore(text) ? names.filter(({ how }) => how !== "changes") : names).slice(0, mostNames);
}

/** The same, with the names in whose place others come; what a plan's evidence is asked to look up. */
export function goneOrReplaced(text: string): GoingName[] {
  const gone = goingNames(text);
  const known = new Set(gone.map(({ name }) => name));
  return [...gone, ...replacedNames(text).filter(({ name }) => !known.has(name))];
}

/** Every name that must be known at the base to judge what a text says goes. */
export function namesToLookUp(text: string): string[] {
  return goneOrReplaced(text).flatMap(({ name, to }) => [
    name,
    ...spellingsOf(name),
    ...(to === undefined ? [] : [to]),
  ]);
}

function sayingsOf(sentence: string): Saying[] {
  const said = sayings.flatMap(([pattern, how]) =>
    [...sentence.matchAll(pattern)]
      .filter((match) => !isOneUse(sentence.slice(match.index + match[0].length)))
      .filter((match) => !isWhatItDoes(sentence.slice(0, match.index)))
      .map(([, ...groups]) => ({ listed: groups.find((one) => one !== undefined) ?? "", how })),
  );
  return [...said, ...changingOf(sentence), ...revaluedIn(sentence), ...headingsOf(sentence)];
}

/**
 * A long text's sentences; longer ones are cut, so that no pattern is asked about a page. In Ruby `empty?` is a name.
 */
function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.;])\s+|(?<=[!?])\s+(?=[^a-z])|\n+/).map((sentence) => sentence.slice(0, longestSentence));
}
const longestSentence = 400;

/** "Drop the `FileUtils` call from one file" takes a use away, and not what is used. */
function isOneUse(rest: string): boolean {
  return /^\s+(?:calls?|imports?|us(?:e|es|ages?)|requires?|lookups?|references?|dependency|checks?)\b/.test(rest);
}

const doer = new RegExp(
  `\\b(?:an?|new|another|one)\\s+(?:[\\w-]+\\s+){0,2}(?:${things})\\s+(?:\\S*\`\\S*\\s+)?(?:that|which|to)\\s+$`,
  "i",
);

/** "A function that removes blanks" is told what it does; nothing goes from the code. */
function isWhatItDoes(before: string): boolean {
  return doer.test(before);
}

const headings =
  /\b(?:renam|reword|remov|drop|delet|merg|split|chang)\w*\s+(?:the\s+)?(?:headings?|sections?|chapters?|anchors?)\s+(.{3,100}?)(?=\s+(?:to|into|in|from|by|\()|[.;:]|$)/gi;

/** A heading is known elsewhere by its anchor: "Master-slave replication" is `#master-slave-replication`. */
function headingsOf(sentence: string): Saying[] {
  return [...sentence.matchAll(headings)].flatMap(([, listed = ""]) =>
    listed
      .split(/\s*,\s*|\s+and\s+/)
      .map((heading) =>
        heading
          .toLowerCase()
          .replace(/[^\w\s-]/g, "")
          .trim()
          .replace(/\s+/g, "-"),
      )
      .filter((anchor) => anchor.includes("-"))
      .map((anchor) => ({ listed: `\`${anchor}\``, how: "renames" as const })),
  );
}
