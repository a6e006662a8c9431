/** One thing `baro doctor` looked at. Only `error` makes the whole not well. */
export interface DoctorCheck {
  name: string;
  state: "ok" | "warning" | "missing" | "error";
  detail: string;
  /** What to do about it, or null. */
  advice: string | null;
  /** No run can start without it, though doctor and the demo can do without: the words for it in a sentence. */
  lacks?: string;
}
