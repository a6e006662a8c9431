import type { Story } from "../core/story.ts";
import type { GitHost } from "../git/git.ts";
import { type EvidenceRequest, readEvidence, type SurfaceEvidence } from "../repository/evidence.ts";
import { focusNames } from "../surface/pairs/focus-names.ts";
import { namesToLookUp } from "../surface/pairs/going-names.ts";
import { placesToLookUp } from "../surface/pairs/moved-files.ts";
import { quotationsToLookUp } from "../surface/pairs/quotations.ts";
import { sharedFileKind } from "../surface/pairs/shared-file.ts";
import { textOf } from "../surface/pairs/story-surface.ts";
import { dataToLookUp } from "../surface/pairs/test-data.ts";
import { membersToLookUp } from "../surface/pairs/type-members.ts";
import { createdPaths, matchFiles } from "../surface/pattern/match-files.ts";

export interface PlanEvidenceRequest extends Omit<EvidenceRequest, "patterns" | "names" | "surfaces"> {
  stories: readonly Pick<Story, "title" | "brief" | "acceptance" | "writes">[];
}

/** Reads what the repository says about the surfaces of these stories: at the base, and in the history up to it. */
export function readPlanEvidence(
  host: GitHost,
  { stories, ...request }: PlanEvidenceRequest,
): Promise<SurfaceEvidence> {
  return readEvidence(host, {
    ...request,
    patterns: stories.flatMap(({ writes }) => writes),
    names: namesOfStories(stories),
    surfaces: {
      lay: (files, patterns, ignoreCase) => {
        const touched = matchFiles(files, patterns, ignoreCase);
        return { touched, created: createdPaths(touched, files) };
      },
      isBarrel: (path) => sharedFileKind(path) === "barrel",
    },
  });
}

/** All that must be known at the base to judge what these stories say. */
export function namesOfStories(stories: PlanEvidenceRequest["stories"]): string[] {
  return stories.flatMap((story) => [
    ...namesToLookUp(textOf(story)),
    ...focusNames(story).map(({ name }) => name),
    ...placesToLookUp(story),
    ...dataToLookUp(story.writes),
    ...membersToLookUp(textOf(story)),
    ...quotationsToLookUp(textOf(story)),
  ]);
}
