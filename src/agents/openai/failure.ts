import type { AgentErrorKind } from "../../core/agent-event.ts";

/** Why the session can't go on. Thrown inside the agent only; the stream says it as `agent.error`. */
export class AgentFailure extends Error {
  readonly kind: AgentErrorKind;
  /** ISO time at which a limit is lifted. */
  readonly resetAt: string | null;
  /** True when the same request may succeed a moment later. */
  readonly transient: boolean;

  constructor(
    kind: AgentErrorKind,
    message: string,
    details: { resetAt?: string | null; transient?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = "AgentFailure";
    this.kind = kind;
    this.resetAt = details.resetAt ?? null;
    this.transient = details.transient ?? false;
  }
}
