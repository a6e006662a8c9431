import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { BaroError, messageOf } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { readPlainText } from "../host/read-plain.ts";

const tokensSchema = z.object({
  token: z.string().regex(/^[\w-]{40,100}$/),
  lookToken: z.string().regex(/^[\w-]{40,100}$/),
});

/**
 * The tokens of this person's servers. They stay the same, so that a page that is open finds the server again; whoever
 * removes the file makes all links void.
 */
export function readPageTokens(host: Host, stateDir: string): { token: string; lookToken: string } {
  const file = join(stateDir, "serve.json");
  const isThere = lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  const known = isThere ? tokensSchema.safeParse(parsed(file)) : null;
  if (known?.success === true) return known.data;
  const tokens = { token: host.newSecret(), lookToken: host.newSecret() };
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    // What is there and holds no tokens may be anything: nothing is written into it, it is replaced.
    const fresh = isThere ? `${file}.${host.newId()}` : file;
    writeFileSync(fresh, JSON.stringify(tokens), { mode: 0o600, flag: "wx" });
    if (isThere) replaceWith(fresh, file);
    return tokens;
  } catch (error) {
    // Another server was faster.
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return readPageTokens(host, stateDir);
    throw new BaroError("state-unwritable", `Cannot write "${file}": ${messageOf(error, file)}`, {
      hint: "Make it writable, or set BARO_HOME to another folder",
      cause: error,
    });
  }
}

function replaceWith(fresh: string, file: string): void {
  try {
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readPlainText(file));
  } catch {
    return null;
  }
}
