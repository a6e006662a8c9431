import type { RunEvent } from "../core/event.ts";

/** A diff as it is shown; `cut`: there is more of it. */
export interface GivenDiff {
  diff: string;
  cut: boolean;
}

/** What a report is made of. */
export interface ReportGiven {
  events: readonly RunEvent[];
  /** By story; null: the whole of the run. One that is not there could not be had. */
  diffs: ReadonlyMap<string | null, GivenDiff>;
  /** Why there are none. */
  withoutDiffs: string | null;
  /** Takes out of a text what nobody but the person may see. */
  shown(text: string): string;
  /** The hash that a policy knows a style by: `sha256-…`. */
  hashOf(style: string): string;
}

/** Renders a report as a whole document. */
export type RenderReport = (given: ReportGiven) => string;
