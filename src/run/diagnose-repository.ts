import { skippedText } from "../core/check.ts";
import { BaroError } from "../core/error.ts";
import { planDelivery } from "../deliver/plan-delivery.ts";
import { findChecks, partText } from "../ecosystems/checks/find-checks.ts";
import { requireIdentity, requireSigning } from "../git/commit.ts";
import { readCommitFiles } from "../git/commit-files.ts";
import { tryGit } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { findUnfilledFolders } from "../worktrees/set-up/dependency-folders.ts";
import { checkFilters } from "./diagnose-filters.ts";
import { checkSandbox } from "./diagnose-sandbox.ts";
import type { DoctorCheck } from "./doctor-check.ts";
import { checkedFrom, folderAt, inspectRepository, type Repository } from "./repository.ts";

/** Outside a repository there is only that to say: no run can start there. */
export async function checkRepository(host: Host, options: RunOptions, offline: boolean): Promise<DoctorCheck[]> {
  try {
    const repository = await inspectRepository(host, options.cwd);
    return [
      { name: "repository", state: "ok", detail: repository.root, advice: null },
      await checkCommits(host, repository.root),
      ...(offline ? [] : [await checkDelivery(host, repository.root)]),
      { name: "sandbox", ...(await checkSandbox(host, options, repository.root)) },
      ...(await checkFilters(host, repository.root)),
      ...(await checkChecks(host, options, repository)),
    ];
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    const check = { name: "repository", detail: error.message, advice: error.hint ?? null };
    return [{ ...check, state: "error", lacks: "a repository that it can work in" }];
  }
}

/** What a run would leave; where there is a remote and no pull request can be had, what to do for one. */
async function checkDelivery(host: Host, root: string): Promise<DoctorCheck> {
  const name = "delivery";
  const input = { root, base: "HEAD", target: null };
  const plan = await planDelivery(host, { ...input, choice: "auto", signal: AbortSignal.timeout(15_000) });
  const hasRemote = (await tryGit(host, root, ["remote"])).stdout.length > 0;
  if (plan.kind === "pr" || !hasRemote) return { name, state: "ok", detail: plan.why, advice: null };
  try {
    await planDelivery(host, { ...input, choice: "pr", signal: AbortSignal.timeout(15_000) });
    return { name, state: "ok", detail: plan.why, advice: null };
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    return { name, state: "warning", detail: plan.why, advice: error.hint ?? null };
  }
}

/** The checks that a run would make here, and why others would not be made. */
async function checkChecks(host: Host, options: RunOptions, repository: Repository): Promise<DoctorCheck[]> {
  const name = "check";
  const { verify } = checkedFrom(options, await folderAt(host, repository, "HEAD"));
  if (verify !== null) return verify.map((command) => ({ name, state: "ok", detail: command, advice: null }));
  const { root } = repository;
  const from = await folderAt(host, repository, "HEAD");
  const files = await readCommitFiles(host, root, "HEAD");
  const [{ checks, examples, skipped }, unfilled] = await Promise.all([
    findChecks(host, root, files, from),
    findUnfilledFolders(root, files.paths),
  ]);
  return [
    ...checks.map((command): DoctorCheck => {
      const example = examples.get(command);
      const detail = example === undefined ? command : `${command}; ${partText(example)}`;
      return { name, state: "ok", detail, advice: null };
    }),
    ...skipped.map((one): DoctorCheck => {
      return { name, state: "warning", detail: skippedText({ ...one, next: null }), advice: one.next };
    }),
    ...unfilled.map((folder): DoctorCheck => {
      const detail = `${folder} is missing, and no lockfile says what belongs into it: checks may lack their programs`;
      return { name, state: "warning", detail, advice: "install the project's packages" };
    }),
  ];
}

/** Whether commits can be made: git knows the person, and can sign where they want it. */
async function checkCommits(host: Host, root: string): Promise<DoctorCheck> {
  const name = "commits";
  try {
    await requireIdentity(host, root);
    await requireSigning(host, root);
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    return { name, state: "error", detail: error.message, advice: error.hint ?? null };
  }
  const author = await tryGit(host, root, ["var", "GIT_AUTHOR_IDENT"]);
  const detail = `as ${author.stdout.toString("utf8").replace(/ \d+ [+-]\d+\s*$/, "")}`;
  return { name, state: "ok", detail, advice: null };
}
