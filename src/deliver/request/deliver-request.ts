import { BaroError } from "../../core/error.ts";
import { explainFailure, ForgeFailure } from "../../forges/failure.ts";
import type { ForgeApi } from "../../forges/forge-api.ts";
import { forgeOf, openForge } from "../../forges/forges.ts";
import { findToken } from "../../forges/token.ts";
import { readPrivateValues } from "../../git/private-values.ts";
import type { Host } from "../../host/host.ts";
import { maskFacts } from "../body/mask-facts.ts";
import type { DeliverInput } from "../deliver-input.ts";
import { pushAddress } from "../remote/remote.ts";
import { openRequest } from "./open-request.ts";
import { type PushPlace, pushPlace } from "./push-place.ts";
import { pushWork } from "./push-work.ts";
import { byForm, byPush, type Delivered, left, notPushed, notStarted } from "./request-outcome.ts";
import { requestWish } from "./request-wish.ts";

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
  const url = plan.remote === null ? null : (await pushAddress(host, root, plan.remote.name)).url;
  const token = await findToken(host, { root, forge, trusted: plan.settings.forge !== null, url, signal });
  const api = openForge(host, forge, token?.value ?? null, { timeoutMs: requestTimeoutMs, signal });
  const place = await orFailure(signal, () => pushPlace(host, input, api, token?.value ?? null));
  if (place instanceof ForgeFailure) return notStarted(input, place);
  const { pushed, commit, replayed } = await pushWork(host, input, place);
  if (signal.aborted) throw interrupted(signal.reason);
  if (pushed.state === "moved" || pushed.state === "refused" || pushed.state === "held")
    return notPushed(input, pushed);
  if (plan.route === "push-options") return byPush(input, place.repository, pushed);
  if (plan.route === "form") return byForm(input, place.repository, "a person has to submit the form");
  if (api === null || token === null) return byForm(input, place.repository, `there is no sign-in for ${forge.host}`);
  const delivered = await throughApi(host, { ...input, commit }, api, place, target);
  return replayed ? { ...delivered, why: `${delivered.why}; ${onTop}` } : delivered;
}

const onTop = "somebody pushed commits meanwhile, and the checks ran without them";

async function throughApi(
  host: Host,
  input: DeliverInput,
  api: ForgeApi,
  place: PushPlace,
  target: string,
): Promise<Delivered> {
  const wish = await requestWish(host, input, place, target);
  const opened = await orFailure(input.signal, () => openRequest(host, api, wish, input.signal));
  const name = forgeOf(api.repository).requestName;
  if (opened instanceof ForgeFailure) {
    const why = explainFailure(opened, api.repository.host);
    return byForm(input, place.repository, `the ${name} could not be opened: ${why}`);
  }
  const { request, created, shortcomings } = opened;
  const what = created ? `Opened ${request.draft ? "draft " : ""}${name}` : `Updated the open ${name}`;
  const why = [`${what} #${request.number} into ${request.target}`, ...shortcomings].join("; ");
  return { ...left(input.branch, "pr"), url: request.url, pushed: true, why };
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
