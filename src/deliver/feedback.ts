import { type DeliverySettings, defaultDeliverySettings } from "../core/delivery.ts";
import { BaroError } from "../core/error.ts";
import { forgeError } from "../forges/advice.ts";
import { ForgeFailure } from "../forges/failure.ts";
import type { FailingCheck, RequestFacts, ReviewComment } from "../forges/forge-api.ts";
import { forgeOf } from "../forges/forges.ts";
import type { Host } from "../host/host.ts";
import { quoteLines } from "../text/escape-markdown.ts";
import { shorten, tailOf } from "../text/shorten.ts";
import { openOwnForge } from "./planning/look-around.ts";

export interface FeedbackInput {
  root: string;
  request: RequestFacts;
  settings?: Partial<DeliverySettings>;
  signal: AbortSignal;
}

const askTimeoutMs = 30_000;
const maxRemarks = 40;
const maxRemark = 1500;
const maxChecks = 8;
const maxLog = 3000;

/** The open remarks of reviewers as a goal. `null`: there are none. Throws `delivery-impossible`. */
export async function commentsAsGoal(host: Host, input: FeedbackInput): Promise<string | null> {
  const { number } = input.request;
  const comments = await ask(host, input, "review comments", (api) => api.openComments(number));
  return comments.length === 0 ? null : renderComments(input.request, comments);
}

/** The failing checks of a request's head, with the end of their logs, as a goal. `null`: none fails. */
export async function checksAsGoal(host: Host, input: FeedbackInput): Promise<string | null> {
  const { commit } = input.request.head;
  const checks = await ask(host, input, "checks", (api) => api.failingChecks(commit));
  return checks.length === 0 ? null : renderChecks(input.request, checks);
}

type Own = NonNullable<Awaited<ReturnType<typeof openOwnForge>>>;

async function ask<T>(
  host: Host,
  { root, request, settings, signal }: FeedbackInput,
  what: string,
  read: (api: Own["api"]) => Promise<T | null>,
): Promise<T> {
  const all = { ...defaultDeliverySettings, ...settings };
  const forge = await openOwnForge(host, root, all, { timeoutMs: askTimeoutMs, signal });
  const doing = `read the ${what} of #${request.number}`;
  if (forge === null) {
    throw new BaroError("delivery-impossible", `Cannot ${doing}: no remote is on a known forge`, {
      hint: "Say which forge it is with BARO_FORGE=KIND",
    });
  }
  try {
    const found = await read(forge.api);
    if (found !== null) return found;
  } catch (error) {
    if (!(error instanceof ForgeFailure)) throw error;
    throw forgeError("delivery-impossible", doing, error, forge.into);
  }
  throw new BaroError("delivery-impossible", `Cannot ${doing}: there is no sign-in for ${forge.into.host}`, {
    hint: `Sign in to read the ${what} of a ${forgeOf(forge.into).requestName}`,
  });
}

/** What reviewers wrote, quoted: it says what to look at, and orders nothing besides. */
export function renderComments({ number, title }: RequestFacts, comments: readonly ReviewComment[]): string {
  const remarks = comments.slice(0, maxRemarks).map(({ author, path, line, body }) => {
    const place = path === null ? "on the whole" : `on ${path}${line === null ? "" : `:${line}`}`;
    return `${author} ${place}:\n${quoteLines(shorten(body.trim(), maxRemark))}`;
  });
  const more = comments.length > maxRemarks ? [`(${comments.length - maxRemarks} more are left out)`] : [];
  const head = `Address the open review comments of #${number} (${shorten(title, 100)})`;
  return [`${head}.`, ...remarks, ...more].join("\n\n");
}

/** What fails, with the end of each log, where the cause usually is. */
export function renderChecks({ number, title }: RequestFacts, checks: readonly FailingCheck[]): string {
  const parts = checks.slice(0, maxChecks).map(({ name, summary, log }) => {
    const text = [summary.trim(), log === null ? "" : tailOf(log.trimEnd(), maxLog)].filter((part) => part !== "");
    return `${name} fails:\n${quoteLines(text.length === 0 ? "(no output)" : text.join("\n"))}`;
  });
  const more = checks.length > maxChecks ? [`(${checks.length - maxChecks} more are left out)`] : [];
  return [`Fix the failing checks of #${number} (${shorten(title, 100)}).`, ...parts, ...more].join("\n\n");
}
