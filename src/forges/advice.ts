import type { ForgeRepository } from "../core/delivery.ts";
import { BaroError, type ErrorCode } from "../core/error.ts";
import { explainFailure, type ForgeFailure } from "./failure.ts";
import { forgeOf } from "./forges.ts";

/** What the person can do about a failure. */
export function hintForFailure(failure: ForgeFailure, repository: ForgeRepository): string {
  switch (failure.kind) {
    case "unauthorized":
      return `Sign in again: ${lowerFirst(forgeOf(repository).signIn.hint(repository.host))}`;
    case "forbidden":
    case "not-found":
      return "Check that the token covers this repository and may write contents and pull requests";
    case "rate-limit":
    case "server":
    case "timeout":
      return "Try again later; the work is kept";
    case "network":
    case "garbled":
      return "Check the network, the proxy, and BARO_FORGE if it is set";
    case "conflict":
    case "invalid":
    case "interrupted":
      return "Look at the remote, then try again; the work is kept";
  }
}

/** A forge's failure as an error that a person can act on. */
export function forgeError(
  code: ErrorCode,
  doing: string,
  failure: ForgeFailure,
  repository: ForgeRepository,
): BaroError {
  return new BaroError(code, `Cannot ${doing}: ${explainFailure(failure, repository.host)}`, {
    hint: hintForFailure(failure, repository),
    cause: failure,
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
