import { textRecords } from "../core/path-text.ts";
import { collidingNames, windowsRefuses } from "../core/portable-name.ts";
import { listBaseFiles } from "../git/base-files.ts";
import { besideFiles } from "../git/beside-files.ts";
import { gitBytes } from "../git/git.ts";
import type { Host } from "../host/host.ts";

/** More of a kind help nobody. */
const mostTold = 5;

/**
 * What to know of the names of new files: some systems can't have them, or not all of them. Nothing where the repository
 * has such names already: nobody works on it there.
 */
export async function unportableNames(
  host: Host,
  { root, base, commit }: { root: string; base: string; commit: string },
): Promise<string[]> {
  const args = ["diff", "--name-only", "-z", "--no-renames", "--diff-filter=A", base, commit];
  const { cwd, env } = await besideFiles(host, root);
  const added = textRecords(await gitBytes(host, cwd, args, { env }));
  if (added.length === 0) return [];
  const [before, after] = await Promise.all([listBaseFiles(host, root, base), listBaseFiles(host, root, commit)]);
  return namesToTell(added, before, after);
}

/** The same of lists of paths: those that are new, all before them and all with them. */
export function namesToTell(added: readonly string[], before: readonly string[], after: readonly string[]): string[] {
  const refused = added.flatMap((path) => {
    const why = windowsRefuses(path);
    return why === null ? [] : [`${path} (${why})`];
  });
  const collisions = collidingNames(added, after).map(({ one, other }) => `${one} and ${other}`);
  return [
    ...(refused.length === 0 || before.some((path) => windowsRefuses(path) !== null)
      ? []
      : [`Windows can't check out ${listed(refused)}`]),
    ...(collisions.length === 0 || collidingNames(before, before).length > 0
      ? []
      : [`On macOS and Windows ${listed(collisions)} are the same name`]),
  ];
}

function listed(names: readonly string[]): string {
  const more = names.length > mostTold ? ` and ${names.length - mostTold} more` : "";
  return `${names.slice(0, mostTold).join(", ")}${more}`;
}
