import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { changesWithEverything } from "./co-change.ts";
import { type SharedKind, sharedFileKind } from "./shared-file.ts";

/** `hub`: a file of no known name that history shows to be part of a large share of all commits. */
export type ProvenKind = SharedKind | "hub";

/** Fewer imports than this is an ordinary file. */
const leastReferences = 4;
/** Lines of a barrel for each file that it names: one, and some for what is around. */
const linesPerReference = 2;

/** What kind of shared file a path is: by its name, else by what it holds, else by its history; `null` when ordinary. */
export function provenSharedKind(path: string, evidence: SurfaceEvidence): ProvenKind | null {
  const named = sharedFileKind(path);
  if (named !== null) return named;
  if (namesLittleElse(path, evidence)) return "barrel";
  return changesWithEverything(path, evidence) ? "hub" : null;
}

/** A file that does little but name other files is a barrel or a registry, whatever it is called. */
function namesLittleElse(path: string, { facts }: SurfaceEvidence): boolean {
  const known = facts.get(path);
  if (known === undefined || known.imports.length < leastReferences) return false;
  return known.lines <= linesPerReference * known.imports.length + 5;
}
