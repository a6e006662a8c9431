import { plural } from "../text/units.ts";
import { type Feature, flag } from "./feature.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { isAboutDocuments, isAboutTests } from "./vocabulary.ts";

/** Which places of the repository a goal names, and how much there is in them. */
export function placeFeatures(goal: GoalText, facts: IntakeFacts): Feature[] {
  const texts = isAboutDocuments(goal) || isAboutTests(goal);
  const folders = facts.surfaces.filter(({ path }) => path.endsWith("/")).length;
  const files = facts.surfaces.length - folders;
  const units = Math.log(1 + facts.units) - 5;
  return [
    flag("several-places", !texts && facts.surfaces.length > 2, `names ${facts.surfaces.length} places`),
    flag("texts-of-a-place", texts && facts.surfaces.length > 0, `texts of ${facts.surfaces[0]?.path ?? ""}`),
    { name: "named-folders", value: Math.min(2, folders), detail: areNamed(folders, "folder") },
    { name: "named-files", value: Math.min(2, files), detail: areNamed(files, "file") },
    { name: "units", value: units, detail: `${facts.units} files of that kind in what is named` },
    { name: "text-units", value: texts ? units : 0, detail: `${facts.units} texts could be changed apart` },
  ];
}

function areNamed(count: number, what: string): string {
  return `${plural(count, what)} ${count === 1 ? "is" : "are"} named`;
}
