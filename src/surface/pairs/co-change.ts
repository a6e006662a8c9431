import type { SurfaceEvidence } from "../../repository/evidence.ts";
import type { StorySurface } from "./story-surface.ts";

/** How often two files changed in one commit. */
export interface CoChange {
  a: string;
  b: string;
  /** Commits that changed both. */
  support: number;
  /** Of the commits that changed the one that changes less, the share that changed both. */
  confidence: number;
}

/** Fewer common commits than this are chance. */
const leastSupport = 3;
/** A file that is part of this share of all commits changes with everything, and says nothing about any one. */
const hubShare = 0.2;
const leastConfidence = 0.5;
/** A surface of more files is looked at through its first ones: the work is the product of both. */
const maxFiles = 100;

/** The pair of files, one of each surface, that changed together most reliably; `null` when none did often enough. */
export function strongestCoChange(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): CoChange | null {
  const others = changesOf(b, evidence).map(([path, ordinals]) => ({ path, ordinals: new Set(ordinals) }));
  let best: CoChange | null = null;
  for (const [path, ordinals] of changesOf(a, evidence)) {
    for (const other of others) {
      const support = ordinals.filter((ordinal) => other.ordinals.has(ordinal)).length;
      const confidence = support / Math.min(ordinals.length, other.ordinals.size);
      if (support < leastSupport || confidence <= (best?.confidence ?? 0)) continue;
      best = { a: path, b: other.path, support, confidence };
    }
  }
  return best;
}

/** The strongest co-change as one line, if it is strong at all. */
export function coChangeReason(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): string | null {
  const best = strongestCoChange(a, b, evidence);
  if (best === null || best.confidence < leastConfidence) return null;
  const share = Math.round(100 * best.confidence);
  return `${a.story.id}'s \`${best.a}\` and ${b.story.id}'s \`${best.b}\` changed together in ${best.support} commits (${share}%)`;
}

/** A file that is part of nearly every commit is a shared file, whatever it is called. */
export function changesWithEverything(path: string, { history }: SurfaceEvidence): boolean {
  const changes = history.changes.get(path)?.length ?? 0;
  return history.commits >= 50 && changes > hubShare * history.commits;
}

function changesOf({ existing }: StorySurface, evidence: SurfaceEvidence): (readonly [string, readonly number[]])[] {
  return existing.slice(0, maxFiles).flatMap((path) => {
    const ordinals = evidence.history.changes.get(path);
    return ordinals === undefined || changesWithEverything(path, evidence) ? [] : [[path, ordinals] as const];
  });
}
