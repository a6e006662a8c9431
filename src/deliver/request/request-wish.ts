import { forgeOf } from "../../forges/forges.ts";
import type { Host } from "../../host/host.ts";
import { headOfGoal, isTitleOf } from "../../text/goal-title.ts";
import { neutralLine } from "../../text/neutral.ts";
import { shorten } from "../../text/shorten.ts";
import { renderBody } from "../body/body.ts";
import type { BodyFacts } from "../body-facts.ts";
import { changedFiles } from "../changed-files.ts";
import type { DeliverInput } from "../deliver-input.ts";
import type { RequestWish } from "./open-request.ts";
import type { PushPlace } from "./push-place.ts";

/** Room for the marks around our text. */
const marks = 200;

/** What the request should be like. */
export async function requestWish(
  host: Host,
  { body, run, plan, branch, remoteBranch, root, base, commit }: DeliverInput,
  place: PushPlace,
  target: string,
): Promise<RequestWish> {
  const { settings } = plan;
  const maxBody = plan.forge === null ? undefined : forgeOf(plan.forge).maxBody - marks;
  const files = await changedFiles(host, root, base, commit);
  return {
    run,
    target,
    head: { repository: place.repository, branch: remoteBranch ?? branch },
    title: renderTitle(body, run, settings.titleTemplate),
    text: renderBody(body, files, settings.bodyTemplate, maxBody),
    draft: isDraft({ body, plan }),
    labels: settings.labels,
    reviewers: settings.reviewers,
  };
}

/** What the forge reads off a push; nothing where a push opens no request. */
export function mergeOptions({ body, plan, run }: DeliverInput, target: string): string[] {
  const push = plan.forge === null ? null : forgeOf(plan.forge).push;
  const title = renderTitle(body, run, plan.settings.titleTemplate);
  return push?.options({ target, title, draft: isDraft({ body, plan }), labels: plan.settings.labels }) ?? [];
}

function isDraft({ body, plan }: Pick<DeliverInput, "body" | "plan">): boolean {
  const { draft } = plan.settings;
  return draft === "auto" ? body.partial : draft;
}

const maxTitle = 90;

/**
 * The title of a request: what the goal says in its first line, or the story's own title when there is only one.
 * Titles are plain text on every forge, but a mention or a closing keyword counts in some, so they are made neutral. The
 * mark of a breaking change stays in what the person typed.
 */
export function renderTitle(facts: BodyFacts, run: string, template: string | null): string {
  const landed = facts.stories.filter((story) => story.outcome === "merged");
  const [only] = landed;
  const words = landed.length === 1 && only !== undefined ? only.title : headOfGoal(facts.goal);
  const title = shorten(plain(words === "" ? headOfGoal(facts.goal) : words, facts), maxTitle);
  if (template === null) return title;
  const filled = template.replace(/\{(title|mode|run)\}/g, (_, name: string) => {
    return name === "title" ? title : name === "mode" ? facts.mode : run;
  });
  return shorten(filled.trim(), 2 * maxTitle);
}

function plain(text: string, { typed = false, goal }: Pick<BodyFacts, "typed" | "goal">): string {
  return neutralLine(text, { typed: typed && isTitleOf(goal, text) })
    .replace(/[.\s]+$/, "")
    .trim();
}
