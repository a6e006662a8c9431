import type { Usage } from "../core/usage.ts";

/** A span of time as people read it: `420ms`, `3.4s`, `41s`, `1m 12s`, `2h 03m`. */
export function timeText(ms: number): string {
  const sign = ms < 0 ? "-" : "";
  const size = Math.abs(ms);
  if (size < 999.5) return `${sign}${Math.round(size)}ms`;
  if (size < 9950) return `${sign}${(size / 1000).toFixed(1)}s`;
  const seconds = Math.round(size / 1000);
  if (seconds < 60) return `${sign}${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${sign}${minutes}m ${twoDigits(seconds % 60)}s`;
  return `${sign}${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** A count as people read it: `950`, `12.4k`, `1.25M`. */
export function countText(count: number): string {
  if (count < 1000) return String(count);
  if (count < 999_950) return `${(count / 1000).toFixed(count < 99_950 ? 1 : 0)}k`;
  return `${(count / 1_000_000).toFixed(2)}M`;
}

/** `124k in (81.0k cached), 9.2k out`. */
export function tokensText(usage: Usage): string {
  const cached = usage.cachedInput > 0 ? ` (${countText(usage.cachedInput)} cached)` : "";
  return `${countText(usage.input)} in${cached}, ${countText(usage.output)} out`;
}

/** Money, with as many digits as it takes to be more than nothing. */
export function usdText(usd: number): string {
  if (usd > 0 && usd < 0.0001) return "under $0.0001";
  return usd > 0 && usd < 0.1 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`;
}

/** `2 files, +12 −3`. */
export function changesText(changes: { files: number; insertions: number; deletions: number }): string {
  return `${plural(changes.files, "file")}, +${changes.insertions} −${changes.deletions}`;
}

/** `1 story`, `3 stories`. */
export function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

/** How many times faster: `3.1x`. */
export function speedupText(speedup: number): string {
  return `${speedup.toFixed(speedup < 10 ? 2 : 1)}x`;
}
