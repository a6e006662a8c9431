import type { JsonRecord } from "../core/narrow.ts";
import { shorten } from "../text/shorten.ts";

/** One story as it is being put right. */
export interface Draft {
  id: string;
  written: JsonRecord;
  changes: string[];
}

/** `1`, `"s1"`, `"S-1"`, `"Story 1"` are S1. */
export function idIn(id: unknown): string | null {
  const number = typeof id === "number" ? String(id) : typeof id === "string" ? idPattern.exec(id.trim())?.[1] : null;
  return number === undefined || number === null || !/^\d{1,11}$/.test(number) ? null : `S${number}`;
}
const idPattern =
  /^(?:(?:after|needs|requires|depends\s+on|waits\s+for)\s+)?#?(?:s|story|task|step)?[\s_#-]*(\d+)\.?$/i;

/** A text where a list was asked for is a list of one; a list of paths may be written in lines. */
export function listIn(draft: Draft, field: string, split: RegExp | null): unknown {
  const value = draft.written[field];
  if (typeof value !== "string") return value;
  const items = split === null ? [value] : value.split(split).map((item) => item.trim());
  const filled = items.filter((item) => item !== "");
  if (filled.length > 0) draft.changes.push(`${draft.id}'s ${field} ${quote(value)} is a list`);
  return filled;
}

/** What a planner wrote, as it is told to a person. */
export function quote(value: unknown): string {
  if (value === undefined) return "nothing";
  return shorten(JSON.stringify(value) ?? String(value), 120);
}

/** What planners write into a list that has nothing in it. */
const nothing =
  /^[\s"'`(<[{*_]*(?:none|nothing|nil|null|undefined|unknown|empty|n\/?a|tb[ad]|not (?:applicable|known|yet known|needed)|to be (?:determined|decided|defined)|no (?:files?|paths?|code|changes?|writes?|reads?|commands?|checks?|tests?)(?: (?:needed|changed|written|read|required))?|\.\.\.|…|etc|[-–—_?]+)?[\s"'`)>\]}*_.!]*$/i;

/** Whether an entry says that there is none, or that nobody knows yet. */
export function saysNothing(item: unknown): boolean {
  return item === null || item === false || (typeof item === "string" && nothing.test(item));
}
