import { extensionOf, folderOf, nameOf } from "../../core/path.ts";
import type { Story } from "../../core/story.ts";
import { topicsOf } from "../../core/words.ts";
import { isCode, isTest } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import type { FileFacts } from "../../repository/file-facts.ts";
import { createdPaths, matchFiles } from "../pattern/match-files.ts";
import { type Pattern, parsePattern } from "../pattern/pattern.ts";
import { subjectOf } from "./path-role.ts";
import { titleTopics } from "./title-topics.ts";

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
    titleTopics: titleTopics(story.title),
    pathTopics: new Set(paths.flatMap((path) => [...topicsOf(path)])),
    nameTopics: new Set(paths.flatMap((path) => [...topicsOf(nameOf(path))])),
  };
}

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
