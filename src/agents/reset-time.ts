const second = 1000;
const minute = 60 * second;
const unitMs: Readonly<Record<string, number>> = { d: 24 * 60 * minute, h: 60 * minute, m: minute, s: second };

/** The time at which a limit ends, as an ISO time, from the words of an error; `null` when it names none. */
export function resetTime(text: string, now: number): string | null {
  const at = epoch(text) ?? isoTime(text) ?? afterDuration(text, now) ?? calendarTime(text) ?? clockTime(text, now);
  return at === null ? null : isoOf(at);
}

/** The time after a duration, or `null` when the present is not known. */
export function timeAfter(now: number, ms: number): string | null {
  return isoOf(now + ms);
}

/** An ISO time from seconds since 1970, or milliseconds when it is that large. */
export function epochTime(value: number): string | null {
  return value > 0 ? isoOf(value > 1e11 ? value : value * second) : null;
}

function isoOf(at: number): string | null {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** `resets_at: 1735689600`, or `limit reached|1735689600`. */
function epoch(text: string): number | null {
  const digits = /(?:resets?_?at\W{1,4}|\|)(\d{10}|\d{13})\b/i.exec(text)?.[1];
  if (digits === undefined) return null;
  return digits.length === 13 ? Number(digits) : Number(digits) * second;
}

function isoTime(text: string): number | null {
  const iso = /(?:reset|again|until)\D{0,20}(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))/i.exec(text)?.[1];
  return iso === undefined ? null : Date.parse(iso);
}

/** `try again in 3 days 2 hours`, `resets in 1h 30m`, `retry after 20s`. */
function afterDuration(text: string, now: number): number | null {
  const words = /(?:again|resets?|retry|after|available) (?:in|after) ((?:[\d.]+ ?[a-z]+[ ,]*(?:and )?)+)/i.exec(
    text,
  )?.[1];
  if (words === undefined) return null;
  let total = 0;
  for (const [, amount, unit] of words.matchAll(/([\d.]+) ?(d|h|m|s)[a-z]*/gi)) {
    total += Number(amount) * (unitMs[(unit ?? "").toLowerCase()] ?? 0);
  }
  return total === 0 ? null : now + total;
}

/** `try again at Nov 23rd, 2026 7:30 PM`, in the time zone of this machine, as it was meant. */
function calendarTime(text: string): number | null {
  const words = /([A-Z][a-z]{2,8} \d{1,2})(?:st|nd|rd|th)?,? (\d{4}),?(?: at)? (\d{1,2}:\d\d(?: ?[AP]M)?)/i.exec(text);
  if (words === null) return null;
  const at = Date.parse(`${words[1]}, ${words[2]} ${words[3]}`);
  return Number.isNaN(at) ? null : at;
}

const dayMinutes = 24 * 60;

/** `resets 7:30pm (Europe/Berlin)`: the next time that it is that late there. */
function clockTime(text: string, now: number): number | null {
  const words = /resets?(?: at)? (\d{1,2})(?::(\d\d))? ?([ap]m)(?: \(([A-Za-z_]+(?:\/[A-Za-z_]+)*)\))?/i.exec(text);
  if (words === null || Number.isNaN(now)) return null;
  const [, hour, minutes = "00", half = "am", zone] = words;
  const wanted = (Number(hour) % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
  const clock = clockOf(zone);
  if (clock === null) return null;
  const first = Math.ceil(now / minute) * minute;
  for (let step = 0; step < dayMinutes; step++) {
    const at = first + step * minute;
    if (clock.format(at) === `${String(wanted).padStart(2, "0")}:${minutes}`) return at;
  }
  return null;
}

function clockOf(timeZone: string | undefined): Intl.DateTimeFormat | null {
  const style = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", { ...style, ...(timeZone === undefined ? {} : { timeZone }) });
  } catch {
    // A zone that this machine does not know.
    return null;
  }
}
