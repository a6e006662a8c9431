import type { Mode } from "../../core/mode.ts";
import type { Story } from "../../core/story.ts";
import { patternsIntersectAny } from "../../surface/pattern/pattern.ts";
import { roughTimeText } from "../../text/duration.ts";
import { percent, roughCountText } from "../../text/units.ts";
import { type CostModel, standardCost } from "../cost-model.ts";
import { basis, expectedMs, expectedTokens } from "../outlook.ts";
import { criticalPath, widthOf } from "../shape.ts";

/** A fan-out has to save at least this share of the time that the stories take one after another. */
export const leastSaving = 0.15;

export interface Refusal {
  mode: Exclude<Mode, "parallel">;
  why: string;
}

export interface PayInput {
  parallelism: number;
  costs: CostModel | null;
  ignoreCase: boolean;
}

/** Why running these stories side by side does not pay, and the mode that does; `null` when it pays. */
export function doesNotPay(stories: readonly Story[], input: PayInput): Refusal | null {
  const reason = shapeRefusal(stories) ?? figuresRefusal(stories, input);
  if (reason === null) return null;
  return isOneSurface(stories, input.ignoreCase)
    ? { mode: "focused", why: `${reason}; all stories write one surface, so it is one story` }
    : { mode: "sequential", why: `${reason}; the stories run one after another` };
}

function shapeRefusal(stories: readonly Story[]): string | null {
  if (widthOf(stories) <= 1) return "No two of these stories may run at the same time (width 1)";
  const sum = stories.reduce((total, story) => total + standardCost(story), 0);
  const path = criticalPath(stories, standardCost);
  const saving = 1 - path / sum;
  if (saving >= leastSaving) return null;
  return `The longest chain of stories is ${path} of ${sum} units of work: running in parallel saves at most ${percent(saving)}`;
}

/** What was measured decides over the shape, once both ways of running were measured. */
function figuresRefusal(stories: readonly Story[], { parallelism, costs }: PayInput): string | null {
  const beside = costs?.parallel;
  const inTurn = costs?.sequential;
  // With one agent nothing runs side by side: that is the person's limit, not a property of the plan.
  if (beside === undefined || inTurn === undefined || parallelism <= 1) return null;
  // Another repository has other stories: what they took is shown, and decides nothing here.
  if (beside.scope !== "repository" || inTurn.scope !== "repository") return null;
  const besideMs = expectedMs(stories, parallelism, beside);
  const inTurnMs = expectedMs(stories, 1, inTurn);
  if (1 - besideMs / inTurnMs >= leastSaving) return null;
  const figures = [
    `Running in parallel takes about ${roughTimeText(besideMs)} and ${roughCountText(expectedTokens(stories, beside))} tokens (${basis(beside)})`,
    `one after another ${roughTimeText(inTurnMs)} and ${roughCountText(expectedTokens(stories, inTurn))} (${basis(inTurn)})`,
  ];
  return figures.join(", ");
}

/** Whether every pattern of every story can meet one of every other story. */
function isOneSurface(stories: readonly Story[], ignoreCase: boolean): boolean {
  return stories.every((story) =>
    stories.every(
      (other) =>
        story.writes.length > 0 &&
        story.writes.every((pattern) => patternsIntersectAny([pattern], other.writes, { ignoreCase })),
    ),
  );
}
