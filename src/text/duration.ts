const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `90s`, `15m`, `2h`, `1h30m` as milliseconds, which may be none; `null` when the text is not a duration. */
export function readDuration(text: string): number | null {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/gy)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== text.trim()) return null;
  const total = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ""] ?? 0), 0);
  return Number.isFinite(total) ? total : null;
}

/** The inverse of `readDuration`, in the largest unit that divides the time: `14d`, `90s`. */
export function writeDuration(ms: number): string {
  const units = Object.entries(unitMs).toReversed();
  const [unit, size] = units.find(([, each]) => ms % each === 0) ?? ["ms", 1];
  return `${ms / size}${unit}`;
}

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

/** Times to the same grain as the longest of them is shown in, so that sums and ratios add up for whoever checks them. */
export function shownTimes(times: readonly number[]): number[] {
  const grain = grainOf(Math.max(...times));
  return times.map((ms) => Math.max(grain, Math.round(ms / grain) * grain));
}

/** What is left of a time when it is shown. */
function grainOf(ms: number): number {
  if (ms < 999.5) return 1;
  if (ms < 9950) return 100;
  return ms < 3_599_500 ? 1000 : 60_000;
}

/** A limit or an expectation, which is not known to the second: `40s`, `10m`, `1h 20m`. */
export function roughTimeText(ms: number): string {
  if (ms < 1000) return timeText(ms);
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes}m`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60}h` : `${Math.floor(minutes / 60)}h ${twoDigits(rest)}m`;
}

/** The time since the start, for the margin of a log: `0:07`, `12:40`, `1:02:40`. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = twoDigits(seconds % 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${rest}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** To the minute, by the clock on the person's wall; empty when it is not known. */
export function localTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const two = (part: number) => String(part).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
