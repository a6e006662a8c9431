import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { numberOf } from "../../core/narrow.ts";
import type { Usage } from "../../core/usage.ts";
import type { Environment, SessionUsage } from "../program-spec.ts";

const sums = ["input", "output", "reasoning", "cache_read", "cache_write"].map((name) => `sum(tokens_${name}) ${name}`);
const ownSum = `SELECT ${sums} FROM session WHERE id = ?`;
const wholeSum = `WITH RECURSIVE family(id) AS (VALUES (?) UNION SELECT session.id FROM session JOIN family ON
  session.parent_id = family.id) SELECT ${sums} FROM session WHERE id IN family`;

/**
 * What a session and its sub-agents have used, from the program's own record: what it prints tells nothing of what a
 * sub-agent did. `null` when there is no record, or it is not the one that is known here.
 */
export function recordedUsage(session: string, env: Environment): SessionUsage | null {
  const file = join(dataFolder(env), "opencode.db");
  if (!existsSync(file)) return null;
  try {
    const records = new DatabaseSync(file, { readOnly: true });
    try {
      const own = usageOf(records.prepare(ownSum).get(session));
      const whole = usageOf(records.prepare(wholeSum).get(session));
      return own === null || whole === null ? null : { own, whole };
    } finally {
      records.close();
    }
  } catch {
    // A record of another release, or one that is being written: what was printed counts alone.
    return null;
  }
}

/** Where the program keeps its records and its sign-in. */
export function dataFolder(env: Environment): string {
  return join(env["XDG_DATA_HOME"] ?? join(env["HOME"] ?? "", ".local", "share"), "opencode");
}

function usageOf(row: Record<string, unknown> | undefined): Usage | null {
  if (row === undefined || typeof row["input"] !== "number") return null;
  const cachedInput = numberOf(row["cache_read"]);
  const reasoning = numberOf(row["reasoning"]);
  return {
    input: row["input"] + cachedInput + numberOf(row["cache_write"]),
    cachedInput,
    output: numberOf(row["output"]) + reasoning,
    reasoning,
  };
}
