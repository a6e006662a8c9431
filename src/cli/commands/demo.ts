import type { Host } from "../../host/host.ts";
import type { DemoResult } from "../../run/demo.ts";
import type { RunOptions } from "../../settings/options.ts";
import { shellWord } from "../../text/quoting.ts";
import { wordAmong } from "../arguments.ts";
import { command } from "../command.ts";
import { diffLines } from "../diff-lines.ts";
import { layoutFor } from "../output.ts";
import { openSession } from "../session.ts";
import { watch } from "../watch/watch.ts";

export const demo = command({
  name: "demo",
  description:
    "Show a whole run on a scratch repository with a built-in scripted model: no key, no network. Everything but the model's words is real.",
  examples: ["baro demo focused", "baro demo parallel --json"],
  words: [{ name: "which", needed: false, help: "focused or parallel (focused)", values: ["focused", "parallel"] }],
  run: async (host, { words, flags }) => {
    using session = await openSession(host, flags);
    const { options, person } = session;
    const { runDemo } = await import("../../run/demo.ts");
    const which = wordAmong(words[0] ?? "focused", ["focused", "parallel"], "demo");
    let result: DemoResult | null = null;
    const exitCode = await watch(host, options, async (watcher) => {
      const played = await runDemo({ host, options, person, watcher }, which);
      result = played.result;
      return played.end;
    });
    if (result !== null) host.writeErr(person === null ? adviceFor(result) : showing(host, options, result));
    return exitCode;
  },
});

/** Rows that stay for the end of the card above the diff and the command below it. */
const otherRows = 8;

/** The change itself, as much as a screen holds, and the one command that takes it. */
function showing(host: Host, options: RunOptions, result: DemoResult): string {
  const rows = Math.max(3, host.terminal.rows() - otherRows);
  const lines = diffLines(result.diff, layoutFor(host, options, "err"), rows);
  return `${lines.join("\n")}\n\nThat is ${result.branch}. Merge it:\n  ${mergeOf(result)}\n`;
}

/** What to type next. Each command stands alone on a line, to be copied. */
function adviceFor(result: DemoResult): string {
  const diff = `git -C ${shellWord(result.root)} diff main...${shellWord(result.branch)}`;
  return `See what it changed:\n  ${diff}\nMerge it:\n  ${mergeOf(result)}\n`;
}

function mergeOf({ root, branch }: DemoResult): string {
  return `git -C ${shellWord(root)} merge ${shellWord(branch)}`;
}
