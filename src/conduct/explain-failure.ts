import { BaroError } from "../core/error.ts";
import { GitFailure } from "../git/git.ts";

/** What git says when the disk has no room, in the words that a person is told anyway. */
const noRoom = /No space left on device|Disk quota exceeded|unable to write/i;

/** A git command that failed is for the person to look at; anything else stays what it is. */
export function explainFailure(error: unknown): unknown {
  if (!(error instanceof GitFailure)) return error;
  return new BaroError("git-failed", `Cannot go on: ${error.message}`, { hint: hintFor(error.stderr), cause: error });
}

function hintFor(stderr: string): string {
  const locked = /Unable to create '([^']+\.lock)': File exists/.exec(stderr)?.[1];
  if (locked !== undefined) return `If no git is running, remove "${locked}"; then baro resume`;
  return noRoom.test(stderr) ? "Make room, then baro resume" : "Mend what git names, then baro resume";
}
