import { messageOf } from "../core/error.ts";
import { readFilterWords } from "../git/explain.ts";
import { GitFailure } from "../git/git.ts";
import { WorktreeTrouble } from "../git/place.ts";

/** What a person or the machine has to mend for every story; anything else that git or the file system refuses is one story's. */
const everybodys =
  /No space left|Disk quota|unable to write|\.lock'?: File exists|not a git repository|bad object|object file .* is empty/i;
const oneStorys = new Set(["EACCES", "EPERM", "ENOENT", "ENOTDIR", "ELOOP", "EISDIR", "ENOTEMPTY"]);

function saidBy(error: unknown): string {
  if (!(error instanceof GitFailure)) return messageOf(error);
  return readFilterWords(error.stderr) ?? error.stderr.slice(0, 1_000);
}

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
    throw new WorktreeTrouble(`The story's files can't be ${what}: ${saidBy(error)}`, { cause: error });
  }
}
