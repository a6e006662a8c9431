import { existsSync, lstatSync } from "node:fs";
import { join } from "node:path";
import { BaroError } from "../core/error.ts";
import type { StoryId } from "../core/story.ts";
import { besideWithAttributes } from "../git/beside-files.ts";
import { GitFailure, tryGit } from "../git/git.ts";
import { isOurPlace } from "../git/place.ts";
import { outsideView, worktreeSource } from "../git/worktree.ts";
import type { Host } from "../host/host.ts";
import { type RunState, storyOf } from "../state/run-state.ts";
import type { StoryState } from "../state/story-state.ts";
import { requireStory } from "./runs.ts";

export interface DiffLook {
  color: boolean;
  /** Names and counts instead of the lines. */
  stat?: boolean;
}

/** New files that are shown whole; more of them are only named by their agent. */
const mostNewFiles = 50;

/** What has landed on a run's branch, as a diff against what it builds on. Throws `run-unknown` without a beginning. */
export async function runDiff(host: Host, state: RunState, look: DiffLook): Promise<string> {
  const { repo, base, workBranch } = requireStarted(state);
  const landed = state.landed.at(-1);
  const head = (landed === undefined ? null : state.stories.get(landed)?.landed) ?? `refs/heads/${workBranch}`;
  return ofCommits(host, repo.root, head, ["diff", ...flags(look), base, head, "--"]);
}

/** What a branch has changed since it left another, as a diff without colours. */
export async function branchDiff(host: Host, root: string, from: string, branch: string): Promise<string> {
  return ofCommits(host, root, branch, ["diff", ...flags({ color: false }), `${from}...${branch}`, "--"]);
}

/**
 * What a story has changed: what of it landed, else what its agent's checkout holds right now, new files included, else
 * what was kept of it. Empty: nothing. Only looks.
 */
export async function storyDiff(host: Host, state: RunState, id: StoryId, look: DiffLook): Promise<string> {
  const { repo } = requireStarted(state);
  requireStory(state, id);
  const story = storyOf(state, id);
  const { landed } = story;
  if (landed !== null) return ofCommits(host, repo.root, landed, ["show", "--format=", ...flags(look), landed, "--"]);
  const { worktree, base } = story;
  if (worktree !== null && base !== null && story.phase !== "finished" && existsSync(worktree)) {
    return liveDiff(host, repo.root, { worktree, base }, look);
  }
  const kept = keptOf(story);
  if (kept === null) return "";
  return ofCommits(host, repo.root, kept.commit, ["diff", ...flags(look), kept.base, kept.commit, "--"]);
}

function keptOf({ kept, commit, base }: StoryState): { base: string; commit: string } | null {
  const held = kept?.commit ?? commit;
  return held === null || base === null ? null : { base, commit: held };
}

/** Longer than this nobody waits for a look; a pipe in an odd place would hold git for ever. */
const mostLookMs = 30_000;

/**
 * What an agent's checkout holds now. Whoever works there has no say in how it is looked at: neither its settings nor those
 * of repositories that lie in it.
 */
async function liveDiff(
  host: Host,
  root: string,
  { worktree, base }: { worktree: string; base: string },
  look: DiffLook,
): Promise<string> {
  const place = { path: worktree, index: `${worktree}.index` };
  if (!isOurPlace(place)) return "";
  const env = outsideView(await worktreeSource(host, root), place);
  const until = host.elapsed() + mostLookMs;
  const show = async (args: string[]) => {
    const timeoutMs = Math.max(1, until - host.elapsed());
    return (await tryGit(host, worktree, args, { env, timeoutMs })).stdout.toString("utf8");
  };
  const changed = await show(["diff", "--ignore-submodules=dirty", ...flags(look), base, "--"]);
  const listed = await show(["ls-files", "--others", "--exclude-standard", "-z"]);
  let text = changed;
  for (const path of listed.split("\0").slice(0, mostNewFiles)) {
    const stat = lstatSync(join(worktree, path), { throwIfNoEntry: false });
    // Nothing else can be opened and looked at.
    if (path === "" || !(stat?.isFile() === true || stat?.isSymbolicLink() === true)) continue;
    text += await show(["diff", "--no-index", ...flags(look), "--", "/dev/null", path]);
  }
  return text;
}

function flags({ color, stat = false }: DiffLook): string[] {
  return [`--color=${color ? "always" : "never"}`, "--no-ext-diff", ...(stat ? ["--stat"] : [])];
}

/** What git says of commits alone; nothing where one of them is gone. */
async function ofCommits(host: Host, root: string, commit: string, args: string[]): Promise<string> {
  try {
    const said = await besideWithAttributes(host, root, commit, ({ cwd, env }) => tryGit(host, cwd, args, { env }));
    return said.stdout.toString("utf8");
  } catch (error) {
    if (error instanceof GitFailure) return "";
    throw error;
  }
}

function requireStarted(state: RunState): NonNullable<RunState["started"]> {
  if (state.started !== null) return state.started;
  throw new BaroError("run-unknown", "Cannot show what changed: the journal does not say how the run began");
}
