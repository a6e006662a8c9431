/** One thing `baro doctor` looked at. Only `error` makes the whole not well: a run would not start, or not end well. */
export interface DoctorCheck {
  name: string;
  state: "ok" | "warning" | "missing" | "error";
  detail: string;
  /** What to do about it, or null. */
  advice: string | null;
  /** Nothing of it is broken, it only isn't there, and the demo can do without: the words for it in a sentence. */
  lacks?: string;
}
