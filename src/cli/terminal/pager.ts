import type { Host } from "../../host/host.ts";
import type { RunOptions } from "../../settings/options.ts";
import { ownEnvironment } from "../own-programs.ts";
import { ownerOf } from "./owner.ts";

/** What the shell exits with for a program that it does not find. */
const notFound = 127;

/**
 * Shows a long text as git does: through the person's pager (GIT_PAGER, PAGER, else less) where stdout is a terminal, and
 * as it is elsewhere, or where that program is missing.
 */
export async function showPaged(host: Host, options: Pick<RunOptions, "plain">, text: string): Promise<void> {
  const { controls } = host.terminal;
  const pager = pagerFor(host, options);
  if (pager === null || controls === undefined) return host.writeOut(text);
  // As git sets them: colours as they are, no paging of what fits the screen.
  const env = { LESS: "FRX", LV: "-c", ...ownEnvironment(host) };
  const request = { program: "/bin/sh", args: ["-c", pager], cwd: host.cwd, env, text: host.shown(text) };
  const { exitCode } = await ownerOf(host).lend(() => controls.page(request));
  if (exitCode === notFound) host.writeOut(text);
}

/** The command to page with; null: nobody is there to page for, or does not want to. */
export function pagerFor(
  { env, terminal, platform }: Pick<Host, "env" | "terminal" | "platform">,
  { plain }: Pick<RunOptions, "plain">,
): string | null {
  const dumb = (env["TERM"] ?? "dumb") === "dumb";
  if (!terminal.stdoutIsTty || !terminal.stdinIsTty || plain || dumb || platform === "win32") return null;
  const pager = (env["GIT_PAGER"] ?? env["PAGER"] ?? "less").trim();
  return pager === "" || pager === "cat" ? null : pager;
}
