import { childEnvironment } from "../../host/environment.ts";
import { type Host, SpawnError } from "../../host/host.ts";
import { runCommand } from "../../host/run-command.ts";
import { keyringVariables, signInTimeoutMs } from "../sign-in.ts";

/** The token of the person's sign-in with `gh`; `null`: none for this host, or no `gh`. Nothing asks. */
export async function tokenOfGh(
  host: Host,
  root: string,
  forgeHost: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const result = await runCommand(host, {
      program: "gh",
      args: ["auth", "token", "--hostname", forgeHost],
      cwd: root,
      env: childEnvironment(host.env, { GH_PROMPT_DISABLED: "1", GH_NO_UPDATE_NOTIFIER: "1" }, keyringVariables),
      timeoutMs: signInTimeoutMs,
      signal,
      maxStdoutBytes: 64 * 1024,
    });
    const token = result.stdout.toString("utf8").trim();
    return result.exitCode === 0 && token !== "" ? token : null;
  } catch (error) {
    if (error instanceof SpawnError) return null;
    throw error;
  }
}
