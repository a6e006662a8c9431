import type { Host } from "../host/host.ts";
import { colored, type Layout, plain } from "../report/layout.ts";
import type { RunOptions } from "../settings/options.ts";
import { elsewhere } from "../settings/repository-root.ts";
import type { RunState } from "../state/run-state.ts";
import { harmlessLog } from "../text/plain.ts";

/** How to lay out text for one of our streams: colours only on a terminal, and its width when it is one. */
export function layoutFor(host: Host, options: Pick<RunOptions, "color">, stream: "out" | "err"): Layout {
  const isTty = stream === "out" ? host.terminal.stdoutIsTty : host.terminal.stderrIsTty;
  const forced = host.env["FORCE_COLOR"];
  const wanted = isTty || (forced !== undefined && forced !== "" && forced !== "0");
  const width = isTty ? readable(host.terminal.columns()) : 80;
  return { paint: options.color && wanted ? colored : plain, width, folds: true };
}

/** The same for a run, whose commands say where they belong when the person stands elsewhere. */
export function layoutOfRun(
  host: Host,
  options: Pick<RunOptions, "color">,
  stream: "out" | "err",
  { started }: Pick<RunState, "started">,
): Layout {
  return {
    ...layoutFor(host, options, stream),
    elsewhere: started === null ? null : elsewhere(host, started.repo.root),
  };
}

/** Lines longer than this are hard to read; fewer cells than this can't hold a word and its label. */
function readable(columns: number): number {
  return Math.max(20, Math.min(columns, 100));
}

export function printLines(host: Host, lines: readonly string[]): void {
  host.writeOut(`${lines.join("\n")}\n`);
}

/** A host whose output is safe for the log of a CI job, when it runs in one: no line of it is a command to the system. */
export function inJob(host: Host): Host {
  const variables = ["CI", "TF_BUILD", "TEAMCITY_VERSION"];
  if (variables.every((name) => host.env[name] === undefined || host.env[name] === "")) return host;
  return {
    ...host,
    writeOut: (text) => host.writeOut(harmlessLog(text)),
    writeErr: (text) => host.writeErr(harmlessLog(text)),
  };
}
