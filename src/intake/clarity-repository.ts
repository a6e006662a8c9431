import type { GoalText } from "./goal-text.ts";
import type { ClarityRule } from "./unclear.ts";

const makes =
  /\b(add|adds|wrote|written|create|creates|write|introduce|generate|new|make|scaffold|init\w*|bootstrap|set up|extract|split|move|rename|copy|save|output|into|as|to|called|named|import|imports)\b/i;
const removes = /^\W*(delete|remove|drop|get rid of)\b/i;

/** Paths that the goal wants changed and that can't be: outside the repository, git's own, or not there. */
export const pathRule: ClarityRule = (goal, facts) => {
  // Further down, a path is more often part of the story than of the order; nothing outside is written anyway.
  const outside = facts.outside.find((path) => goal.title.replaceAll("\\", "/").includes(path));
  if (outside !== undefined) {
    return {
      rule: "path-outside",
      detail: `${outside} lies outside this repository`,
      question: `${outside} lies outside this repository and is never written. Which part should be done here?`,
    };
  }
  if (/(?:^|[\s`"'])\.git\/\S/.test(goal.text)) {
    return {
      rule: "path-in-git",
      detail: "the goal names git's own folder",
      question: "Files below .git are never written. What should change in the repository itself?",
    };
  }
  const absent = facts.absent.find(({ path }) => !isToBeMade(goal, path));
  if (absent === undefined) return null;
  if (removes.test(goal.title)) {
    return {
      rule: "already-gone",
      detail: `${absent.path} is not there`,
      question: `${absent.path} is not in the repository: nothing is left to remove.`,
      nothingToDo: true,
    };
  }
  const hint = absent.nearest === null ? "Which file is meant?" : `Is ${absent.nearest} meant?`;
  return {
    rule: "path-absent",
    detail: `${absent.path} does not exist`,
    question: `There is no ${absent.path} in this repository. ${hint}`,
  };
};

/** Whether the words around a path say that it comes into being. */
function isToBeMade(goal: GoalText, path: string): boolean {
  if ((goal.type !== null && goal.type !== "fix") || becomes(goal.title, path)) return true;
  const at = goal.text.indexOf(path);
  const before = goal.text.slice(Math.max(0, at - 80), Math.max(at, 0));
  return at < 0 || makes.test(before) || (goal.body !== "" && goal.body.includes(path) && !goal.title.includes(path));
}

function becomes(title: string, path: string): boolean {
  return new RegExp(String.raw`(→|->|=>|\bto\b)\s*\S*${path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`).test(title);
}

/** What was merged before needs no run; what is not there can't be merged. */
export const branchRule: ClarityRule = (goal, facts) => {
  if (!/^\W*(please\s+)?(merge|rebase|land|finish|cherry-pick)\b/i.test(goal.title)) return null;
  const merged = facts.branches.find(({ state }) => state === "merged");
  if (merged !== undefined) {
    return {
      rule: "already-merged",
      detail: `${merged.name} is an ancestor of the base`,
      question: `${merged.name} is merged already: the base holds all of it.`,
      nothingToDo: true,
    };
  }
  const absent = facts.branches.find(({ state }) => state === "absent");
  if (absent === undefined) return null;
  return {
    rule: "branch-absent",
    detail: `there is no branch ${absent.name}`,
    question: `There is no branch ${absent.name} here. Which branch is meant?`,
  };
};

/** What is to be made and is there already. */
export const madeRule: ClarityRule = (_goal, facts) => {
  if (facts.made === null) return null;
  return {
    rule: "already-made",
    detail: facts.made,
    question: `Nothing is left to do: ${facts.made} already.`,
    nothingToDo: true,
  };
};

const saysDone =
  /\((?:it is |was |is )?already [^)]*\)|[,;:–—-]\s*(?:it is |was |is )?already (?:merged|done|fixed|implemented|released|deployed|closed|landed)\b/i;

/** A goal that says itself that it is done: something is wrong with it. */
export const saysDoneRule: ClarityRule = (goal) => {
  const said = saysDone.exec(goal.title)?.[0].replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  if (said === undefined || goal.type !== null) return null;
  return {
    rule: "says-done",
    detail: `the goal says "${said}"`,
    question: `The goal says "${said}". What is left to do?`,
  };
};
