/** Every failure a person can act on. The code decides the exit code and is the handle of tests. */
export const exitCodeOf = {
  failed: 1,
  "git-failed": 1,
  "delivery-failed": 1,
  "state-unwritable": 1,
  usage: 2,
  config: 2,
  "plan-invalid": 2,
  "run-unknown": 2,
  "input-needed": 3,
  empty: 4,
  "git-missing": 5,
  "no-repository": 5,
  "no-base": 5,
  "no-state": 5,
  "agent-missing": 5,
  "agent-sign-in": 5,
  "delivery-impossible": 5,
  "checks-missing": 5,
  "sandbox-missing": 5,
  "model-failed": 1,
  ceiling: 6,
  interrupted: 130,
  terminated: 143,
} as const;

export type ErrorCode = keyof typeof exitCodeOf;

/** The exit code of a bug in baro itself: sysexits' EX_SOFTWARE. */
export const bugExitCode = 70;

/**
 * A failure that the person can do something about. `message` reads "Cannot X: Y"; `hint` is the next thing to type.
 */
export class BaroError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** A folder in the repository that the commands of the hint are meant for; null: where the person stands. */
  place: string | null = null;

  constructor(code: ErrorCode, message: string, details: { hint?: string | undefined; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "BaroError";
    this.code = code;
    this.hint = details.hint;
  }
}

/** Does work on the repository at `place`: what goes wrong with it is to be mended there, unless it says where else. */
export async function workingIn<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BaroError) error.place ??= place;
    throw error;
  }
}

/** What the operating system says when it has no more of something, and what a person can do about it. */
const shortages: Readonly<Record<string, readonly [what: string, mend: string]>> = {
  ENOSPC: ["the disk is full", "Make room"],
  EDQUOT: ["the disk quota is used up", "Make room"],
  EROFS: ["the file system is read-only", "Make it writable"],
  EMFILE: ["too many files are open", "Raise the limit (ulimit -n) or lower --parallel"],
  ENFILE: ["too many files are open on this machine", "Close what you can"],
  ENOMEM: ["there is no memory left", "Close what you can or lower --parallel"],
};

/** Turns a shortage of the machine into an error that a person can act on; anything else stays what it is. */
export function namedShortage(error: unknown): unknown {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  const shortage = typeof code === "string" ? shortages[code] : undefined;
  if (shortage === undefined) return namedFileTrouble(error);
  const [what, mend] = shortage;
  return new BaroError("state-unwritable", `Cannot go on: ${what} (${messageOf(error)})`, {
    hint: `${mend}, then go on with: baro resume`,
    cause: error,
  });
}

/** Marks a case that the types rule out; reaching it is a bug. */
export function unreachable(value: never): never {
  throw new Error(`Impossible value: ${JSON.stringify(value)}`);
}

/** A file's trouble that nobody expected is the machine's all the same, and no case that the program does not know. */
function namedFileTrouble(error: unknown): unknown {
  const { code, syscall, path } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === undefined || syscall === undefined || path === undefined || fileTroubles[code] === undefined)
    return error;
  return new BaroError("failed", `Cannot go on: ${messageOf(error)}`, {
    hint: "Check that file or folder; --verbose shows where it was needed",
    cause: error,
  });
}

/** What a person calls the troubles of files that the operating system has only letters for. */
const fileTroubles: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "part of the path is not a folder",
  EISDIR: "it is a folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EEXIST: "it already exists",
  ENOTEMPTY: "the folder is not empty",
  ELOOP: "its links form a loop",
  ENAMETOOLONG: "the name is too long",
  EBUSY: "it is in use",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
};

/** The text of anything thrown; of a trouble with a file, in words and with its path, unless that is `named` already. */
export function messageOf(error: unknown, named?: string): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as { code?: unknown; path?: unknown };
  const trouble = typeof code === "string" ? fileTroubles[code] : undefined;
  if (trouble === undefined || typeof path !== "string") return error.message.replace(forProgrammers, "");
  return named !== undefined && path.endsWith(named) ? trouble : `"${path}": ${trouble}`;
}

/** What a run time says to whoever writes a program. */
const forProgrammers = /\. For more information, pass `verbose: true` in the second argument to fetch\(\)/;
