import type { PlanChange } from "../../core/plan.ts";
import type { Story, StoryId } from "../../core/story.ts";
import { inOrder, orderOf, placesOf } from "../order.ts";
import { union, withoutFolded } from "./fold.ts";
import type { Ruled } from "./ruled.ts";

const looks =
  /^(?:(?:finally|then|final|last|manual|full|overall|end-to-end|e2e)[\s,:-]+)*(?:re-?run|run|execute|verify|check|confirm|ensure|make sure|validate|review|perform|build|test|type-?check|lint|smoke|qa|audit|inspect|verification|validation|integration|regression|sanity|quality)\b/i;
const atTheWhole =
  /\b(?:tests?|test suite|suite|builds?|lint(?:er|ing|s)?|type-?checks?|types|everything|all|whole|changes|results?|implementation|work(?:s|ing)?|checks?|ci|pipeline|regressions?|verification|validation|pass(?:es)?|green|qa)\b/i;
const makes =
  /\b(?:add|write|create|implement|fix|repair|update|change|refactor|remove|delete|rename|edit|document|migrate|replace|extend|improve|adjust|correct|generate|regenerate|move|convert|port|introduce|handle|support|rewrite|make(?! sure)|bump|upgrade|extract|split|install|configure|set up|apply|resolve|address|commit)\b/i;

/** Whether a story only looks at what others did: it declares nothing to write, and no word of it makes anything. */
export function onlyVerifies(story: Story): boolean {
  if (story.writes.length > 0) return false;
  if (!looks.test(story.title.trim()) || !atTheWhole.test(story.title)) return false;
  return !makes.test(story.title) && !makes.test(story.brief);
}

/** Folds stories that only run checks into the story after which they would have run; their commands go along. */
export function foldVerification(stories: readonly Story[]): Ruled {
  const checks = inOrder(stories).filter(onlyVerifies);
  // When looking is all there is to do, it is the work.
  if (checks.length === 0 || checks.length === stories.length) return { stories: [...stories], changes: [] };
  let left = [...stories];
  const changes: PlanChange[] = [];
  for (const check of checks) {
    // An earlier fold may have given it other dependencies.
    const current = left.find((story) => story.id === check.id) ?? check;
    const host = hostFor(current, left);
    if (host === undefined) continue;
    left = bridgeOver(current, left).map((story) => (story.id === host.id ? withChecks(story, current) : story));
    const commands = current.verify.length === 0 ? "" : `, with ${current.verify.map((one) => `"${one}"`).join(", ")}`;
    const why = `${current.id} "${current.title}" writes nothing: it is checked as part of ${host.id}${commands}`;
    changes.push({ rule: "verification-only", stories: [current.id, host.id], why });
  }
  return { stories: left, changes };
}

/** The last story that it waited for; else the first that waits for it; else the last of the plan. */
function hostFor(check: Story, stories: readonly Story[]): Story | undefined {
  const places = placesOf(stories);
  const order = orderOf(stories);
  const own = places.get(check.id) ?? -1;
  const placeOf = (story: Story) => places.get(story.id) ?? -1;
  const workers = inOrder(stories).filter((story) => !onlyVerifies(story));
  return (
    workers.findLast((story) => order.isBefore(placeOf(story), own)) ??
    workers.find((story) => order.isBefore(own, placeOf(story))) ??
    workers.at(-1)
  );
}

/** Takes a story out of the order: whoever waited for it waits for what it waited for. */
function bridgeOver(gone: Story, stories: readonly Story[]): Story[] {
  const bridged = stories.map((story) => ({
    ...story,
    dependsOn: union([story.dependsOn.flatMap((id) => (id === gone.id ? gone.dependsOn : [id]))]),
  }));
  return withoutFolded(bridged, new Map<StoryId, StoryId>([[gone.id, gone.id]]));
}

function withChecks(host: Story, check: Story): Story {
  return {
    ...host,
    brief: `${host.brief}\n\nThen check: ${check.title}\n${check.brief}`,
    reads: union([host.reads, check.reads]),
    acceptance: union([host.acceptance, check.acceptance]),
    verify: union([host.verify, check.verify]),
  };
}
