import type { Plan } from "../../src/core/plan.ts";
import type { Story } from "../../src/core/story.ts";
import { type EnforceInput, enforcePlan } from "../../src/plan/enforce.ts";
import { evidenceOfFiles } from "../../src/repository/evidence.ts";

const trees = ["alder", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine"];

/** A file's name that has nothing in common with the others': what shares a word is taken for related. */
export function unit(number: number): string {
  const [ones = "", tens = ""] = [trees[number % 10], trees[Math.floor(number / 10) % 10]];
  return number < 10 ? ones : `${tens}${ones}${number < 100 ? "" : number}`;
}

/** A story `S<n>` with what a test cares about; everything else is plain. */
export function story(number: number, more: Partial<Story> = {}): Story {
  return {
    id: `S${number}`,
    title: unit(number),
    brief: `${unit(number)}!`,
    writes: [`src/${unit(number)}.ts`],
    reads: [],
    dependsOn: [],
    acceptance: [],
    verify: [],
    weight: "standard",
    ...more,
  };
}

export function planOf(stories: Story[], more: Partial<Plan> = {}): Plan {
  return { version: 1, goal: "Make it so", mode: "parallel", stories, ...more };
}

/** Enforcement with nothing known but the files. */
export function enforce(plan: Plan, more: Partial<EnforceInput> = {}) {
  return enforcePlan(plan, {
    mode: plan.mode,
    cap: null,
    parallelism: 4,
    strict: false,
    evidence: evidenceOfFiles("base", ["src/a.ts", "src/b.ts", "test/a.test.ts"]),
    costs: null,
    ...more,
  });
}

/** What each story waits for, as one line each: `S3 < S1 S2`. */
export function waits(stories: readonly Story[]): string[] {
  return stories.map(({ id, dependsOn }) => (dependsOn.length === 0 ? id : `${id} < ${dependsOn.join(" ")}`));
}
