import type { CheckFacts } from "../core/event.ts";
import type { Conductor } from "./conductor.ts";

/** A red check beside what the same check says of the commit that the work started from. */
export async function compareWithBase(conductor: Conductor, base: string, facts: CheckFacts): Promise<CheckFacts> {
  const before = await conductor.effects.checkCommit(base, facts.command, conductor.allStop.signal);
  return { ...facts, baseOk: before.ok };
}
