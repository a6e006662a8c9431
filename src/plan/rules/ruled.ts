import type { PlanChange } from "../../core/plan.ts";
import type { Story } from "../../core/story.ts";

/** What a rule makes of a list of stories, with an account of everything that it changed. */
export interface Ruled {
  stories: Story[];
  changes: PlanChange[];
}
