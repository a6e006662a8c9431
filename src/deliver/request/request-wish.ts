import type { Host } from "../../host/host.ts";
import { renderBody } from "../body/body.ts";
import { changedFiles } from "../body/changed-files.ts";
import { renderTitle } from "../body/title.ts";
import type { DeliverInput } from "../deliver-input.ts";
import type { RequestWish } from "./open-request.ts";
import type { PushPlace } from "./push-place.ts";

/** What the request should be like. */
export async function requestWish(
  host: Host,
  { body, run, plan, branch, remoteBranch, root, base, commit }: DeliverInput,
  place: PushPlace,
  target: string,
): Promise<RequestWish> {
  const { settings } = plan;
  const files = await changedFiles(host, root, base, commit);
  return {
    run,
    target,
    head: { repository: place.repository, branch: remoteBranch ?? branch },
    title: renderTitle(body, run, settings.titleTemplate),
    text: renderBody(body, files, settings.bodyTemplate),
    draft: isDraft({ body, plan }),
    labels: settings.labels,
    reviewers: settings.reviewers,
  };
}

/** What GitLab reads off a push. */
export function mergeOptions({ body, plan, run }: DeliverInput, target: string): string[] {
  return [
    "merge_request.create",
    `merge_request.target=${target}`,
    `merge_request.title=${renderTitle(body, run, plan.settings.titleTemplate)}`,
    ...(isDraft({ body, plan }) ? ["merge_request.draft"] : []),
    ...plan.settings.labels.map((label) => `merge_request.label=${label}`),
  ];
}

function isDraft({ body, plan }: Pick<DeliverInput, "body" | "plan">): boolean {
  const { draft } = plan.settings;
  return draft === "auto" ? body.partial : draft;
}
