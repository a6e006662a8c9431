import type { ZodType } from "zod";
import { ForgeFailure } from "./failure.ts";
import { type ForgeConnection, type ForgeRequest, sendToForge, type WebHost } from "./http.ts";

const maxPages = 10;

/** Sends requests to one forge and checks the shapes of what comes back. */
export interface ForgeClient {
  connection: ForgeConnection;
  ask<T>(shape: ZodType<T>, path: string): Promise<T>;
  /** As `ask`; `null` when there is no such thing. */
  find<T>(shape: ZodType<T>, path: string): Promise<T | null>;
  /** Every item of a paged list, within bounds; stops early when `enough` is satisfied. */
  list<T>(shape: ZodType<T[]>, path: string, enough?: (items: T[]) => boolean): Promise<T[]>;
  send<T>(shape: ZodType<T>, request: ForgeRequest): Promise<T>;
  text(path: string): Promise<string>;
}

/** A client for a connection. */
export function forgeClient(host: WebHost, connection: ForgeConnection): ForgeClient {
  const send = async <T>(shape: ZodType<T>, request: ForgeRequest): Promise<T> =>
    readShape(shape, (await sendToForge(host, connection, request)).body);
  const ask = <T>(shape: ZodType<T>, path: string) => send(shape, { method: "GET", path });
  return {
    connection,
    send,
    ask,
    find: async (shape, path) => {
      try {
        return await ask(shape, path);
      } catch (error) {
        if (error instanceof ForgeFailure && error.kind === "not-found") return null;
        throw error;
      }
    },
    list: async (shape, path, enough = () => false) => {
      const items = [];
      let next: string | null = path;
      const seen = new Set<string>();
      for (let page = 0; page < maxPages && next !== null && !seen.has(next); page++) {
        seen.add(next);
        const answer = await sendToForge(host, connection, { method: "GET", path: next });
        items.push(...readShape(shape, answer.body));
        if (enough(items)) break;
        next = answer.next;
      }
      return items;
    },
    text: async (path) => String((await sendToForge(host, connection, { method: "GET", path, text: true })).body),
  };
}

function readShape<T>(shape: ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ForgeFailure("garbled", `unexpected answer at "${issue?.path.join(".") ?? ""}"`);
}
