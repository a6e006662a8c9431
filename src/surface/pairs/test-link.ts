import { folderOf } from "../../core/path.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { foldersOf, type StorySurface, subjectOf } from "./story-surface.ts";

/** Whether one story writes tests alone, and they look at what the other one writes: by import, by name or by place. */
export function testsLookAt(tester: StorySurface, maker: StorySurface, evidence: SurfaceEvidence): boolean {
  return testedPath(tester, maker, evidence) !== null;
}

/** The first such test with the source that it looks at; `null` when there is none. */
export function testedPath(
  tester: StorySurface,
  maker: StorySurface,
  evidence: SurfaceEvidence,
): { test: string; source: string; how: "imports" | "is named after" | "lies beside" } | null {
  if (tester.sources.length > 0 || maker.sources.length === 0) return null;
  const sources = new Set(maker.sources);
  const bySubject = new Map(maker.sources.map((path) => [subjectOf(path), path] as const));
  const folders = foldersOf(maker.sources);
  for (const test of tester.tests) {
    const imported = importsOf(test, evidence).find((path) => sources.has(path));
    if (imported !== undefined) return { test, source: imported, how: "imports" };
    const named = bySubject.get(subjectOf(test));
    if (named !== undefined) return { test, source: named, how: "is named after" };
    const beside = folders.has(folderOf(test))
      ? maker.sources.find((path) => folderOf(path) === folderOf(test))
      : undefined;
    if (beside !== undefined) return { test, source: beside, how: "lies beside" };
  }
  return null;
}

/** What a file imports; a file that is to be created will probably import what the files beside it do. */
function importsOf(path: string, evidence: SurfaceEvidence): readonly string[] {
  const facts = evidence.facts.get(path);
  if (facts !== undefined || evidence.files.has(path)) return facts?.imports ?? [];
  return (evidence.similar.get(path) ?? []).flatMap((other) => evidence.facts.get(other)?.imports ?? []);
}
