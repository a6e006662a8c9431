import { plural } from "../text/units.ts";
import { type Feature, flag, grouped } from "./feature.ts";
import type { GoalText } from "./goal-text.ts";
import { habitFeatures, repositoryFeatures } from "./habit-features.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { latelyFeatures } from "./lately-features.ts";
import { precedentFeatures } from "./precedent-features.ts";
import { formFeatures, kindFeatures } from "./title-features.ts";
import { isAboutDocuments, isAboutTests } from "./vocabulary.ts";

/** Every measured property of a goal, in a fixed order. Pure: the same goal and facts give the same numbers. */
export function readFeatures(goal: GoalText, facts: IntakeFacts): Feature[] {
  return [
    ...kindFeatures(goal),
    ...grouped("wording", formFeatures(goal)),
    ...grouped("precedents", [
      ...precedentFeatures(facts.precedents),
      ...latelyFeatures(facts.precedents, facts.history),
    ]),
    ...grouped("habits", habitFeatures(goal, facts)),
    ...grouped("repository", repositoryFeatures(facts)),
    ...grouped("places", placeFeatures(goal, facts)),
  ];
}

/** Which places of the repository a goal names, and how much there is in them. */
function placeFeatures(goal: GoalText, facts: IntakeFacts): Feature[] {
  const texts = isAboutDocuments(goal) || isAboutTests(goal);
  const folders = facts.surfaces.filter(({ path }) => path.endsWith("/")).length;
  const files = facts.surfaces.length - folders;
  const units = Math.log(1 + facts.units) - 5;
  return [
    flag(
      "several-places",
      !texts && facts.surfaces.length > 2,
      `it names ${facts.surfaces.length} places`,
      "it names fewer than three places",
    ),
    flag(
      "texts-of-a-place",
      texts && facts.surfaces.length > 0,
      `it is about texts of ${facts.surfaces[0]?.path ?? ""}`,
      "it is not about the texts of a place",
    ),
    { name: "named-folders", value: Math.min(2, folders), ...areNamed(folders, "folder") },
    { name: "named-files", value: Math.min(2, files), ...areNamed(files, "file") },
    // How many files there are of the kind that is asked for moves the model both ways, and tells people nothing.
    { name: "units", value: units, detail: "" },
    { name: "text-units", value: texts ? units : 0, detail: "" },
  ];
}

function areNamed(count: number, what: string): Pick<Feature, "detail" | "absent"> {
  if (count === 0) return { detail: `no ${what} is named`, absent: true };
  return { detail: `${plural(count, what)} ${count === 1 ? "is" : "are"} named` };
}
