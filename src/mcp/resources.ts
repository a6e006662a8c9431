import { type McpServer, ResourceNotFoundError, ResourceTemplate } from "@modelcontextprotocol/server";
import { renderMarkdown } from "../report/markdown.ts";
import { readRun } from "../run/read-run.ts";
import { reportPage } from "../run/report-page.ts";
import { foldRun } from "../state/run-state.ts";
import { type Desk, requireRun, runsOf } from "./desk.ts";

/** So many runs are listed. */
const mostListed = 100;

/** Gives a server the runs of its repositories and their reports. */
export function registerResources(server: McpServer, desk: Desk): void {
  const listed = () => runsOf(desk).slice(0, mostListed);
  server.registerResource(
    "runs",
    "baro://runs",
    {
      title: "Runs",
      description: "The runs of this server's repositories, newest first",
      mimeType: "application/json",
    },
    async ({ href }) => ({
      contents: [{ uri: href, mimeType: "application/json", text: JSON.stringify(listed(), null, 2) }],
    }),
  );
  const kinds = [
    { name: "run", ending: "", title: "A run", mimeType: "text/markdown" },
    { name: "report", ending: "/report", title: "The report of a run", mimeType: "text/html" },
  ] as const;
  for (const { name, ending, title, mimeType } of kinds) {
    const uriOf = (run: string) => `baro://runs/${encodeURIComponent(run)}${ending}`;
    const template = new ResourceTemplate(`baro://runs/{run}${ending}`, {
      list: () => ({
        resources: listed().map(({ run, goal }) => ({ uri: uriOf(run), name: run, title: firstLine(goal), mimeType })),
      }),
      complete: {
        run: (begun) => listed().flatMap(({ run }) => (run.startsWith(begun) ? [run] : [])),
      },
    });
    server.registerResource(name, template, { title, mimeType }, async ({ href }, { run }) => {
      const found = await requireRun(desk, String(run)).catch(() => null);
      if (found === null) throw new ResourceNotFoundError(href);
      const events = readRun(desk.options.stateDir, found.run);
      const text = ending === "" ? renderMarkdown(foldRun(events)) : await reportPage(desk.host, events);
      return { contents: [{ uri: href, mimeType, text }] };
    });
  }
}

function firstLine(goal: string): string {
  return goal.split("\n")[0]?.slice(0, 100) ?? "";
}
