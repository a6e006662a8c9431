import { toldText } from "../agents/agent.ts";
import type { CheckFacts } from "../core/check.ts";
import type { Story } from "../core/story.ts";
import type { News, Unfit } from "../state/story-state.ts";
import { tailOf } from "../text/shorten.ts";
import { messageFile } from "../worktrees/commit-hooks.ts";
import { guardRules } from "./guard.ts";

export interface StoryBrief {
  goal: string;
  story: Story;
  /** The folder below the root that the agent starts in; empty or left out: the root. */
  folder?: string;
  /** Every check that the story has to pass. */
  checks: readonly string[];
  /** What this attempt has to work from beyond the story; `null` at the first one. */
  news: News | null;
  /** An earlier attempt was cut off, and what it did is in the folder. */
  cutOff: boolean;
  /** What a person told the agent, of which this attempt has not heard; all of it for one that knows nothing yet. */
  told?: readonly string[];
  /** Another agent began the story and could not go on; `null`: nobody did. */
  handover?: Handover | null;
  /** The agent goes on in its own session: it knows the story, and is told the news alone. */
  session: boolean;
}

/** What an agent leaves to the one that takes over from it. */
export interface Handover {
  /** `NAME[:MODEL]`. */
  from: string;
  why: string;
  /** The last that it said; `null`: it said nothing. */
  said: string | null;
  /** What differs from the story's base by now. */
  paths: readonly string[];
}

const mostTail = 6_000;
const mostPaths = 40;

/** What an agent is told: the story, its surface, its checks, and what is enforced. */
export function storyPrompt(brief: StoryBrief): string {
  const news = [...(brief.news === null ? [] : [newsText(brief.news)]), ...(brief.told ?? []).map(toldText)];
  if (brief.session) {
    const goOn = news.length > 0 ? news : ["You were interrupted. Go on where you were."];
    return [...goOn, `Work in the current folder on "${brief.story.title}" until it is done.`].join("\n\n");
  }
  const { story } = brief;
  return [
    `# ${story.title}`,
    story.brief.trim() === "" ? brief.goal : story.brief,
    placeText(brief.folder ?? ""),
    list("Done when", story.acceptance),
    list("Your surface (the paths you may write)", story.writes.length === 0 ? ["the whole repository"] : story.writes),
    list("Worth reading", story.reads),
    list("Checks that must pass", brief.checks),
    list("Rules", [
      brief.folder === undefined || brief.folder === ""
        ? "Work in the current folder only. It is a checkout of your own."
        : "Work in this checkout only. It is your own.",
      "Do not commit, push or switch branches: your changes are committed for you.",
      ...guardRules,
    ]),
    ...news,
    brief.handover == null ? "" : handoverText(brief.handover),
    brief.cutOff
      ? "An earlier attempt was cut off. What it did is in this folder: look at it, and go on from there."
      : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function placeText(folder: string): string {
  if (folder === "") return "";
  const up = folder.replace(/[^/]+/g, "..");
  return (
    `## Where you are\nThe person stands in the folder \`${folder}\` of the repository, and so do you. ` +
    `Paths in what is asked are from here first, then from the root (\`${up}\`). ` +
    "The surface and the worth reading below are from the root, and the checks run there."
  );
}

function handoverText({ from, why, said, paths: changed }: Handover): string {
  return [
    `## Done so far\nAnother agent (${from}) began this in this folder and could not go on: ${endOf(why)}`,
    changed.length === 0 ? "It changed nothing yet." : `It changed:\n${paths(changed)}`,
    said === null || said.trim() === "" ? "" : `Its last words:\n${endOf(said)}`,
    "Look at what is there (git diff), keep what is good, and go on from it.",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `## ${title}\n${items.map((item) => `- ${item}`).join("\n")}`;
}

function newsText(news: News): string {
  switch (news.kind) {
    case "reverted":
      return [...undoneText(news.paths), ...unfitText(news.unfit), ...leftOutText(news.leftOut)].join("\n\n");
    case "red":
      return `## Failing\nYour changes are still in place, but these checks fail:\n\n${news.checks.map(checkText).join("\n\n")}`;
    case "conflict":
      if (news.gone.length > 0) return goneText(news);
      return (
        `## Again, on top of what landed\nYour earlier version conflicted with work that has landed since, in:\n${paths(news.paths)}\n` +
        "This checkout holds what landed. Do the story again on top of it, and keep what is there." +
        (news.earlier === null ? "" : `\nYour earlier version: git show ${news.earlier}`)
      );
    case "lost":
      return lostText(news);
    case "error":
      return `## What went wrong before\n${endOf(news.message)}\nGo on from the state of this folder.`;
  }
}

/** The agent starts afresh: it has never heard of what was done before. */
function lostText({ why, checks, earlier }: Extract<News, { kind: "lost" }>): string {
  return [
    `## What went wrong before\nThis story was tried before and did not land: ${endOf(why)}`,
    ...checks.map(checkText),
    "This checkout holds what has landed since." +
      (earlier === null
        ? ""
        : ` What was done then is in it too where it still fits, not committed; all of it: git show ${earlier}`),
    "Keep of it what is good, mend what failed, and leave what landed in place.",
  ].join("\n\n");
}

/** Nothing collided, so that there is no other version to keep: the names are what the agent has to know. */
function goneText({ gone, paths: users, earlier }: Extract<News, { kind: "conflict" }>): string {
  const names = gone.map(({ name, from }) => `- \`${name}\`, which was defined in ${from}`);
  return (
    `## Again, on what has landed since\nWork that landed after you began removed or renamed these names:\n${names.join("\n")}\n` +
    `Your earlier version still uses them, in:\n${paths(users)}\n` +
    "This checkout holds what landed. Look there for what takes their place, and do the story again without them." +
    (earlier === null ? "" : `\nYour earlier version: git show ${earlier}`)
  );
}

function undoneText(all: readonly string[]): string[] {
  if (all.length === 0) return [];
  return [
    `## Undone\nThese changes of yours are outside your surface and were undone:\n${paths(all)}\n` +
      "Reach the same within your surface. If nothing is missing, change nothing.",
  ];
}

function unfitText(all: readonly Unfit[]): string[] {
  if (all.length === 0) return [];
  const groups = all.map((one) => `Undone, because it is ${one.why}:\n${paths(one.paths)}`);
  return [
    `## Can't be kept\nNo commit of yours can have these, wherever they lie.\n\n${groups.join("\n\n")}\n\n` +
      "Reach the same without them. If nothing is missing, change nothing.",
  ];
}

function leftOutText(all: readonly string[]): string[] {
  if (all.length === 0) return [];
  return [
    `## Left out\nThe repository ignores these files of yours, or they lie in a submodule, on another branch or in a stash, so they will not be in the commit:\n${paths(all)}\n` +
      "If something that you commit needs them, put them among your files, where they are not ignored and in no submodule. If nothing does, change nothing.",
  ];
}

function paths(all: readonly string[]): string {
  const shown = all.slice(0, mostPaths).map((path) => `- ${path}`);
  const rest = all.length - shown.length;
  return [...shown, ...(rest > 0 ? [`- and ${rest} more`] : [])].join("\n");
}

function checkText(check: CheckFacts): string {
  const hint =
    check.hook?.endsWith("commit-msg") === true
      ? `\nThe message of the commit is in ${messageFile}: correct it there.`
      : "";
  return `$ ${check.command}\n${endOf(check.tail)}${hint}`;
}

function endOf(text: string): string {
  const clean = text.trimEnd();
  return clean.length <= mostTail ? clean : `…${tailOf(clean, mostTail)}`;
}
