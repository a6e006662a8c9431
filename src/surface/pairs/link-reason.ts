import { folderOf } from "../../core/path.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { onceEach } from "./once-each.ts";
import { usedNames } from "./shared-names.ts";
import { foldersOf, type StorySurface } from "./story-surface.ts";

/** One piece of evidence as a sentence, and the story that should go first by it. */
export interface Reason {
  why: string;
  first: "a" | "b" | null;
}

type Look = (user: StorySurface, owner: StorySurface, evidence: SurfaceEvidence) => string | null;

/** A file of one story that imports a file, or else the package, that the other one writes. */
export function importReason(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Reason | null {
  return bothWays(importOf, a, b, evidence);
}

/** A file of one story that imports a barrel which names a file that the other one writes. */
export function barrelReason(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Reason | null {
  return bothWays(importThroughBarrel, a, b, evidence);
}

/** A file of one story with a type that derives, at any distance, from one of a file that the other one writes. */
export function ancestorReason(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Reason | null {
  return bothWays(ancestorOf, a, b, evidence);
}

/** Code of one story that uses a name which the other one's code defines. */
export function usedNameReason(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Reason | null {
  return bothWays(useOf, a, b, evidence);
}

/** As `usedNameReason`, in languages where no import tells of it: files of one Go package, what C links, Swift's modules. */
export function linkedReason(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Reason | null {
  return isLinked(a, b) ? usedNameReason(a, b, evidence) : null;
}

function isLinked(a: StorySurface, b: StorySurface): boolean {
  if ([a, b].every((one) => linking(one).hasC) || [a, b].every((one) => linking(one).hasSwift)) return true;
  return !linking(a).goFolders.isDisjointFrom(linking(b).goFolders);
}

const linking = onceEach(({ code }: StorySurface) => ({
  hasC: [...code.extensions].some((name) => /^([chm]|cc|cpp|cxx|hh|hpp|hxx|mm)$/.test(name)),
  hasSwift: code.extensions.has("swift"),
  goFolders: foldersOf(code.paths.filter((path) => path.endsWith(".go"))),
}));

const ownedBy = onceEach(({ existing, sources }: StorySurface) => ({
  files: new Set(existing),
  folders: foldersOf(sources),
}));

function bothWays(look: Look, a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Reason | null {
  const [forward, backward] = [look(b, a, evidence), look(a, b, evidence)];
  // In a cycle neither comes first.
  if (forward !== null) return { why: forward, first: backward === null ? "a" : null };
  return backward === null ? null : { why: backward, first: "b" };
}

function importOf(user: StorySurface, owner: StorySurface, evidence: SurfaceEvidence): string | null {
  const { files: owned, folders } = ownedBy(owner);
  let byPackage: string | null = null;
  for (const path of user.existing) {
    const facts = evidence.facts.get(path);
    const target = facts?.imports.find((imported) => owned.has(imported));
    if (target !== undefined)
      return `${owner.story.id} writes \`${target}\`, which ${user.story.id}'s \`${path}\` imports`;
    const folder = facts?.packages.find((imported) => folders.has(imported) && folderOf(path) !== imported);
    if (folder !== undefined && byPackage === null) {
      byPackage = `${owner.story.id} writes in \`${folder === "" ? "." : folder}/\`, which ${user.story.id}'s \`${path}\` imports`;
    }
  }
  return byPackage;
}

function importThroughBarrel(user: StorySurface, owner: StorySurface, evidence: SurfaceEvidence): string | null {
  const { files: owned } = ownedBy(owner);
  for (const path of user.existing) {
    for (const barrel of evidence.facts.get(path)?.imports ?? []) {
      const target = evidence.barrels.get(barrel)?.find((named) => owned.has(named) && named !== path);
      if (target === undefined) continue;
      return `${owner.story.id} writes \`${target}\`, which ${user.story.id}'s \`${path}\` imports by way of \`${barrel}\``;
    }
  }
  return null;
}

function ancestorOf(user: StorySurface, owner: StorySurface, evidence: SurfaceEvidence): string | null {
  const { files: owned } = ownedBy(owner);
  for (const path of user.existing) {
    const target = evidence.ancestors.get(path)?.find((file) => owned.has(file));
    if (target === undefined) continue;
    return `${owner.story.id} writes \`${target}\`, which ${user.story.id}'s \`${path}\` derives from`;
  }
  return null;
}

function useOf(user: StorySurface, owner: StorySurface, evidence: SurfaceEvidence): string | null {
  const [name] = usedNames(user, owner, evidence);
  return name === undefined ? null : `${user.story.id}'s code uses \`${name}\`, which ${owner.story.id}'s code defines`;
}
