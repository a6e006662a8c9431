import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import process from "node:process";

/**
 * Whether a process of our own user, or of root, is at the other end of a connection; null where the system does not tell.
 * Linux lists both ends of what is connected on one machine, with whose they are.
 */
export function isOwnUsers({ localPort, remotePort }: Pick<Socket, "localPort" | "remotePort">): boolean | null {
  const own = process.getuid?.();
  const rows = connections();
  if (own === undefined || rows === null || localPort === undefined || remotePort === undefined) return null;
  const theirs = rows.filter(({ from, to }) => from === remotePort && to === localPort);
  // Addresses are not compared: whoever has the same two ports on another one is refused as well.
  return theirs.length > 0 && theirs.every(({ user }) => user === own || user === 0);
}

interface Connection {
  from: number;
  to: number;
  user: number;
}

/** Established, as Linux writes it. */
const established = "01";

function connections(): Connection[] | null {
  try {
    const text = ["tcp", "tcp6"].map((name) => table(`/proc/net/${name}`)).join("\n");
    return text.split("\n").flatMap((line) => {
      const [, local, remote, state, , , , user] = line.trim().split(/\s+/);
      if (local === undefined || remote === undefined || state !== established) return [];
      return [{ from: portOf(local), to: portOf(remote), user: Number(user) }];
    });
  } catch {
    return null;
  }
}

/** A machine without IPv6 has no table of it. */
function table(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (file.endsWith("6")) return "";
    throw error;
  }
}

/** The part behind the colon, in hexadecimal. */
function portOf(place: string): number {
  return Number.parseInt(place.slice(place.lastIndexOf(":") + 1), 16);
}
