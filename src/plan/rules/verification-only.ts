import type { PlanChange, Ruled } from "../../core/plan.ts";
import type { Story, StoryId } from "../../core/story.ts";
import { inOrder, orderOf, placesOf } from "../order.ts";
import { union, withoutJoined } from "./join-stories.ts";

/** Words for looking. "Build" is not one of them: it may as well mean to make something. */
const looking =
  /^(?:re-?run|run|execute|verify|verification|checks?|confirm|ensure|validate|validation|review|tests?|testing|type-?checks?|lint|smoke|qa|audit|inspect|inspection|regressions?)$/;
/** Words that say what is looked at without naming anything: a title with any other word is about something of its own. */
const vague =
  /^(?:the|a|an|of|and|that|for|in|on|with|to|it|its|is|are|still|again|finally|then|every|each|both|across|do|perform|make|sure|all|everything|nothing|no|whole|full|entire|complete|final|last|overall|manual|automated|unit|integration|end|e2e|end-to-end|acceptance|criteria|sanity|quality|assurance|code|suites?|builds?|compiles?|linters?|types|changes?|results?|outcome|implementation|work|works|working|ci|pipeline|pass|passes|passing|green|broken?|project|repository|repo|codebase|stories|s?\d+|npm|pnpm|yarn|bun|deno|cargo|go|pytest|jest|vitest|tsc|eslint|mvn|gradle)$/;
const makes =
  /\b(?:add|write|create|implement|fix|repair|update|change|refactor|remove|delete|rename|edit|document|migrate|replace|extend|improve|adjust|correct|generate|regenerate|move|convert|port|introduce|handle|support|rewrite|make(?! sure)|bump|upgrade|extract|split|install|configure|set up|apply|resolve|address|commit|cover|wire|connect|combine|integrate|merge|adopt|enable|disable)\b/i;

/** Whether a story only looks at what others did: it declares nothing to write, and no word of it names or makes anything. */
export function onlyVerifies(story: Story): boolean {
  if (story.writes.length > 0) return false;
  const words = story.title.toLowerCase().match(/[\p{L}\p{N}-]+/gu) ?? [];
  const looks = words.some((word) => looking.test(word));
  return looks && words.every((word) => looking.test(word) || vague.test(word)) && !makes.test(story.brief);
}

/** Folds stories that only run checks into the story after which they would have run; their commands go along. */
export function joinVerification(stories: readonly Story[]): Ruled {
  const checks = inOrder(stories).filter(onlyVerifies);
  // When looking is all there is to do, it is the work.
  if (checks.length === 0 || checks.length === stories.length) return { stories: [...stories], changes: [] };
  let left = [...stories];
  const changes: PlanChange[] = [];
  for (const check of checks) {
    // An earlier rule may have given it other dependencies.
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
  return withoutJoined(bridged, new Map<StoryId, StoryId>([[gone.id, gone.id]]));
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
