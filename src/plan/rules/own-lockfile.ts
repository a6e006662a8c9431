import type { PlanChange, Ruled } from "../../core/plan.ts";
import type { Story } from "../../core/story.ts";
import { isLockfile, isMadeFrom, isManifest } from "../../ecosystems/known.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { parsePattern, patternMatches } from "../../surface/pattern/pattern.ts";
import { inOrder } from "../order.ts";

/**
 * Gives a lockfile that nobody owns to the last story that writes a manifest which it is made from: otherwise it would
 * be left out of the diff and be stale. The pair rules then put that story behind the others that write such a manifest.
 */
export function ownLockfiles(stories: readonly Story[], { files, ignoreCase }: SurfaceEvidence): Ruled {
  const writers = inOrder(stories).flatMap((story) => {
    const manifests = story.writes.filter(isManifest);
    return manifests.length === 0 ? [] : [{ id: story.id, manifests }];
  });
  if (writers.length === 0) return { stories: [...stories], changes: [] };
  const owned = stories.flatMap(({ writes }) => writes.map(parsePattern));
  const locks = [...files].filter(isLockfile);
  let left = [...stories];
  const changes: PlanChange[] = [];
  for (const lockfile of locks) {
    if (owned.some((pattern) => patternMatches(pattern, lockfile, { ignoreCase }))) continue;
    const makes = (manifest: string) => nearest(manifest, locks).includes(lockfile);
    const last = writers.findLast(({ manifests }) => manifests.some(makes));
    if (last === undefined) continue;
    left = left.map((story) => (story.id === last.id ? { ...story, writes: [...story.writes, lockfile] } : story));
    const why = `${last.id} writes \`${last.manifests.find(makes)}\`, which \`${lockfile}\` is made from: it writes both`;
    changes.push({ rule: "shared-file", stories: [last.id], why });
  }
  return { stories: left, changes };
}

/** Of the lockfiles made from a manifest, those nearest to it: a package with its own does not touch the root's. */
function nearest(manifest: string, locks: readonly string[]): string[] {
  const made = locks.filter((lockfile) => isMadeFrom(lockfile, manifest));
  const depthOf = (path: string) => path.split("/").length;
  const deepest = Math.max(...made.map(depthOf));
  return made.filter((lockfile) => depthOf(lockfile) === deepest);
}
