import { basename, dirname } from "node:path";

/** A story's, and a question's: `S12`, `plan`. */
const soundId = /^[A-Za-z0-9][\w .-]{0,63}$/;
/** What git takes for no branch: characters that are not seen or mean something, a flag, a way up. */
const unsoundBranch = /^-|\.\.|[\s~^:?*[\\\p{Cc}\p{Cf}]|@\{|^\/|\/$|\/\/|\.lock$/u;

/** The run whose journal lies here. */
export function runOfJournal(file: string): string {
  return basename(dirname(file));
}

/**
 * Whether the names in an event that was read back are of the kind that is made here: folders, refs and commands are made of
 * them. A journal that somebody edited is not one that tells where to write.
 */
export function hasSoundNames(event: object, run: string): boolean {
  const told = event as Record<string, unknown>;
  const { story, branch, workBranch, stories, landed } = told;
  const listed = [...idsIn(stories, "id"), ...idsIn(landed, "story")];
  return (
    told["run"] === run &&
    [...(story === undefined ? [] : [story]), ...listed].every((id) => typeof id === "string" && soundId.test(id)) &&
    [branch, workBranch].every((name) => typeof name !== "string" || (name !== "" && !unsoundBranch.test(name)))
  );
}

function idsIn(list: unknown, field: string): unknown[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    const isRecord = typeof one === "object" && one !== null && field in one;
    return isRecord ? [(one as Record<string, unknown>)[field]] : [];
  });
}
