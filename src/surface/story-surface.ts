import type { Story } from "../core/story.ts";
import { createdPaths } from "./created-paths.ts";
import type { SurfaceEvidence } from "./evidence.ts";
import type { FileFacts } from "./file-facts.ts";
import { matchesOf } from "./match-files.ts";
import { isCode, isTest } from "./path-role.ts";
import { topicsOf } from "./words.ts";

/** A story's surface laid over the files of the base. */
export interface StorySurface {
  story: Story;
  /** Files at the base that it may write. */
  existing: readonly string[];
  /** Plain paths that it declares and that are not at the base. */
  created: readonly string[];
  paths: readonly string[];
  /** Those of `paths` that are code of the program, and of its tests. */
  sources: readonly string[];
  tests: readonly string[];
  titleTopics: ReadonlySet<string>;
  pathTopics: ReadonlySet<string>;
}

/** A surface of more files than this is looked at through its first ones. */
const maxPaths = 400;

const laid = new WeakMap<SurfaceEvidence, Map<string, StorySurface>>();

/** Lays a story's patterns over the base: once, however many pairs the story is part of. */
export function storySurface(story: Story, evidence: SurfaceEvidence): StorySurface {
  const known = laid.get(evidence) ?? new Map<string, StorySurface>();
  laid.set(evidence, known);
  const key = JSON.stringify([story.id, story.title, story.writes]);
  const surface = known.get(key) ?? layOver(story, evidence);
  known.set(key, surface);
  return surface;
}

function layOver(story: Story, evidence: SurfaceEvidence): StorySurface {
  const { touched, files, foldCase } = evidence;
  const matched = new Map(
    story.writes.map((text) => [text, touched.get(text) ?? matchesOf(files, text, foldCase)] as const),
  );
  const existing = [...new Set([...matched.values()].flat())].slice(0, maxPaths);
  const created = createdPaths(matched, files).slice(0, maxPaths);
  const paths = [...existing, ...created];
  const code = paths.filter(isCode);
  return {
    story,
    existing,
    created,
    paths,
    sources: code.filter((path) => !isTest(path)),
    tests: code.filter(isTest),
    titleTopics: topicsOf(story.title),
    pathTopics: new Set(paths.flatMap((path) => [...topicsOf(path)])),
  };
}

/** The facts of the surface's existing files that have any. */
export function* factsOf(surface: StorySurface, evidence: SurfaceEvidence): Generator<readonly [string, FileFacts]> {
  for (const path of surface.existing) {
    const facts = evidence.facts.get(path);
    if (facts !== undefined) yield [path, facts];
  }
}
