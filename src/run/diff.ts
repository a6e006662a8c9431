import { existsSync } from "node:fs";
import { BaroError } from "../core/error.ts";
import type { StoryId } from "../core/story.ts";
import { besideWithAttributes } from "../git/beside-files.ts";
import { GitFailure, tryGit } from "../git/git.ts";
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
    return (await show(host, worktree, ["diff", ...flags(look), base, "--"])) + (await newFiles(host, worktree, look));
  }
  const kept = keptOf(story);
  if (kept === null) return "";
  return ofCommits(host, repo.root, kept.commit, ["diff", ...flags(look), kept.base, kept.commit, "--"]);
}

function keptOf({ kept, commit, base }: StoryState): { base: string; commit: string } | null {
  const held = kept?.commit ?? commit;
  return held === null || base === null ? null : { base, commit: held };
}

async function newFiles(host: Host, worktree: string, look: DiffLook): Promise<string> {
  const listed = await show(host, worktree, ["ls-files", "--others", "--exclude-standard", "-z"]);
  const paths = listed.split("\0").filter((path) => path !== "");
  let text = "";
  for (const path of paths.slice(0, mostNewFiles)) {
    text += await show(host, worktree, ["diff", "--no-index", ...flags(look), "--", "/dev/null", path]);
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

/** What git says, whatever it exits with: a diff that is not empty is no failure. */
async function show(host: Host, cwd: string, args: string[]): Promise<string> {
  return (await tryGit(host, cwd, args)).stdout.toString("utf8");
}

function requireStarted(state: RunState): NonNullable<RunState["started"]> {
  if (state.started !== null) return state.started;
  throw new BaroError("run-unknown", "Cannot show what changed: the journal does not say how the run began");
}
