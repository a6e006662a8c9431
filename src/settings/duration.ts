import { readDuration } from "../text/duration.ts";

/** Reads `90s`, `15m`, `2h`, `1h30m` as whole milliseconds; `null` when the text is no duration longer than nothing. */
export function parseDuration(text: string): number | null {
  const ms = readDuration(text);
  return ms === null || ms < 1 ? null : Math.round(ms);
}
