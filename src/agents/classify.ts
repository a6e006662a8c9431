import type { AgentErrorKind } from "../core/agent-event.ts";

/**
 * A request that is too large for its model, as vendors and local servers say it: what is too large (the prompt, the
 * context, the messages, the tokens), and that it is too large. A limit of tokens in a minute is one too where the
 * request itself is over it: the same request will never fit.
 */
const fullContext = new RegExp(
  [
    /output token maximum|max_output_tokens|context_length|tokens_limit_reached|model_context_window_exceeded/,
    /context.?(length|window|size|limit|overflow)|maximum context|context shift/,
    /(prompt|input|inputs|message|messages|request|conversation|content|body|payload)\b.{0,60}\b(too (long|large|many|big)|is longer than|exceed(s|ed|ing)?|greater than|over the)\b.{0,60}(token|length|context|maximum|size|model)/,
    /(prompt|input|request|message|conversation|request body|payload|request entity) (is |was )?too (long|large|big)/,
    /too many (input |prompt )?tokens|token (count|limit|length).{0,40}exceed|exceed.{0,40}(token limit|maximum number of tokens|max(imum)?[ _](prompt|input|sequence|model)|model token limit)/,
    /tokens?.{0,60}(must be|should be|has to be|needs to be) (<=?|less than|at most|smaller|under|below|in)|less than \d+ tokens|range of input length/,
    /reduce the (length|size|number) of|reduce your (message|prompt|input|request)|maximum (prompt|input|sequence|model) length|longer than the (model|maximum)|prompt tokens? too long|prompt exceeds/,
    /tokens to keep from the initial prompt|keep the first \d+ tokens|available context|max_prompt_tokens/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "i",
);

/** Signs in an error's text, most telling first: a quota is told as a 429 too, a full context as a 400. */
const signs: readonly [kind: AgentErrorKind, pattern: RegExp][] = [
  ["context", fullContext],
  [
    "usage_limit",
    /usage.?limit|quota|billing|credit balance|insufficient.?(balance|credit|fund)|out of (extra usage|credits?|balance)|not enough (credits?|balance)|(more|add|no) credits|(account|your) balance|payment.?required|recharge|top.?up|arrear|overdue|spend(ing)?.?(limit|cap)|hit your .*limit|plan.*limit reached|(session|weekly|daily|monthly|hour) limit (reached|exhausted)|余额|使用上限|限额|配额/i,
  ],
  [
    "auth",
    /api.?key|unauthori[sz]ed|authenticat|not logged in|log ?in\b|sign.?in|oauth|token (has )?expired|forbidden/i,
  ],
  [
    "refused",
    /\brefusal\b|refuse[sd]? to|can.t help with|content.?(policy|filter)|usage policy|safety|flagged|unable to respond to this request/i,
  ],
  ["rate_limit", /rate.?limit|too many requests|\b429\b/i],
  [
    "overloaded",
    /overload|capacity|high demand|temporarily unavailable|server had an error|internal server error|\b5\d\d\b/i,
  ],
  [
    "network",
    /E(CONN|NOTFOUND|PIPE|AI_AGAIN|TIMEDOUT)|fetch failed|socket|connection|network|malformed|truncated|disconnect|stream (closed|ended)|timed? ?out|terminated/i,
  ],
  ["turns", /max(imum)?.?(number of )?turns/i],
  ["budget", /budget/i],
  ["request", /invalid|not.?found|does not exist|bad request|unsupported|not supported|unexpected argument|\b4\d\d\b/i],
];

const byStatus: Readonly<Record<number, AgentErrorKind>> = {
  400: "request",
  401: "auth",
  402: "usage_limit",
  403: "auth",
  404: "request",
  408: "network",
  413: "context",
  429: "rate_limit",
  529: "overloaded",
};

/** Some say so with a 400. */
const badKey = /api.?key (is )?(not valid|invalid|missing|expired|not found)|(invalid|incorrect|missing) api.?key/i;

/** A quota of a minute is not one that a plan or a purse sets. */
const passes = /per.?(minute|second)\b|PerMinute|(retry|again) in [\d.]+ ?(s|ms)\b/i;

/** What kind of failure an agent's words describe; the HTTP status, where it is known, decides among the vague ones. */
export function classifyError(text: string, status: number | null = null): AgentErrorKind {
  const told = signs.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  if (badKey.test(text)) return "auth";
  if (told === "usage_limit" && passes.test(text)) return "rate_limit";
  // These say more than their status: a quota comes as 429, a full context and a refusal as 400.
  if (told === "context" || told === "usage_limit" || told === "refused") return told;
  const known = status === null ? null : (byStatus[status] ?? kindOfClass(status));
  return known ?? told ?? "unknown";
}

function kindOfClass(status: number): AgentErrorKind | null {
  if (status >= 500) return "overloaded";
  return status >= 400 ? "request" : null;
}
