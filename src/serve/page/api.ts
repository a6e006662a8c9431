import type { RunOutcome } from "../../core/event.ts";

const key = "baro-token";

/**
 * The token comes behind `#` and stays in this tab; what is left of the address can be shown to anybody. A ticket is
 * exchanged for one. False: there is none. Throws `Refused` for a ticket that is not taken.
 */
export async function takeToken(): Promise<boolean> {
  const { hash } = location;
  const [, isTicket, text] = /^#(ticket=)?([\w-]{20,})$/.exec(hash) ?? [];
  if (text === undefined) return sessionStorage.getItem(key) !== null;
  history.replaceState(null, "", location.pathname);
  const token = isTicket === undefined ? text : (await api<{ token: string }>("ticket", { ticket: text })).token;
  sessionStorage.setItem(key, token);
  return true;
}

/** What the server says of itself. */
export interface About {
  version: string;
  run: string | null;
  readOnly: boolean;
  repositories: string[];
}

/** A run as the list shows it. */
export interface Listed {
  run: string;
  goal: string;
  state: "live" | "resumable" | "finished" | "abandoned";
  startedAt: string;
  outcome: RunOutcome | null;
  repository: string;
  branch: string | null;
  trouble: string | null;
}

/** What the server did not do, and what may help. */
export class Refused extends Error {
  readonly status: number;
  readonly hint: string | null;
  constructor(status: number, message: string, hint: string | null) {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}

/** The headers of every request: no cookie, so that no other page can ask in our name. */
export function withToken(more: Record<string, string> = {}): RequestInit {
  const token = sessionStorage.getItem(key) ?? "";
  return { headers: { authorization: `Bearer ${token}`, ...more }, credentials: "omit", redirect: "error" };
}

/** Asks the server, or tells it something. Throws `Refused`; a server that is gone is status 0. */
export async function api<T>(path: string, body?: object): Promise<T> {
  const request =
    body === undefined
      ? withToken()
      : { ...withToken({ "content-type": "application/json" }), method: "POST", body: JSON.stringify(body) };
  let response: Response;
  try {
    response = await fetch(`/api/${path}`, request);
  } catch {
    throw new Refused(0, "The server does not answer", "Is baro serve still running?");
  }
  const said = (await response.json().catch(() => ({}))) as { error?: string; hint?: string | null };
  if (!response.ok) throw new Refused(response.status, said.error ?? `Status ${response.status}`, said.hint ?? null);
  return said as T;
}

/** The path of a run, or of a part of it. */
export function runPath(run: string, part = ""): string {
  return `runs/${encodeURIComponent(run)}${part === "" ? "" : `/${part}`}`;
}
