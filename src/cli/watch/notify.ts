import type { Host } from "../../host/host.ts";
import { figuresFrom } from "../../report/figures.ts";
import { endText } from "../../report/outcome-words.ts";
import { knowsSequences } from "../../settings/knows-sequences.ts";
import type { RunOptions } from "../../settings/options.ts";
import type { RunState } from "../../state/run-state.ts";
import { cutText } from "../../text/cells.ts";
import { plainLine } from "../../text/plain.ts";
import { ownEnvironment } from "../own-programs.ts";

/** A person does not look away from what takes less. */
const longWaitMs = 60_000;

/** Longer than this nobody waits for the person's own command. */
const commandMs = 10_000;

const bell = "\u0007";

/** Tells a person who has turned to something else that a long run is over, and runs the command that they configured. */
export async function notifyOfEnd(host: Host, options: RunOptions, view: RunState): Promise<void> {
  const outcome = view.finished?.outcome;
  if (outcome === undefined) return;
  const text = `${endText(view)}: ${plainLine(view.givenGoal)}`;
  if (figuresFrom(view).wallMs >= longWaitMs) ring(host, options, text);
  await runCommand(host, options, {
    BARO_EVENT: "finished",
    BARO_OUTCOME: outcome,
    BARO_RUN: view.run ?? "",
    BARO_GOAL: plainLine(view.givenGoal),
    BARO_BRANCH: view.delivered?.branch ?? "",
    BARO_URL: view.delivered?.url ?? "",
  });
}

/** Tells the person that a question waits for them, when it comes late enough for them to have turned away. */
export async function notifyOfQuestion(host: Host, options: RunOptions, waitedMs: number): Promise<void> {
  if (waitedMs < longWaitMs) return;
  ring(host, options, "a question waits for you");
  await runCommand(host, options, { BARO_EVENT: "question" });
}

/** OSC 9 where the terminal knows it, and the bell. */
function ring(host: Host, options: RunOptions, text: string): void {
  if (options.quiet || !host.terminal.stderrIsTty || !knowsSequences(host)) return;
  host.writeErr(`\u001b]9;baro: ${cutText(text, 80)}${bell}${bell}`);
}

async function runCommand(host: Host, options: RunOptions, told: Readonly<Record<string, string>>): Promise<void> {
  const { notify } = options;
  if (notify === null) return;
  const command =
    host.platform === "win32"
      ? { program: "cmd", args: ["/c", notify] }
      : // What it leaves in the background would hold our pipes open, and us with them.
        { program: "/bin/sh", args: ["-c", `exec >/dev/null 2>&1\n${notify}`] };
  const late = new AbortController();
  const done = new AbortController();
  try {
    const env = ownEnvironment(host, told);
    const child = await host.spawn({ ...command, cwd: options.cwd, env, signal: late.signal });
    for (const output of [child.stdout, child.stderr]) void discard(output).catch(() => {});
    const tooLate = host.sleep(commandMs, done.signal).then(() => late.abort());
    const ended = await Promise.race([child.exit, tooLate]);
    if (ended?.exitCode !== 0) host.writeErr("note: the notify command failed\n");
  } catch {
    host.writeErr("note: the notify command could not be started\n");
  } finally {
    done.abort();
  }
}

async function discard(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _chunk of chunks);
}
