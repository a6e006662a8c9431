import { allRepositories, type Flag, ownSwitch } from "../../settings/flags.ts";
import { foldRun } from "../../state/run-state.ts";
import { command } from "../command.ts";
import { openSession } from "../session.ts";
import { showPaged } from "../terminal/pager.ts";

const stat = ownSwitch("stat", "Names and counts instead of the lines");

const noPager: Flag = {
  name: "pager",
  hint: null,
  help: null,
  off: "Print without a pager, even on a terminal (off)",
  negative: true,
  group: "common",
};

export const diff = command({
  name: "diff",
  description: "Show what a run has landed, or what one of its stories has changed so far.",
  examples: ["baro diff", "baro diff fix-the-login-k3x9 S2", "baro diff --stat"],
  words: [
    { name: "run", needed: false, help: "The run (the newest of this repository)", values: "runs" },
    { name: "story", needed: false, help: "The story: S1, S2, … (all that landed)", values: "stories" },
  ],
  flags: [stat, noPager, allRepositories],
  run: async (host, { words, flags }) => {
    const { stat: only, pager, all, ...rest } = flags;
    const { options } = await openSession(host, rest);
    const [{ showRun }, { runDiff, storyDiff }] = await Promise.all([
      import("../../run/runs.ts"),
      import("../../run/diff.ts"),
    ]);
    const state = foldRun(await showRun(host, { ...options, all: all === true }, words[0] ?? null));
    const look = { color: options.color && host.terminal.stdoutIsTty, stat: only === true };
    const story = words[1];
    const text = story === undefined ? await runDiff(host, state, look) : await storyDiff(host, state, story, look);
    if (text !== "" && pager !== false) await showPaged(host, options, text);
    else if (text !== "") host.writeOut(text);
    else if (!options.quiet) host.writeErr("Nothing has changed yet\n");
    return 0;
  },
});
