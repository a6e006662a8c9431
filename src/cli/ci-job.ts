import { appendFileSync } from "node:fs";
import { messageOf } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { modeOf, type RunState } from "../state/run-state.ts";
import { plainLine } from "../text/plain.ts";

/** In GitHub Actions, tells the job's summary about the run and hands the step's outputs to later steps. */
export function writeStepReport(host: Pick<Host, "env" | "newId" | "shown" | "writeErr">, view: RunState): void {
  if (host.env["GITHUB_ACTIONS"] !== "true" || view.started === null) return;
  append(host, "GITHUB_STEP_SUMMARY", renderMarkdown(view));
  append(
    host,
    "GITHUB_OUTPUT",
    outputsOf(view)
      .map(([name, value]) => output(name, value, host.newId()))
      .join(""),
  );
}

function outputsOf(view: RunState): [name: string, value: string][] {
  return [
    ["mode", modeOf(view) ?? ""],
    ["reason", view.decision?.reason ?? ""],
    ["confidence", view.decision === null ? "" : String(view.decision.confidence)],
    ["outcome", view.finished?.outcome ?? ""],
    ["branch", view.delivered?.branch ?? ""],
    ["pr_url", view.delivered?.kind === "pr" ? (view.delivered.url ?? "") : ""],
  ];
}

/** The value between marks that no text of a goal or model can know, so that it can't set another output. */
function output(name: string, value: string, mark: string): string {
  return `${name}<<baro-${mark}\n${plainLine(value)}\nbaro-${mark}\n`;
}

/** A report that can't be written is said and no reason for the run to fail. */
function append(host: Pick<Host, "env" | "shown" | "writeErr">, variable: string, text: string): void {
  const file = host.env[variable];
  if (file === undefined || file === "") return;
  try {
    appendFileSync(file, host.shown(text));
  } catch (error) {
    host.writeErr(`note: ${variable} could not be written: ${messageOf(error)}\n`);
  }
}
