import { realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { worktreesFolder } from "../core/worktree-folder.ts";
import { plainText } from "../text/plain.ts";

/**
 * Each worktree has a path of its own: what is compared may not name it, whether a file in it is meant or itself. Nor may it
 * name another one of ours: a compiler's cache that all of them share tells the path of the one that filled it.
 */
export function withoutPlaces(cwd: string): (text: string) => string {
  const patterns = [...new Set([cwd, realpathSync(cwd)])].map((place) => {
    const above = dirname(dirname(place));
    const all = basename(above) === worktreesFolder ? `${escaped(above)}/[\\w-]+/[\\w-]+` : escaped(place);
    return new RegExp(`${all}(?:(/)|(?![\\w.-]))`, "g");
  });
  const clean = (text: string) =>
    patterns.reduce((rest, pattern) => rest.replace(pattern, (_all, slash) => (slash === undefined ? "." : "")), text);
  return (text) => {
    const cleaned = clean(text);
    // Some programs give each part of a path a colour of its own.
    const plain = cleaned.includes("\u001B") ? plainText(cleaned) : cleaned;
    const bare = clean(plain);
    return bare === plain ? cleaned : bare;
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
