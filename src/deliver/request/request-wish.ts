import { forgeOf } from "../../forges/forges.ts";
import type { Host } from "../../host/host.ts";
import { renderBody } from "../body/body.ts";
import { changedFiles } from "../body/changed-files.ts";
import { renderTitle } from "../body/title.ts";
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
