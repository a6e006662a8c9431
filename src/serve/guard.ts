import { createHash, timingSafeEqual } from "node:crypto";
import type { HttpRequest } from "../host/http-server.ts";

/** Who may ask for what. */
export interface Gate {
  /** What the `Host` header may say. */
  hosts: ReadonlySet<string>;
  /** What the `Origin` header may say. */
  origins: ReadonlySet<string>;
  /** Whoever has this may do everything. */
  token: string;
  /** Whoever has this may look. */
  lookToken: string;
  /** For viewing only: nothing can be started, answered or stopped. */
  readOnly: boolean;
}

/** Null: the request may pass. */
export type Refusal = { status: number; why: string } | null;

/**
 * Whether a request is from where requests come from, before anything else is looked at. A page of another origin is kept
 * out by its `Origin` and `Sec-Fetch-Site`, a name that was made to lead here by its `Host`.
 */
export function refuseStranger(gate: Gate, { method, target, headers }: HttpRequest): Refusal {
  if (!gate.hosts.has((headers["host"] ?? "").toLowerCase())) {
    return { status: 421, why: "This server does not answer to that name" };
  }
  if (method !== "GET" && method !== "POST") return { status: 405, why: "Only GET and POST are supported" };
  const { origin } = headers;
  if (origin !== undefined && !gate.origins.has(origin.toLowerCase())) {
    return { status: 403, why: "Requests from another origin are refused" };
  }
  const site = headers["sec-fetch-site"] ?? "none";
  // The page itself may be reached by a link from anywhere: it holds nothing.
  const isVisit = method === "GET" && target.split("?")[0] === "/" && headers["sec-fetch-mode"] === "navigate";
  if (site !== "none" && site !== "same-origin" && !isVisit) {
    return { status: 403, why: "Requests from another site are refused" };
  }
  return null;
}

/** What the bearer of a request may do. */
export type Power = "all" | "look" | "nothing";

export function powerOf(gate: Gate, headers: HttpRequest["headers"]): Power {
  const given = /^Bearer ([\w-]{1,200})$/.exec(headers["authorization"] ?? "")?.[1];
  if (given === undefined) return "nothing";
  if (isSame(given, gate.token)) return gate.readOnly ? "look" : "all";
  return isSame(given, gate.lookToken) ? "look" : "nothing";
}

/** Takes as long whatever is given. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

/** A browser has to be up by then. */
const ticketMs = 60_000;

/**
 * What a browser that is started for the person gets in place of the token, because everybody on a machine may read the
 * command lines of its processes: it buys the token once, soon, and where the system tells, for this person alone.
 */
export interface Ticket {
  text: string;
  /** The token for it; null when it is none, too old, used, or somebody else's. */
  redeem(given: string, by: Pick<HttpRequest, "isOwnUsers">, now: number): string | null;
}

export function newTicket(text: string, token: string, now: number): Ticket {
  const until = now + ticketMs;
  let used = false;
  return {
    text,
    redeem: (given, by, at) => {
      if (used || at >= until || !isSame(given, text) || by.isOwnUsers() === false) return null;
      used = true;
      return token;
    },
  };
}

/** Lets so many pass in a span of time, and then none until it is over. */
export function newRate(most: number, spanMs: number): (now: number) => boolean {
  let from = 0;
  let count = 0;
  return (now) => {
    if (now - from >= spanMs) {
      from = now;
      count = 0;
    }
    count++;
    return count <= most;
  };
}

/** What every answer carries. Scripts and styles are this server's own, and no text ever becomes either. */
export const safeHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "cache-control": "no-store",
};
