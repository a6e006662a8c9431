const minute = 60_000;
const season = 90 * 24 * 60 * minute;

/** Milliseconds that a zone's clocks are before UTC's, at a time. */
type Zone = (at: number) => number;

interface Clock {
  hour: number;
  minute: number;
  second: number;
}

/** `year: null`: the next time that it is that day, or one that is not long over. `ahead`: days from today. */
type Day = { year: number | null; month: number; day: number } | { weekday: number } | { ahead: number };

/**
 * The time that an error names as clocks show it: `resets 3pm (Europe/Berlin)`, `try again at Jul 5th, 2026 8:19 PM`,
 * `Access resets at 10:57 PM GMT-3`. Without a zone it is meant as clocks of this machine show it, for it is the person's
 * own program that says so. `null`: none is named.
 */
export function wallTime(text: string, now: number): number | null {
  for (const { index } of text.matchAll(/\b(?:resets?|resetting|again|until|available|renews?|back)\b|将在/gi)) {
    const words = sentenceFrom(text.slice(index, index + 100));
    const day = dayIn(words);
    const clock = clockIn(words) ?? (day === null ? null : { hour: 0, minute: 0, second: 0 });
    const zone = zoneIn(words);
    // In a recording, whose present is not known, a whole date is a time all the same.
    if (Number.isNaN(now) && !isWhole(day)) continue;
    if (clock !== null && zone !== null) return timeOf(day, clock, zone, now);
  }
  return null;
}

function isWhole(day: Day | null): boolean {
  return day !== null && "year" in day && day.year !== null;
}

/** What comes after the sentence says something else, often with a time in it. */
function sentenceFrom(text: string): string {
  return text.split(/\n\s*\n|[.!?](?=\s+[A-Z/]|\s*$)|[;·•∙|]/, 1)[0] ?? "";
}

/** This long a time that has just passed is what was meant: it was told by clocks without seconds, or a little late. */
const justPassedMs = 15 * minute;

function timeOf(day: Day | null, clock: Clock, zone: Zone, now: number): number {
  const today = new Date(now + zone(now));
  const [year, month, date] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  const on = (y: number, m: number, d: number) =>
    atClock(Date.UTC(y, m, d, clock.hour, clock.minute, clock.second), zone);
  const isPast = (at: number) => at < now - justPassedMs;
  if (day === null) {
    // A clock just before midnight, told just after it.
    return [on(year, month, date - 1), on(year, month, date)].find((at) => !isPast(at)) ?? on(year, month, date + 1);
  }
  if ("ahead" in day) return on(year, month, date + day.ahead);
  if ("weekday" in day) {
    const ahead = (day.weekday - today.getUTCDay() + 7) % 7;
    const at = on(year, month, date + ahead);
    return isPast(at) ? on(year, month, date + ahead + 7) : at;
  }
  if (day.year !== null) return on(day.year, day.month, day.day);
  const years = [year - 1, year, year + 1].map((one) => on(one, day.month, day.day));
  return years.toSorted((a, b) => Math.abs(a - now - season) - Math.abs(b - now - season))[0] ?? Number.NaN;
}

/** The time at which clocks of a zone show this, given as if they were UTC's. */
function atClock(shown: number, zone: Zone): number {
  const first = shown - zone(shown);
  return shown - zone(first);
}

function clockIn(words: string): Clock | null {
  const twelve = /(?<![\d:.-])(\d{1,2})(?::(\d\d))?(?::(\d\d))?\s?([ap])\.?m\b/i.exec(words);
  if (twelve !== null) {
    const hour = (Number(twelve[1]) % 12) + (twelve[4]?.toLowerCase() === "p" ? 12 : 0);
    return clockOf(hour, twelve[2], twelve[3]);
  }
  const full = /(?<![\d:+-])(\d{1,2}):(\d\d)(?::(\d\d))?(?!\d)/.exec(words);
  if (full !== null) return clockOf(Number(full[1]), full[2], full[3]);
  if (/\bmidnight\b/i.test(words)) return clockOf(0);
  return /\bnoon\b/i.test(words) ? clockOf(12) : null;
}

function clockOf(hour: number, minutes = "0", seconds = "0"): Clock | null {
  const clock = { hour, minute: Number(minutes), second: Number(seconds) };
  return hour < 24 && clock.minute < 60 && clock.second < 60 ? clock : null;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const month = `(${months.join("|")})[a-z]*\\.?`;
const monthFirst = new RegExp(`\\b${month} (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (\\d{4})\\b)?`, "i");
const dayFirst = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\.? (?:of |de )?${month}(?:,? (?:de )?(\\d{4})\\b)?`, "i");
const weekday = /\b(sun|mon|tue|wed|thu|fri|sat)(?:s|nes|rs|ur)?(?:day)?\b/i;

function dayIn(words: string): Day | null {
  const figures = /\b(\d{4})[-/](\d\d?)[-/](\d\d?)(?!\d)/.exec(words);
  if (figures !== null) return dayOf(Number(figures[2]) - 1, figures[3], figures[1]);
  const american = /\b(\d\d?)\/(\d\d?)\/(\d{4})\b/.exec(words);
  if (american !== null) return dayOf(Number(american[1]) - 1, american[2], american[3]);
  const named = monthFirst.exec(words);
  if (named !== null) return dayOf(months.indexOf((named[1] ?? "").toLowerCase()), named[2], named[3]);
  const turned = dayFirst.exec(words);
  if (turned !== null) return dayOf(months.indexOf((turned[2] ?? "").toLowerCase()), turned[1], turned[3]);
  if (/\btomorrow\b/i.test(words)) return { ahead: 1 };
  const name = weekday.exec(words)?.[1];
  return name === undefined ? null : { weekday: weekdays.indexOf(name.toLowerCase()) };
}

function dayOf(month: number, day = "0", year?: string): Day | null {
  const date = { year: year === undefined ? null : Number(year), month, day: Number(day) };
  return month >= 0 && month < 12 && date.day >= 1 && date.day <= 31 ? date : null;
}

/** Hours that clocks of a zone with a common short name are before UTC's. Those that stand for two zones are left out. */
const shortNames: Readonly<Record<string, number | string>> = {
  ...{ UTC: 0, GMT: 0, Z: 0, CET: 1, CEST: 2, EET: 2, EEST: 3, JST: 9, KST: 9, AEST: 10, AEDT: 11 },
  ...{ EST: -5, EDT: -4, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 },
  ...{ PT: "America/Los_Angeles", PACIFIC: "America/Los_Angeles", ET: "America/New_York", EASTERN: "America/New_York" },
};

/** The zone that is named; this machine's when there is none. `null`: it is named, and nobody here knows it. */
function zoneIn(words: string): Zone | null {
  const named = /\(([A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+)\)/.exec(words)?.[1];
  if (named !== undefined) return placeZone(named);
  const place = placeZone(/\b([A-Z][a-z]+\/[A-Za-z_]+(?:\/[A-Za-z_]+)*)/.exec(words)?.[1] ?? "");
  if (place !== null) return place;
  const offset = /(?:\b(?:UTC|GMT)\s?|:\d\d\s?)([+-])(\d{1,2})(?::?(\d\d))?\b/.exec(words);
  if (offset !== null) {
    const ms = (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * minute * (offset[1] === "-" ? -1 : 1);
    return () => ms;
  }
  const short = /\b(UTC|GMT|CES?T|EES?T|JST|KST|AE[SD]T|[EMP][SD]T|CDT|PT|ET|Pacific|Eastern)\b|\d(Z)\b/.exec(words);
  const known = shortNames[(short?.[1] ?? short?.[2] ?? "").toUpperCase()];
  if (typeof known === "number") return () => known * 60 * minute;
  if (known !== undefined) return placeZone(known);
  // Figures without a zone are a provider's, which doesn't know where we are. The one that does so keeps China's clocks.
  if (/^(?:reset at|将在) ?\d{4}-/i.test(words)) return () => 8 * 60 * minute;
  return (at) => -new Date(at).getTimezoneOffset() * minute;
}

function placeZone(name: string): Zone | null {
  try {
    const style = {
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    } as const;
    const format = new Intl.DateTimeFormat("en-US", { ...style, hourCycle: "h23", timeZone: name });
    return (at) => {
      const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
      const { year = 0, month = 1, day: date = 1, hour = 0, minute: minutes = 0, second = 0 } = parts;
      return Date.UTC(year, month - 1, date, hour, minutes, second) - Math.floor(at / 1000) * 1000;
    };
  } catch {
    return null;
  }
}
