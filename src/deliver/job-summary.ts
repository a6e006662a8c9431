import { appendFileSync } from "node:fs";
import type { Decision } from "../core/decision.ts";
import { messageOf } from "../core/error.ts";
import type { CheckFacts, RunOutcome } from "../core/event.ts";
import type { Host } from "../host/host.ts";
import type { BodyFacts } from "./body-facts.ts";
import { checksPart, figuresPart, storiesPart } from "./body-parts.ts";
import { escapeCell, inlineCode } from "./escape-markdown.ts";

/** What a job of a CI service says about a run. */
export interface JobFacts {
  decision: Pick<Decision, "mode" | "confidence" | "reason" | "question"> | null;
  outcome: RunOutcome;
  stories: BodyFacts["stories"];
  checks: readonly CheckFacts[];
  figures: BodyFacts["figures"];
  branch: string | null;
  url: string | null;
  /** Why the delivery is what it is. */
  why: string;
}

/**
 * Writes the job's summary and the step's outputs where GitHub Actions wants them; elsewhere it does nothing. A file
 * that can't be written is a notice, not the end of a run that is done.
 */
export function writeJobSummary(host: Pick<Host, "env" | "newId">, facts: JobFacts): string[] {
  if (host.env["GITHUB_ACTIONS"] !== "true") return [];
  return [
    ...append(host.env["GITHUB_STEP_SUMMARY"], `${renderJobSummary(facts)}\n`),
    ...append(host.env["GITHUB_OUTPUT"], renderOutputs(facts, `end-${host.newId()}${host.newId()}`)),
  ];
}

function append(file: string | undefined, text: string): string[] {
  if (file === undefined || file === "") return [];
  try {
    appendFileSync(file, text);
    return [];
  } catch (error) {
    return [`Cannot write "${file}": ${messageOf(error)}`];
  }
}

const headlines: Readonly<Record<RunOutcome, string>> = {
  delivered: "Delivered",
  partial: "Delivered in part",
  failed: "Failed",
  empty: "Nothing changed",
  needs_input: "Needs an answer",
  ceiling: "Stopped at a limit",
  interrupted: "Interrupted",
};

/** The summary as Markdown. */
export function renderJobSummary(facts: JobFacts): string {
  const { decision, stories, checks, outcome } = facts;
  const parts = [
    `## ${headlines[outcome]}`,
    resultLine(facts),
    decision === null ? "" : decisionLine(decision),
    decision?.question ? `**Question:** ${escapeCell(decision.question)}` : "",
    stories.length === 0 ? "" : storiesPart(stories),
    stories.length === 0 ? "" : checksPart(checks),
    stories.length === 0 ? "" : figuresPart(facts),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function resultLine({ url, branch, why }: JobFacts): string {
  const reason = escapeCell(why);
  if (url !== null && /^https?:\/\/[^\s<>]+$/.test(url)) return `<${url}> ${reason}`.trim();
  return branch === null ? reason : `Branch ${inlineCode(branch)}. ${reason}`.trim();
}

function decisionLine({ mode, confidence, reason }: NonNullable<JobFacts["decision"]>): string {
  return `**Mode:** ${mode} (confidence ${confidence.toFixed(2)}). ${escapeCell(reason)}`.trim();
}

/**
 * The step's outputs. Values stand between delimiters that nobody can guess: a line of a goal or a reason can't end its
 * value early and set another output.
 */
export function renderOutputs(facts: JobFacts, delimiter: string): string {
  const { decision, outcome, branch, url } = facts;
  const outputs: [string, string][] = [
    ["mode", decision?.mode ?? ""],
    ["reason", decision?.reason ?? ""],
    ["confidence", decision === null ? "" : String(decision.confidence)],
    ["outcome", outcome],
    ["branch", branch ?? ""],
    ["pr_url", url ?? ""],
  ];
  return outputs.map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`).join("");
}
