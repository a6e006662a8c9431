import type { AgentErrorKind } from "../core/agent-event.ts";

/** Signs in an error's text, most telling first: a quota is told as a 429 too, a full context as a 400. */
const signs: readonly [kind: AgentErrorKind, pattern: RegExp][] = [
  [
    "context",
    /output token maximum|max_output_tokens|context.?(length|window)|maximum context|prompt is too long|too many (input )?tokens|input is too long/i,
  ],
  ["usage_limit", /usage.?limit|quota|billing|credit balance|out of credits|hit your .*limit|plan.*limit reached/i],
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
  ["request", /invalid|not.?found|does not exist|bad request|unsupported|unexpected argument|\b4\d\d\b/i],
];

const byStatus: Readonly<Record<number, AgentErrorKind>> = {
  400: "request",
  401: "auth",
  403: "auth",
  404: "request",
  408: "network",
  413: "context",
  429: "rate_limit",
  529: "overloaded",
};

/** What kind of failure an agent's words describe; the HTTP status, where it is known, decides among the vague ones. */
export function classifyError(text: string, status: number | null = null): AgentErrorKind {
  const told = signs.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  // These say more than their status: a quota comes as 429, a full context and a refusal as 400.
  if (told === "context" || told === "usage_limit" || told === "refused") return told;
  const known = status === null ? null : (byStatus[status] ?? (status >= 500 ? "overloaded" : null));
  return known ?? told ?? "unknown";
}
