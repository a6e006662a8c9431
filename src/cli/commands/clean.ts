import type { Host } from "../../host/host.ts";
import { beside } from "../../report/layout.ts";
import type { CleanRequest } from "../../run/clean.ts";
import { allRepositories, jsonDocument, ownSwitch } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { layoutFor, printLines } from "../output.ts";
import { openSession, printJson, sayNotices } from "../session.ts";

export const clean = command({
  name: "clean",
  description:
    "Remove what runs left behind where that is safe. Work that exists nowhere else is kept and listed with the reason.",
  examples: ["baro clean --dry-run", "baro clean", "baro clean fix-the-login-k3x9 --force"],
  words: [{ name: "run", needed: false, help: "The run (all of this repository that have ended)", values: "runs" }],
  flags: [
    ownSwitch("dry-run", "Only show what would be removed and kept"),
    allRepositories,
    ownSwitch("force", "Also remove what is kept for safety; each item is named"),
    ownSwitch("set-aside", "Only remove what runs have set aside; leave the runs themselves alone"),
    jsonDocument,
  ],
  run: async (host, { words, flags }) => {
    const { options } = await openSession(host, flags);
    const { cleanRuns } = await import("../../run/clean.ts");
    const [dryRun, all] = [flags["dry-run"] === true, flags["all"] === true];
    const say = (what: string, text: string) => {
      // A line of a file is one line.
      if (!host.terminal.stdoutIsTty) printLines(host, [`${what.padEnd(column)}${text}`]);
      else printLines(host, beside(what, column, text, layoutFor(host, options, "out")));
    };
    const tell: CleanRequest["tell"] = (news) => {
      if (options.json) return;
      if ("runs" in news) sayWhat(host, options, { runs: news.runs, dryRun, all });
      else if ("removed" in news) say(dryRun ? "would remove " : "removed", news.removed);
      else say("kept", `${news.what}: ${news.why}`);
    };
    const request = {
      run: words[0] ?? null,
      all,
      force: flags["force"] === true,
      setAside: flags["set-aside"] === true,
      dryRun,
      tell,
    };
    const result = await cleanRuns(host, options, request);
    if (options.json) printJson(host, result);
    else if (result.removed.length + result.kept.length === 0) printLines(host, ["There is nothing to clean"]);
    return 0;
  },
});

/** Cells of what becomes of something. */
const column = 9;

function sayWhat(
  host: Host,
  options: { quiet: boolean },
  { runs, dryRun, all }: { runs: number; dryRun: boolean; all: boolean },
): void {
  if (runs < 2) return;
  const whose = all ? "" : " of this repository";
  const how = dryRun ? "nothing is removed" : "their journals stay, and so does work that is on no other branch";
  sayNotices(host, options, [`looking at what ${runs} runs${whose} left: ${how}`]);
}
