import { extensionOf, folderOf, nameOf } from "../../core/path.ts";
import type { Story } from "../../core/story.ts";
import { topicsOf, wordsIn } from "../../core/words.ts";
import { isCode, isTest, withoutTestMarks } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import type { FileFacts } from "../../repository/file-facts.ts";
import { createdPaths, matchFiles } from "../pattern/match-files.ts";
import { type Pattern, parsePattern } from "../pattern/pattern.ts";
import { onceEach } from "./once-each.ts";

/** A story's surface laid over the files of the base, with what every pair that the story is part of asks for. */
export interface StorySurface {
  story: Story;
  patterns: readonly Pattern[];
  /** Files at the base that it may write. */
  existing: readonly string[];
  /** Plain paths that it declares and that are not at the base. */
  created: readonly string[];
  paths: readonly string[];
  /** Those of `paths` that are code of the program, and of its tests. */
  sources: readonly string[];
  tests: readonly string[];
  code: CodeTraits;
  /** Title, brief and acceptance: what the story says. */
  text: string;
  /** Whether the brief says more than the title does. */
  tells: boolean;
  titleTopics: ReadonlySet<string>;
  pathTopics: ReadonlySet<string>;
  /** Of the files' names alone. */
  nameTopics: ReadonlySet<string>;
}

interface CodeTraits {
  paths: readonly string[];
  extensions: ReadonlySet<string>;
  folders: ReadonlySet<string>;
  /** What its files are about, where that says something. */
  subjects: ReadonlySet<string>;
}

/** A surface of more files than this is looked at through its first ones. */
const maxPaths = 400;

const laid = new WeakMap<SurfaceEvidence, WeakMap<Story, StorySurface>>();

/** Lays a story's patterns over the base: once, however many pairs the story is part of. */
export function storySurface(story: Story, evidence: SurfaceEvidence): StorySurface {
  const known = laid.get(evidence) ?? new WeakMap<Story, StorySurface>();
  laid.set(evidence, known);
  const surface = known.get(story) ?? layOver(story, evidence);
  known.set(story, surface);
  return surface;
}

function layOver(story: Story, evidence: SurfaceEvidence): StorySurface {
  const matched = touchedBy(story, evidence);
  const existing = [...new Set([...matched.values()].flat())].slice(0, maxPaths);
  const created = createdPaths(matched, evidence.files).slice(0, maxPaths);
  const paths = [...existing, ...created];
  const code = paths.filter(isCode);
  return {
    story,
    patterns: story.writes.map(parsePattern),
    existing,
    created,
    paths,
    sources: code.filter((path) => !isTest(path)),
    tests: code.filter(isTest),
    code: {
      paths: code,
      extensions: new Set(code.map(extensionOf)),
      folders: new Set(code.map(folderOf)),
      subjects: new Set(code.map(subjectOf).filter((subject) => subject.length > 2 && !everyday.has(subject))),
    },
    text: textOf(story),
    tells: story.brief.replace(story.title, "").trim().length >= tellingBrief,
    titleTopics: titleTopics(story.title),
    pathTopics: new Set(paths.flatMap((path) => [...topicsOf(path)])),
    nameTopics: new Set(paths.flatMap((path) => [...topicsOf(nameOf(path))])),
  };
}

/** A shorter brief only says the title again. */
const tellingBrief = 20;

/** What a story says. */
export function textOf({ title, brief, acceptance }: Pick<Story, "title" | "brief" | "acceptance">): string {
  return [title, brief, ...acceptance].join("\n");
}

/** Subjects that many files have. */
const everyday = new Set(["index", "mod", "lib", "main", "init", "types", "utils"]);

/** Patterns that the evidence was not asked about (a plan that was edited since) are matched now. */
function touchedBy({ writes }: Story, { touched, files, ignoreCase }: SurfaceEvidence): Map<string, readonly string[]> {
  const unknown = writes.filter((text) => !touched.has(text));
  const found = unknown.length === 0 ? null : matchFiles(files, unknown, ignoreCase);
  return new Map(writes.map((text) => [text, touched.get(text) ?? found?.get(text) ?? []] as const));
}

/** The facts of the surface's existing files that have any. */
export function* factsOf(surface: StorySurface, evidence: SurfaceEvidence): Generator<readonly [string, FileFacts]> {
  for (const path of surface.existing) {
    const facts = evidence.facts.get(path);
    if (facts !== undefined) yield [path, facts];
  }
}

/** What a file is about, the same for a source and its test: `resolver` for `resolver.test.ts`, `test_resolver.py`. */
export function subjectOf(path: string): string {
  const bare = withoutTestMarks(nameOf(path).replace(/\.(d\.)?[A-Za-z0-9]+$/, ""));
  const words = wordsIn(bare).join("");
  return words === "" ? bare : words;
}

/** Code that it declares and that is not at the base. */
export const createdCode = onceEach(({ created }: StorySurface) => created.filter(isCode));

/** The folders that a set of paths lies in. */
export function foldersOf(paths: Iterable<string>): Set<string> {
  return new Set([...paths].map(folderOf));
}

/**
 * Verbs that the titles of changes begin with in most repositories: two stories that share one do the same kind of work,
 * and have nothing in common by that. Elsewhere in a title the same words may well name something.
 */
const workVerbs = new Set(
  (
    "add fix update use remove make improve move support allow change replace rename handle correct set refactor prevent " +
    "avoid simplify implement document resolve enable drop skip clean clarify bump ignore test run expose introduce " +
    "include do pass migrate upgrade show preserve ensure disable switch recreate align validate restore export delete " +
    "convert clear check rewrite reduce keep detect tweak sync prepare pin enforce apply track stop split return optimize " +
    "mention extract expand exclude enhance strip require render mark harden escape deprecate default start respect omit " +
    "merge increase emit warn unify send read normalize install hide forward format print log revert restructure reorder " +
    "relax refresh copy consolidate complete bring describe explain translate port speed cover write create rework tidy accept reject refuse throw raise recognize recognise tolerate teach let give " +
    "offer provide adopt adapt adjust append prepend attach detach announce compute compare combine collect choose prefer honor honour"
  ).split(" "),
);

/** What a title is about: its topics without its type, and without the verb that it begins with. */
function titleTopics(title: string): Set<string> {
  const bare = title.replace(/^\s*[a-z]+(\([^)]*\))?!?:\s+/i, "");
  const [first = ""] = /^[A-Za-z]+/.exec(bare) ?? [];
  // What stands before an article is done to something, whatever else the word may mean: "Limit the", "Cache a".
  const isVerb = isWorkVerb(first.toLowerCase()) || /^[A-Za-z]+ (?:the|an?|all|each|every|its|their)\b/.test(bare);
  return topicsOf(isVerb ? bare.slice(first.length) : bare);
}

/** Whether a word is one that the titles of changes begin with, in any of its forms. */
export function isWorkVerb(word: string): boolean {
  const stems = [
    word,
    word.replace(/s$/, ""),
    word.replace(/e[sd]$/, ""),
    word.replace(/ed$/, "e"),
    word.replace(/d$/, ""),
  ];
  return [...stems, word.replace(/ing$/, ""), word.replace(/ing$/, "e"), word.replace(/ied$/, "y")].some((stem) =>
    workVerbs.has(stem),
  );
}
