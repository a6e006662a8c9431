export type ForgeFailureKind =
  | "unauthorized"
  | "forbidden"
  | "rate-limit"
  | "not-found"
  | "conflict"
  | "invalid"
  | "server"
  | "timeout"
  | "network"
  | "garbled"
  | "interrupted";

/** A forge said no, or said nothing. `answered` is false when the request may still have been carried out. */
export class ForgeFailure extends Error {
  readonly kind: ForgeFailureKind;
  readonly status: number | null;
  /** When a rate limit ends, in milliseconds since 1970. */
  readonly resetAt: number | null;
  readonly answered: boolean;
  constructor(kind: ForgeFailureKind, message: string, status: number | null = null, resetAt: number | null = null) {
    super(message);
    this.name = "ForgeFailure";
    this.kind = kind;
    this.status = status;
    this.resetAt = resetAt;
    // A gateway's 5xx says nothing about what happened behind it.
    this.answered = status !== null && status < 500;
  }
}

/** One clause that says what went wrong, for the end of "Cannot X: …" and for a delivery's `why`. */
export function explainFailure(failure: ForgeFailure, host: string): string {
  switch (failure.kind) {
    case "unauthorized":
      return `${host} does not accept the token`;
    case "forbidden":
      return `the token has no right to do this on ${host} (${failure.message})`;
    case "rate-limit":
      return `the rate limit of ${host} is used up${untilReset(failure.resetAt)}`;
    case "not-found":
      return `${host} does not know it, or the token may not see it`;
    case "conflict":
    case "invalid":
      return `${host} refuses it (${failure.message})`;
    case "server":
      return `${host} has a problem of its own (HTTP ${failure.status})`;
    case "timeout":
      return `${host} does not answer in time`;
    case "network":
      return `${host} cannot be reached (${failure.message})`;
    case "garbled":
      return `what answers at ${host} is not its API (${failure.message})`;
    case "interrupted":
      return "it was interrupted";
  }
}

function untilReset(resetAt: number | null): string {
  return resetAt === null ? "" : ` until ${new Date(resetAt).toISOString()}`;
}
