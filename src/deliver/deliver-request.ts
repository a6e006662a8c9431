import { BaroError } from "../core/error.ts";
import { isAncestor } from "../git/refs.ts";
import type { Host } from "../host/host.ts";
import { renderBody } from "./body.ts";
import { changedFiles } from "./changed-files.ts";
import type { DeliverInput } from "./deliver.ts";
import { fetchHead } from "./fetch-head.ts";
import { requestName } from "./forge.ts";
import { explainFailure, ForgeFailure } from "./forges/failure.ts";
import type { ForgeApi } from "./forges/forge-api.ts";
import { openForge } from "./forges/open-forge.ts";
import { maskFacts } from "./mask-facts.ts";
import { openRequest, type RequestWish } from "./open-request.ts";
import { readPrivateValues } from "./private-values.ts";
import { type PushOutcome, type PushRequest, pushBranch } from "./push.ts";
import { type PushPlace, pushPlace } from "./push-place.ts";
import { pushUrl } from "./remote.ts";
import { byForm, byPush, type Delivered, left, notPushed, notStarted } from "./request-outcome.ts";
import { renderTitle } from "./title.ts";
import { findToken } from "./token.ts";

const requestTimeoutMs = 30_000;

/**
 * Pushes the branch and opens its request, or brings the one that is open up to date. Whatever stands in the way, the
 * branch stays and the answer says why and what to type. Throws `interrupted`: the delivery is then to be done again.
 */
export async function deliverRequest(host: Host, given: DeliverInput): Promise<Delivered> {
  const { plan, root, signal } = given;
  const { forge, target } = plan;
  if (forge === null || target === null) throw new Error("A plan for a request names no forge or no target");
  const input = { ...given, body: await maskFacts(given.body, await readPrivateValues(host, root)) };
  const url = plan.remote === null ? null : await pushUrl(host, root, plan.remote.name);
  const token = await findToken(host, { root, forge, trusted: plan.settings.forge !== null, url, signal });
  const api = openForge(host, forge, token?.value ?? null, { timeoutMs: requestTimeoutMs, signal });
  const place = await orFailure(signal, () => pushPlace(host, input, api, token?.value ?? null));
  if (place instanceof ForgeFailure) return notStarted(input, place);
  const { pushed, commit } = await pushWork(host, input, place);
  if (signal.aborted) throw interrupted(signal.reason);
  if (pushed.state === "moved" || pushed.state === "refused") return notPushed(input, pushed);
  if (plan.route === "push-options") return byPush(input, place.repository, pushed);
  if (plan.route === "form") return byForm(input, place.repository, "a person has to send the form");
  if (api === null || token === null) return byForm(input, place.repository, `there is no sign-in for ${forge.host}`);
  return await throughApi(host, { ...input, commit }, api, place, target);
}

/** Pushes, and once more on top of what somebody pushed meanwhile when the work fits there. */
async function pushWork(
  host: Host,
  input: DeliverInput,
  place: PushPlace,
): Promise<{ pushed: PushOutcome; commit: string }> {
  const { plan, base, branch, commit } = input;
  const request: PushRequest = {
    ...place,
    branch: input.remoteBranch ?? branch,
    commit,
    ours: input.ours ?? [],
    pushOptions: plan.route === "push-options" ? mergeOptions(input, plan.target ?? "") : [],
  };
  const pushed = await pushBranch(host, request);
  if (pushed.state !== "moved" || input.replay === undefined) return { pushed, commit };
  const onto = await fetchHead(host, place, `refs/heads/${request.branch}`);
  // A branch that was rewritten has lost the commit that the work stands on: that is for a person to sort out.
  if (!(await isAncestor(host, input.root, base, onto))) return { pushed, commit };
  const replayed = await input.replay(onto);
  if (replayed === null) return { pushed, commit };
  const again = await pushBranch(host, { ...request, commit: replayed });
  return { pushed: again, commit: replayed };
}

async function throughApi(
  host: Host,
  input: DeliverInput,
  api: ForgeApi,
  place: PushPlace,
  target: string,
): Promise<Delivered> {
  const wish = await requestWish(host, input, place, target);
  const opened = await orFailure(input.signal, () => openRequest(host, api, wish, input.signal));
  const name = requestName(api.repository.kind);
  if (opened instanceof ForgeFailure) {
    const why = explainFailure(opened, api.repository.host);
    return byForm(input, place.repository, `the ${name} could not be opened: ${why}`);
  }
  const { request, created, shortcomings } = opened;
  const what = created ? `Opened ${request.draft ? "draft " : ""}${name}` : `Updated the open ${name}`;
  const why = [`${what} #${request.number} into ${request.target}`, ...shortcomings].join("; ");
  return { ...left(input.branch, "pr"), url: request.url, pushed: true, why };
}

async function requestWish(
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
function mergeOptions({ body, plan, run }: DeliverInput, target: string): string[] {
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

/** A forge's failure is a value here; an interruption is none. */
async function orFailure<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T | ForgeFailure> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ForgeFailure)) throw error;
    if (signal.aborted) throw interrupted(error);
    return error;
  }
}

function interrupted(cause: unknown): BaroError {
  return new BaroError("interrupted", "Cannot finish the delivery: it was interrupted", {
    hint: "Go on with: baro resume",
    cause,
  });
}
