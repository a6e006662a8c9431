import { ForgeFailure } from "../../forges/failure.ts";
import type { ForgeApi, NewRequest, RequestFacts } from "../../forges/forge-api.ts";
import { forgeOf } from "../../forges/forges.ts";
import type { Host } from "../../host/host.ts";
import { putBlock } from "../body/body.ts";

export interface RequestWish extends Omit<NewRequest, "body"> {
  run: string;
  /** Our block of the body, without its marks. */
  text: string;
  labels: readonly string[];
  reviewers: readonly string[];
}

export interface OpenedRequest {
  request: RequestFacts;
  created: boolean;
  /** What was asked for and could not be had, one clause each. */
  shortcomings: string[];
}

/**
 * Opens the request of a head, or brings the one that is open up to date: never two. When the answer to its creation is
 * lost, the forge is asked what became of it before anything is tried again. Throws `ForgeFailure`.
 */
export async function openRequest(
  host: Pick<Host, "sleep">,
  api: ForgeApi,
  wish: RequestWish,
  signal: AbortSignal,
): Promise<OpenedRequest> {
  const found = await api.findRequest(wish.head);
  const shortcomings: string[] = [];
  const created = found ?? (await createOnce(host, api, wish, signal, shortcomings));
  // A request that was found, or made by a lost creation, may hold an older text or none.
  const body = putBlock(created.body, wish.run, wish.text, forgeOf(api.repository).maxBody);
  if (body !== created.body.replaceAll("\r\n", "\n")) {
    await attempt(shortcomings, "its text could not be updated", () => api.updateBody(created.number, body));
  }
  if (found === null) await decorate(api, created.number, wish, shortcomings);
  // Whether others look at it now is for a person to say.
  else if (found.draft && !wish.draft) shortcomings.push("it is still a draft: mark it as ready there");
  return { request: created, created: found === null, shortcomings };
}

async function createOnce(
  host: Pick<Host, "sleep">,
  api: ForgeApi,
  wish: RequestWish,
  signal: AbortSignal,
  shortcomings: string[],
): Promise<RequestFacts> {
  const request: NewRequest = { ...wish, body: putBlock("", wish.run, wish.text) };
  try {
    return await api.createRequest(request);
  } catch (error) {
    if (!(error instanceof ForgeFailure) || error.kind === "interrupted") throw error;
    if (error.kind === "invalid" && request.draft && /draft/i.test(error.message)) {
      shortcomings.push("drafts are not possible here");
      return await createOnce(host, api, { ...wish, draft: false }, signal, shortcomings);
    }
    const exists = /already exists/i.test(error.message);
    if (error.answered && !exists) throw error;
    const made = await findLater(host, api, wish, signal);
    if (made !== null) return made;
    // The forge knows of none, so a second try can't make a second one; two with one head are refused anyway.
    if (error.answered) throw error;
    return await api.createRequest(request);
  }
}

/** What was accepted a moment ago may not be listed yet. */
async function findLater(
  host: Pick<Host, "sleep">,
  api: ForgeApi,
  wish: RequestWish,
  signal: AbortSignal,
): Promise<RequestFacts | null> {
  for (const waitMs of [500, 2000, 4000]) {
    await host.sleep(waitMs, signal);
    const found = await api.findRequest(wish.head);
    if (found !== null || signal.aborted) return found;
  }
  return null;
}

/** Labels and reviewers are wishes: a request without them is better than none. */
async function decorate(api: ForgeApi, number: number, wish: RequestWish, shortcomings: string[]): Promise<void> {
  const { labels, reviewers } = wish;
  if (labels.length > 0) await attempt(shortcomings, "labels could not be set", () => api.addLabels(number, labels));
  if (reviewers.length > 0) {
    await attempt(shortcomings, "reviewers could not be requested", () => api.askReviewers(number, reviewers));
  }
}

async function attempt(shortcomings: string[], what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ForgeFailure) || error.kind === "interrupted") throw error;
    shortcomings.push(`${what} (${error.message})`);
  }
}
