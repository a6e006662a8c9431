import type { Plan } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import { isCode } from "../ecosystems/file-kind.ts";
import type { GitHost } from "../git/git.ts";
import { type NamePlaces, namesAtBase } from "../repository/names-at-base.ts";
import { goingNames } from "../surface/pairs/going-names.ts";
import { textOf } from "../surface/pairs/story-surface.ts";
import type { GoingName } from "../surface/pairs/written-name.ts";
import { parsePattern, patternMatches } from "../surface/pattern/pattern.ts";
import type { Problem } from "./plan-problems.ts";

/**
 * Stories that rename or remove a name while files that use it are in no surface of the plan: whoever does the story
 * may not write them, and the result would call what is gone. Empty when all is in reach, or could not be looked up.
 */
export async function missingUsers(
  host: GitHost,
  { root, base, signal }: { root: string; base: string; signal: AbortSignal },
  { stories }: Plan,
): Promise<Problem[]> {
  const going = stories.map((story) =>
    goingNames(textOf(story)).filter(({ how }) => how === "renames" || how === "removes"),
  );
  const names = going.flat().map(({ name }) => name);
  const places = await namesAtBase(host, { root, base, names, signal });
  const may = stories.map(mayWrite);
  return stories.flatMap((story, at) =>
    (going[at] ?? []).flatMap(({ name, how }) => {
      const found = places.get(name);
      const own = may[at];
      // Only who writes the definition can take it away.
      if (found === undefined || own === undefined || !found.defined.some(own)) return [];
      const left = usersOf(found).filter((path) => !may.some((can) => can(path)));
      return left.length === 0 ? [] : [problemOf(story, at, { name, how }, left)];
    }),
  );
}

function mayWrite({ writes }: Story): (path: string) => boolean {
  const patterns = writes.map(parsePattern);
  // An undeclared surface is the whole repository.
  return (path) => patterns.length === 0 || patterns.some((pattern) => patternMatches(pattern, path));
}

/** Code that holds the name and defines none of its own. */
function usersOf({ defined, held }: NamePlaces): string[] {
  return held.filter((path) => isCode(path) && !defined.includes(path));
}

function problemOf(
  story: Story,
  at: number,
  { name, how }: Pick<GoingName, "name" | "how">,
  left: readonly string[],
): Problem {
  const shown = left.slice(0, mostShown).map((path) => `\`${path}\``);
  const rest = left.length - shown.length;
  const files = `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  return {
    at: `stories[${at}].writes`,
    what: `${story.id} ${how} \`${name}\`, and no story may write where it is used: ${files}`,
    remedy: "Add these files to its writes, or to a story that waits for it",
  };
}

const mostShown = 12;
