import { defaultPool, type QueueAddress, renderQueueAddress } from "../core/queue-address.ts";
import { type Kind, ValueProblem } from "./kinds.ts";

const must =
  "redis://HOST or rediss://HOST, with USER:PASSWORD@ before the host and :PORT, /DATABASE or ?pool=NAME after it";

const like = "Write it like rediss://USER:PASSWORD@HOST:6379/0?pool=NAME, of which only the host is needed";

/** Where a pool's queues are, as a flag or a file names it. No problem quotes it: it may hold a password. */
export const queueAddress: Kind<string> = {
  is: "text",
  must,
  hint: "URL",
  read: (text) => {
    parseQueueAddress(text);
    return text.trim();
  },
  render: (text) => renderQueueAddress(parseQueueAddress(text).address),
};

/** Reads an address, and takes the password out of it. Throws `ValueProblem`. */
export function parseQueueAddress(text: string): { address: QueueAddress; password: string | null } {
  const url = URL.parse(text.trim());
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === "")
    throw new ValueProblem("must be an address that begins with redis:// or rediss://", like);
  const database = /^\/?(\d{0,4})$/.exec(url.pathname)?.[1];
  if (database === undefined) throw new ValueProblem("has a path that is not the number of a database");
  const pool = url.searchParams.get("pool") ?? defaultPool;
  if (!/^[\w-]{1,60}$/.test(pool)) throw new ValueProblem("has a pool whose name is not of letters, digits, - and _");
  const other = [...url.searchParams.keys()].find((name) => name !== "pool");
  if (other !== undefined) throw new ValueProblem(`has "${other}", where only pool= can stand`);
  const address = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? 6379 : Number(url.port),
    tls: url.protocol === "rediss:",
    user: url.username === "" ? null : decoded(url.username),
    database: Number(database),
    pool,
  };
  return { address, password: url.password === "" ? null : decoded(url.password) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ValueProblem("has a user or password with a % that begins no sign");
  }
}
