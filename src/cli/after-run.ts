import { BaroError } from "../core/error.ts";
import type { Watcher } from "../core/person.ts";
import type { Host } from "../host/host.ts";
import type { RunEnd } from "../run/run-context.ts";
import type { RunOptions } from "../settings/options.ts";
import { elsewhere } from "../settings/repository-root.ts";
import { foldRun, type RunState } from "../state/run-state.ts";
import { plainLine } from "../text/plain.ts";
import { hintFor } from "../text/typed-command.ts";
import { diffLines } from "./diff-lines.ts";
import { layoutFor } from "./output.ts";
import type { Choice } from "./person/menu.ts";
import type { Session } from "./session.ts";
import { ownerOf } from "./terminal/owner.ts";
import { mayDraw } from "./terminal/screen.ts";
import { watch } from "./watch/watch.ts";

type Next = "nothing" | "diff" | "merge" | "deliver" | "open" | "follow" | "report";

/**
 * Runs stages before the eyes of whoever looks on, as `watch`, and offers a person at a terminal what is next when they left
 * a result. Gives the exit code: of the run, or of its follow-up.
 */
export async function watchAndOffer(
  host: Host,
  session: Pick<Session, "options" | "person">,
  work: (watcher: Watcher) => Promise<RunEnd>,
): Promise<number> {
  let run: string | null = null;
  const exitCode = await watch(host, session.options, async (watcher) => {
    const end = await work(watcher);
    run = end.run;
    return end;
  });
  if (run === null || !isAsked(host, session)) return exitCode;
  return (await offer(host, session, run)) ?? exitCode;
}

/** Somebody sits there who was asked before: no program, no `--yes`, no pipe. */
function isAsked(host: Host, { options, person }: Pick<Session, "options" | "person">): boolean {
  const { stdinIsTty, stdoutIsTty, stderrIsTty } = host.terminal;
  const isThere = person !== null && options.ask === "terminal" && stdinIsTty && stdoutIsTty && stderrIsTty;
  return isThere && !options.yes && !options.quiet && !options.json && !options.dryRun;
}

/** Offers what is next until the person has enough; the exit code of a follow-up, null without one. */
async function offer(host: Host, session: Pick<Session, "options" | "person">, run: string): Promise<number | null> {
  const { options } = session;
  const { showRun } = await import("../run/runs.ts");
  for (;;) {
    // Folded anew: what was chosen may have delivered more.
    const state = foldRun(await showRun(host, options, run));
    const branch = state.delivered?.branch ?? null;
    if (branch === null || state.landed.length === 0) return null;
    const next = await choose(host, options, { run, state, branch });
    switch (next) {
      case "nothing":
        return null;
      case "follow": {
        const code = await followUp(host, session, branch);
        if (code !== null) return code;
        break;
      }
      default:
        await act(host, session, { next, state, branch, run });
    }
  }
}

async function choose(
  host: Host,
  options: RunOptions,
  { run, state, branch }: { run: string; state: RunState; branch: string },
): Promise<Next> {
  const { mergePlace } = await import("../run/merge-result.ts");
  const { requestToOpen } = await import("../run/request-to-open.ts");
  const request = await requestToOpen(host, options, run, state);
  const place = await mergePlace(host, state.started?.repo.root ?? options.cwd, branch);
  const choices: Choice<Next>[] = [
    { value: "nothing", label: "Nothing" },
    { value: "diff", label: "See the diff", key: "d" },
    ...(place === null ? [] : [{ value: "merge" as const, label: `Merge it into ${place.into}`, key: "m" }]),
    ...(request === null ? [] : [{ value: "deliver" as const, label: `Open a ${request}`, key: "p" }]),
    ...(state.delivered?.url == null
      ? []
      : [{ value: "open" as const, label: "Open the request in the browser", key: "o" }]),
    { value: "follow", label: "Follow up on it", key: "f" },
    { value: "report", label: "Write a report and open it", key: "r" },
  ];
  const { select } = await import("./person/prompts.ts");
  const plain = !mayDraw(host, options);
  const question = { message: "What is next?", options: choices };
  return (await ownerOf(host).lend((floor) => select({ ...options, plain, floor }, question))) ?? "nothing";
}

/** Rows that stay for the question and what is above the diff. */
const otherRows = 9;

/** Less of a diff says nothing; on a small screen it scrolls. */
const leastRows = 12;

async function act(
  host: Host,
  session: Pick<Session, "options" | "person">,
  {
    next,
    state,
    branch,
    run,
  }: { next: Exclude<Next, "nothing" | "follow">; state: RunState; branch: string; run: string },
): Promise<void> {
  const { options } = session;
  const root = state.started?.repo.root ?? options.cwd;
  switch (next) {
    case "diff": {
      const { runDiff } = await import("../run/diff.ts");
      const diff = await runDiff(host, state, { color: false });
      const rows = Math.max(leastRows, host.terminal.rows() - otherRows);
      const lines = diffLines(diff, layoutFor(host, options, "err"), rows, `baro diff ${run}`);
      host.writeErr(`${lines.join("\n")}\n`);
      return;
    }
    case "merge": {
      const { mergePlace, mergeResult } = await import("../run/merge-result.ts");
      const place = await mergePlace(host, root, branch);
      const trouble = place === null ? "it has uncommitted changes" : await mergeResult(host, place, branch);
      host.writeErr(trouble === null ? `Merged into ${place?.into}\n` : `Not merged: ${trouble}\n`);
      return;
    }
    case "deliver":
      return await openRequest(host, session, run);
    case "open": {
      const { openInBrowser } = await import("./own-programs.ts");
      await openInBrowser(host, state.delivered?.url ?? "");
      return;
    }
    case "report": {
      const { report } = await import("./commands/report.ts");
      await report.run(host, [run, "--open", "--cwd", root]);
      return;
    }
  }
}

/** What stands in the way is said, and the person chooses again. */
async function openRequest(host: Host, session: Pick<Session, "options" | "person">, run: string): Promise<void> {
  const { deliverRun } = await import("../run/deliver-run.ts");
  const { deliveredLines } = await import("./delivered-lines.ts");
  const watcher = { see() {}, pause() {} };
  try {
    const { delivered, root } = await deliverRun({ host, ...session, watcher }, { run, all: true });
    host.writeErr(`${deliveredLines(delivered, elsewhere(host, root)).join("\n")}\n`);
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    const hint = hintFor(error.place === null ? null : elsewhere(host, error.place), error.hint ?? "");
    host.writeErr(`${[error.message, ...(hint === "" ? [] : [hint])].map(plainLine).join("\n")}\n`);
  }
}

async function followUp(
  host: Host,
  session: Pick<Session, "options" | "person">,
  branch: string,
): Promise<number | null> {
  const options = { ...session.options, followUp: { pr: null, branch }, mode: "auto" as const };
  const { askText } = await import("./person/prompts.ts");
  const plain = !mayDraw(host, options);
  const goal = await ownerOf(host).lend((floor) =>
    askText({ ...options, plain, floor }, "What should change about it?"),
  );
  if (goal === null) return null;
  const { continueWork } = await import("../run/run.ts");
  const { person } = session;
  return await watchAndOffer(host, { options, person }, (watcher) =>
    continueWork({ host, options, person, watcher }, goal),
  );
}
