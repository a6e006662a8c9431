import type { DeliverySettings, ForgeRepository } from "../../core/delivery.ts";
import { BaroError } from "../../core/error.ts";
import { hintForFailure } from "../../forges/advice.ts";
import { explainFailure, ForgeFailure } from "../../forges/failure.ts";
import type { ForgeApi, RepositoryAnswer } from "../../forges/forge-api.ts";
import { forgeOf, openForge } from "../../forges/forges.ts";
import { findToken } from "../../forges/token.ts";
import type { Host } from "../../host/host.ts";
import type { LocalFacts, NoRequest, RequestInquiry, RequestPlaces, RequestPlan } from "./inquiry.ts";
import { choosePlaces, noForge, offlineObstacle, unpushedNotice } from "./plan-places.ts";
import { planWithoutApi } from "./plan-without-api.ts";
import { probePush } from "./probe-push.ts";

/** The person waits for this, and a run without a request is better than none. */
const patience = { timeoutMs: 6000, maxTries: 2 };

/** Finds the way to a request, or the reason why there is none. */
export async function planRequest(host: Host, inquiry: RequestInquiry): Promise<RequestPlan | NoRequest> {
  const { local, root, settings, signal } = inquiry;
  const obstacle = offlineObstacle(local);
  if (obstacle !== null || local.forge === null) return obstacle ?? noForge(local);
  const places = await choosePlaces(host, root, local, local.forge, settings);
  const trusted = settings.forge !== null;
  const token = await findToken(host, { root, forge: places.into, trusted, url: local.url, signal });
  const open = (place: ForgeRepository) =>
    token === null ? null : openForge(host, place, token.value, { ...patience, signal });
  const api = open(places.into);
  if (api === null) return await planWithoutApi(host, inquiry, places);
  try {
    const facts = await describePlace(api, inquiry);
    const head = places.head === null ? null : await open(places.head)?.describe();
    const found = await judge(host, inquiry, places, facts, head?.mayPush ?? null);
    return "impossible" in found || found.makesFork ? found : await unlessRefused(host, inquiry, found, token?.value);
  } catch (error) {
    if (!(error instanceof ForgeFailure)) throw error;
    const why = explainFailure(error, places.into.host);
    return { impossible: why, hint: hintForFailure(error, places.into), question: null };
  }
}

/** The forge lets its account push; git has a way of its own, which the push goes. */
async function unlessRefused(
  host: Host,
  inquiry: RequestInquiry,
  found: RequestPlan,
  token: string | undefined,
): Promise<RequestPlan | NoRequest> {
  const refused = await probePush(host, inquiry, token ?? null);
  if (refused === null) return found;
  return {
    impossible: `it can't be pushed to: ${refused}`,
    hint: "Check git push",
    question: null,
  };
}

async function judge(
  host: Host,
  { base, local, root, settings }: RequestInquiry,
  places: RequestPlaces,
  facts: PlaceFacts,
  headMayPush: boolean | null,
): Promise<RequestPlan | NoRequest> {
  const { into } = places;
  const at = `${facts.path} on ${into.host}`;
  const refuse = (impossible: string, hint: string, question: string | null = null) => ({ impossible, hint, question });
  if (facts.archived) return refuse(`${at} is archived`, "Unarchive it");
  const mayPush = places.head === null ? facts.mayPush : headMayPush;
  const makesFork = mayPush === false && places.head === null && facts.canFork && settings.fork === true;
  if (mayPush === false && !makesFork) {
    const question =
      settings.fork === null && facts.canFork && places.head === null
        ? `You may not push to ${at}. Make a fork in your account and open the ${forgeOf(into).requestName} from there?`
        : null;
    return refuse(
      `you may not push to ${places.head?.path ?? at}`,
      "Set fork = true below [delivery] in your configuration file",
      question,
    );
  }
  const target = chooseTarget(facts, settings.target, local.baseBranch);
  if (target === null) return refuse(`${at} has no branch yet`, "Push one first");
  const renamed = facts.path.toLowerCase() !== into.path.toLowerCase();
  return {
    why: `A ${forgeOf(into).requestName} into ${target.name} of ${at}`,
    notices: [
      ...(renamed ? [`${into.path} is called ${facts.path} now; its remote's URL is out of date`] : []),
      ...(target.name === target.asked ? [] : [`${target.asked} of ${at} is called ${target.name} now`]),
      ...(await unpushedNotice(host, root, base, `${places.intoRemote}/${target.asked}`)),
    ],
    forge: { ...into, path: facts.path, webUrl: facts.webUrl },
    head: places.head,
    route: "api",
    target: target.name,
    targetProtected: target.protected,
    makesFork,
  };
}

/** A branch that a request may go into. */
interface TargetFacts {
  /** What it was asked for by; a forge follows a branch that was renamed. */
  asked: string;
  name: string;
  protected: boolean | null;
}

/** A repository with those of the possible targets that exist there, the preferred one first. */
interface PlaceFacts extends RepositoryAnswer {
  canFork: boolean;
  targets: TargetFacts[];
}

/** Asks the forge about the repository and about the branches that the request may go into. */
async function describePlace(
  api: ForgeApi,
  { local, settings }: { local: LocalFacts; settings: DeliverySettings },
): Promise<PlaceFacts> {
  const wanted = settings.target ?? local.baseBranch;
  const [repository, branch] = await Promise.all([api.describe(), wanted === null ? null : api.branch(wanted)]);
  const targets: TargetFacts[] = branch === null || wanted === null ? [] : [targetFacts(wanted, branch)];
  const { defaultBranch } = repository;
  if (defaultBranch !== null && defaultBranch !== wanted && settings.target === null && branch === null) {
    const found = await api.branch(defaultBranch);
    // A repository without a commit names a default branch that is not there.
    if (found !== null) targets.push(targetFacts(defaultBranch, found));
  }
  return { ...repository, canFork: api.fork !== null, targets };
}

function targetFacts(asked: string, branch: NonNullable<Awaited<ReturnType<ForgeApi["branch"]>>>): TargetFacts {
  return { asked, name: branch.name ?? asked, protected: branch.protected };
}

/**
 * The branch to ask to be merged into: the one asked for, else the one that the work was started from, else the default.
 * Throws `delivery-impossible` when the one asked for does not exist.
 */
function chooseTarget(
  facts: Pick<PlaceFacts, "path" | "targets">,
  asked: string | null,
  baseBranch: string | null,
): TargetFacts | null {
  const named = (name: string | null) => facts.targets.find((target) => target.asked === name);
  if (asked !== null && named(asked) === undefined) {
    throw new BaroError("delivery-impossible", `Cannot deliver into "${asked}": ${facts.path} has no such branch`, {
      hint: "Push that branch first, or name another target",
    });
  }
  return named(asked) ?? named(baseBranch) ?? facts.targets[0] ?? null;
}
