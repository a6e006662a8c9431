import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { BaroError, messageOf } from "../../core/error.ts";
import type { RunEvent } from "../../core/event.ts";
import type { Host } from "../../host/host.ts";
import { plain } from "../../report/layout.ts";
import { allRepositories, ownSwitch } from "../../settings/flags.ts";
import type { FlagValues } from "../../settings/texts.ts";
import type { RunState } from "../../state/run-state.ts";
import { foldRun } from "../../state/run-state.ts";
import { plainLine } from "../../text/plain.ts";
import { command } from "../command.ts";
import { openInBrowser } from "../own-programs.ts";
import { openSession } from "../session.ts";

const formats = ["html", "markdown", "text"] as const;
type Format = (typeof formats)[number];

export const report = command({
  name: "report",
  description:
    "Write a run's page to a self-contained file: figures, checks, stories, changes, decision, plan. Without --out it goes to stdout, or next to the run's journal when stdout is a terminal.",
  examples: ["baro report --open", "baro report fix-the-login-k3x9 --out run.html", "baro report --format markdown"],
  words: [{ name: "run", needed: false, help: "The run (the newest of this repository)", values: "runs" }],
  flags: [
    { name: "out", hint: "F", help: "Where to write it; - is stdout (see above)", negative: false, group: "common" },
    ownSwitch("open", "Open the page in the browser"),
    allRepositories,
    {
      name: "format",
      hint: formats.join("|"),
      values: formats,
      help: "What to write (html)",
      negative: false,
      group: "common",
    },
  ],
  run: async (host, { words, flags }) => {
    const { options } = await openSession(host, flags);
    const { showRun } = await import("../../run/runs.ts");
    const events = await showRun(host, { ...options, all: flags["all"] === true }, words[0] ?? null);
    const view = foldRun(events);
    const format = formats.find((one) => one === flags["format"]) ?? "html";
    const wanted: Wanted = { out: flags["out"], open: flags["open"] === true };
    const text = await render(host, format, view, events);
    const file = destination(host, wanted, format, join(options.stateDir, "runs", view.run ?? "unknown"));
    if (file === null) {
      host.writeOut(text);
      return 0;
    }
    write(file, host.shown(text));
    host.writeOut(`${plainLine(file)}\n`);
    if (wanted.open) await openInBrowser(host, pathToFileURL(file).href);
    return 0;
  },
});

async function render(host: Host, format: Format, view: RunState, events: readonly RunEvent[]): Promise<string> {
  switch (format) {
    case "html":
      return await (await import("../../run/report-page.ts")).reportPage(host, events);
    case "markdown":
      return (await import("../../report/markdown.ts")).renderMarkdown(view);
    case "text": {
      const { renderRun } = await import("../../report/summary.ts");
      return `${renderRun(view, events, { paint: plain, width: 100 }, "steps").join("\n")}\n`;
    }
  }
}

interface Wanted {
  out: FlagValues[string];
  open: boolean;
}

/** The file to write, or null for stdout. A page is no use on a terminal, so there it goes beside the run. */
function destination(host: Host, { out, open }: Wanted, format: Format, runFolder: string): string | null {
  if (out === "-") return null;
  if (typeof out === "string") return resolve(host.cwd, out);
  const wantsFile = open || (host.terminal.stdoutIsTty && format === "html");
  const ending = { html: "html", markdown: "md", text: "txt" }[format];
  return wantsFile ? join(runFolder, `report.${ending}`) : null;
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new BaroError("failed", `Cannot write the report: ${messageOf(error)}`, {
      hint: "Name another file with --out F",
      cause: error,
    });
  }
}
