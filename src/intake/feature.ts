import type { Mode } from "../core/mode.ts";

/** One measured property of a goal; the fitted model says what it weighs. */
export interface Feature {
  name: string;
  value: number;
  /** What was seen, for people. */
  detail: string;
  /** Its detail only says that something is not there: that moves the model, and explains nothing to people. */
  absent?: true;
  /** Properties that measure one thing in several ways; people are shown what they say together. */
  group?: FeatureGroup;
  /** What its whole group says to people when it speaks for a mode, where two details side by side would not tell it. */
  summary?: Readonly<Record<Mode, string>>;
}

export type FeatureGroup = "wording" | "precedents" | "habits" | "repository" | "places";

/** A property that holds or not: what is seen where it holds, and where it does not. */
export function flag(name: string, holds: boolean, detail: string, otherwise: string): Feature {
  return holds ? { name, value: 1, detail } : { name, value: 0, detail: otherwise, absent: true };
}

/** The same properties as parts of one group. */
export function grouped(group: FeatureGroup, features: readonly Feature[]): Feature[] {
  return features.map((feature) => ({ ...feature, group }));
}

/** The log-odds of a share above 0 and below 1. */
export function logOdds(share: number): number {
  return Math.log(share / (1 - share));
}
