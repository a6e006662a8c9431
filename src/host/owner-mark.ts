import { writeFileSync } from "node:fs";
import { z } from "zod";
import type { Host } from "./host.ts";
import { identifyProcess, isAlive, isWithinSight, type ProcessIdentity, placeOfThis } from "./process-identity.ts";
import { readPlainText } from "./read-plain.ts";

/** The process whose a file or folder is. */
export interface Owner extends ProcessIdentity {
  /** Begins the mark of everything that it started; null in marks that don't say. */
  treeMark: string | null;
}

const mark = z.object({
  pid: z.number(),
  start: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  place: z
    .object({ machine: z.string(), boot: z.string(), space: z.string() })
    .nullish()
    .transform((value) => value ?? null),
  treeMark: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
});

/** Writes into a file of a folder that it is this process's: the folder means nothing to anybody once that is gone. */
export function writeOwner(host: Pick<Host, "pid">, file: string): void {
  writeFileSync(file, JSON.stringify(identifyThis(host)), { mode: 0o600 });
}

/** This process, as a mark tells it. */
export function identifyThis(host: Pick<Host, "pid">): ProcessIdentity {
  return { ...(identifyProcess(host.pid) ?? { pid: host.pid, start: null }), place: placeOfThis() };
}

/** Whose a folder is; null: its maker has not written it yet, or it can't be read. */
export function readOwner(file: string): Owner | null {
  try {
    return mark.parse(JSON.parse(readPlainText(file)));
  } catch {
    return null;
  }
}

/** Whether the owner may be at work. One of another machine or container can't be seen from here, so it may be. */
export function mayBeAtWork(owner: ProcessIdentity): boolean {
  return !isWithinSight(owner.place) || isAlive(owner);
}
