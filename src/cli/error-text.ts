import { BaroError } from "../core/error.ts";
import { elsewhere } from "../settings/repository-root.ts";
import { wrapLog } from "../text/cells.ts";
import { plainText } from "../text/plain.ts";
import { hintFor } from "../text/typed-command.ts";
import { versionLine } from "./version.ts";

/** An error as a person reads it: what could not be done and why, then the next thing to type. A bug has its stack. */
export function renderError(
  error: unknown,
  how: {
    color: boolean;
    verbose: boolean /** Of a terminal; null: lines are as long as they are. */;
    width: number | null;
    /** Where the person stands: commands that are meant for another repository say so. */
    cwd?: string;
  },
): string {
  const paint = (code: number, text: string) => (how.color ? `\u001b[${code}m${text}\u001b[39m` : text);
  if (!(error instanceof BaroError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${paint(31, "bug:")} ${versionLine} hit a bug\n${stack}`;
  }
  const { width } = how;
  const say = (label: string, text: string) =>
    width === null ? [`${label} ${plainText(text)}`] : wrapLog(`${label} ${plainText(text)}`, width);
  const lines = say(paint(31, "error:"), error.message);
  if (error.hint !== undefined) lines.push(...say(paint(36, "hint:"), hintFor(placeOf(error, how.cwd), error.hint)));
  if (how.verbose) lines.push(...causesOf(error).map((cause) => `${paint(90, "cause:")} ${cause}`));
  return lines.join("\n");
}

function placeOf({ place }: BaroError, cwd: string | undefined): string | null {
  return place === null || cwd === undefined ? null : elsewhere({ cwd }, place);
}

function causesOf(error: Error): string[] {
  const causes: string[] = [];
  for (let cause = error.cause; cause !== undefined && causes.length < 8; ) {
    causes.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}
