/** Names of devices, with whatever ending. */
const device = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;

/** Why Windows can't have a file of this path; `null`: it can. */
export function windowsRefuses(path: string): string | null {
  for (const part of path.split("/")) {
    if (device.test(part)) return "the name of a device";
    const letter = /[<>:"|?*\\]/.exec(part)?.[0];
    if (letter !== undefined) return `"${letter}" in a name`;
    if (/[. ]$/.test(part)) return `a ${part.endsWith(".") ? "dot" : "blank"} at the end of a name`;
  }
  return null;
}

const ascii = /^[\x20-\x7e]*$/;

/** What a name is on a system to which letters of either case, composed or not, are the same. */
export function foldedName(path: string): string {
  return ascii.test(path) ? path.toLowerCase() : path.normalize("NFC").toLowerCase();
}

export interface Collision {
  one: string;
  other: string;
}

/**
 * New paths that are, on such a system, the same as another path of `all`: as files, or by a folder that they are in. Each
 * is told once.
 */
export function collidingNames(added: readonly string[], all: readonly string[]): Collision[] {
  const asked = new Map<string, Set<string>>();
  for (const path of added) for (const name of withFolders(path)) asked.set(foldedName(name), new Set());
  for (const path of all) {
    for (const name of withFolders(path)) asked.get(foldedName(name))?.add(name);
  }
  return [...asked.values()].flatMap((names) => {
    const [one, ...others] = [...names].toSorted();
    if (one === undefined) return [];
    // What lies in folders of two names is told by those.
    return others.flatMap((other) => (parentOf(one) === parentOf(other) ? [{ one, other }] : []));
  });
}

function withFolders(path: string): string[] {
  const names = [path];
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) names.push(path.slice(0, at));
  return names;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
