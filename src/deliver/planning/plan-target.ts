import type { DeliverySettings } from "../../core/delivery.ts";
import { BaroError } from "../../core/error.ts";
import type { ForgeApi, RepositoryAnswer } from "../../forges/forge-api.ts";
import type { LocalFacts } from "./inquiry.ts";

/** A branch that a request may go into. */
export interface TargetFacts {
  name: string;
  protected: boolean | null;
}

/** A repository with those of the possible targets that exist there, the preferred one first. */
export interface PlaceFacts extends RepositoryAnswer {
  canFork: boolean;
  targets: TargetFacts[];
}

/** Asks the forge about the repository and about the branches that the request may go into. */
export async function describePlace(
  api: ForgeApi,
  { local, settings }: { local: LocalFacts; settings: DeliverySettings },
): Promise<PlaceFacts> {
  const wanted = settings.target ?? local.baseBranch;
  const [repository, branch] = await Promise.all([api.describe(), wanted === null ? null : api.branch(wanted)]);
  const targets: TargetFacts[] = branch === null || wanted === null ? [] : [{ name: wanted, ...branch }];
  const { defaultBranch } = repository;
  if (defaultBranch !== null && defaultBranch !== wanted && settings.target === null && branch === null) {
    const found = await api.branch(defaultBranch);
    // A repository without a commit names a default branch that is not there.
    if (found !== null) targets.push({ name: defaultBranch, ...found });
  }
  return { ...repository, canFork: api.fork !== null, targets };
}

/**
 * The branch to ask to be merged into: the one asked for, else the one that the work was started from, else the default.
 * Throws `delivery-impossible` when the one asked for does not exist.
 */
export function chooseTarget(
  facts: Pick<PlaceFacts, "path" | "targets">,
  asked: string | null,
  baseBranch: string | null,
): TargetFacts | null {
  const named = (name: string | null) => facts.targets.find((target) => target.name === name);
  if (asked !== null && named(asked) === undefined) {
    throw new BaroError("delivery-impossible", `Cannot deliver into "${asked}": ${facts.path} has no such branch`, {
      hint: "Push that branch first, or name another target",
    });
  }
  return named(asked) ?? named(baseBranch) ?? facts.targets[0] ?? null;
}
