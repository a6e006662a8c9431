import { isUnreadable } from "./path-text.ts";

/** What HFS+ leaves out of a name before it compares: a folder of such a name is the one without. */
const ignorable = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/** What no name of a file needs: it is not seen, or makes something else be seen. */
const unseen = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;

/**
 * Why a path may not come into a repository, whatever is in it; `null`: it may. Another system would take part of it for
 * `.git`, where settings and hooks are; or people could not see what it is. `isNew`: nobody had a file of that name before.
 */
export function unsafeName(path: string, isNew: boolean): string | null {
  if (path.split("/").some(isGitElsewhere)) return "a name that some systems take for .git";
  if (isNew && isUnreadable(path)) return "a name that is not UTF-8";
  return isNew && unseen.test(path) ? "a name with characters that are not seen" : null;
}

/**
 * As git's `core.protectHFS` and `core.protectNTFS`: letters of any case, characters that are left out, dots and blanks at
 * the end, a stream behind a colon, the short name that Windows gives.
 */
function isGitElsewhere(part: string): boolean {
  return part.split("\\").some((name) => {
    const plain = name
      .replace(ignorable, "")
      .replace(/:.*$/s, "")
      .replace(/[. ]+$/, "")
      .toLowerCase();
    return plain === ".git" || /^git~\d+$/.test(plain);
  });
}
