import type { AgentErrorKind } from "../../core/agent-event.ts";
import { AgentFailure } from "./failure.ts";

interface BadEnding {
  words: RegExp;
  kind: AgentErrorKind;
  message: string;
  /** It may end well the next time. */
  transient?: boolean;
}

/** Reasons, in lower case, for which an answer is not one. Everything else is an end that its model chose. */
const badEndings: readonly BadEnding[] = [
  {
    words: /content.?filter|safety|recitation|blocklist|prohibited|refusal|sensitive/,
    kind: "refused",
    message: "The endpoint's content filter stopped the answer",
  },
  { words: /context|model_context_window_exceeded/, kind: "context", message: "The context is full" },
  {
    words: /insufficient_system_resource|overload/,
    kind: "overloaded",
    message: "The endpoint ran out of resources in the middle of the answer",
    transient: true,
  },
  {
    words: /abort|cancel|error|interrupt|network|timeout|malformed/,
    kind: "network",
    message: "The endpoint gave up in the middle of the answer",
    transient: true,
  },
];

/** What is wrong with an answer that ended for this reason; `null`: nothing. */
export function endingFailure(finish: string | null, endpoint: string): AgentFailure | null {
  const bad = badEndings.find(({ words }) => words.test(finish ?? ""));
  if (bad === undefined) return null;
  const message = `${bad.message} (${endpoint} says "${finish}")`;
  return new AgentFailure(bad.kind, message, { transient: bad.transient === true, short: bad.message });
}

/** The answer was cut at the limit of its length. */
export function wasCut(finish: string | null): boolean {
  return /^(length|max_tokens|max_output_tokens|model_length|incomplete)$/.test(finish ?? "");
}
