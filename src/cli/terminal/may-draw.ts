import type { Host } from "../../host/host.ts";
import type { RunOptions } from "../../settings/options.ts";

/**
 * Whether the terminal on stderr is drawn on: not where sentences were asked for, `NO_COLOR` included, which is what people
 * with a screen reader set, and not where it can't be.
 */
export function mayDraw(
  host: Pick<Host, "env" | "terminal" | "platform">,
  options: Pick<RunOptions, "plain">,
): boolean {
  const { env, terminal, platform } = host;
  if (!terminal.stderrIsTty || options.plain || isSet(env["NO_COLOR"])) return false;
  const term = env["TERM"] ?? "";
  return term !== "dumb" && (term !== "" || platform === "win32");
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
