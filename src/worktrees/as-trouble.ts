import { messageOf } from "../core/error.ts";
import { GitFailure } from "../git/git.ts";
import { WorktreeTrouble } from "../git/place.ts";

/** What a person or the machine has to mend for every story; anything else that git or the file system refuses is one story's. */
const everybodys =
  /No space left|Disk quota|unable to write|\.lock'?: File exists|not a git repository|bad object|object file .* is empty/i;
const oneStorys = new Set(["EACCES", "EPERM", "ENOENT", "ENOTDIR", "ELOOP", "EISDIR", "ENOTEMPTY"]);

/** Tells trouble with a story's files apart from what ends a run. `what` was being done with them. */
export async function asTrouble<T>(what: "checked out" | "read" | "committed", work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isOne =
      error instanceof GitFailure
        ? !everybodys.test(error.stderr)
        : oneStorys.has((error as NodeJS.ErrnoException).code ?? "");
    if (!isOne) throw error;
    const said = error instanceof GitFailure ? error.stderr.slice(0, 1_000) : messageOf(error);
    throw new WorktreeTrouble(`The story's files can't be ${what}: ${said}`, { cause: error });
  }
}
