import { count, type Kind, oneOf, onOff, ref, textOf, ValueProblem } from "./kinds.ts";
import { conducting, every, goals, planning, type Row } from "./row.ts";

const flagOnly = { from: ["flag"], recorded: false, untrusted: "never" } as const;
const noFile = { from: ["flag", "variable"], recorded: false, untrusted: "never" } as const;
/** The person's own: no run records it, and no untrusted file touches it. */
const own = { from: ["flag", "variable", "file"], recorded: false, untrusted: "never" } as const;

const pullRequest: Kind<number> = {
  ...count,
  must: "the number of a pull request",
  read: (text) => {
    if (!/^#?[1-9]\d{0,9}$/.test(text)) throw new ValueProblem("must be the number of a pull request");
    return Number(text.replace("#", ""));
  },
};

/** The settings of follow-ups, of questions and output, and of places. */
export const screenRows = {
  continue: {
    ...flagOnly,
    kind: onOff,
    unset: false,
    settled: true,
    help: "The goal is a follow-up on earlier work, as with baro continue",
    group: "follow",
    takers: ["run", "plan", "intake"],
  },
  pr: {
    ...flagOnly,
    kind: pullRequest,
    unset: null,
    settled: true,
    help: "The pull request that the goal follows up on",
    group: "follow",
    takers: goals,
  },
  branch: {
    ...flagOnly,
    kind: ref,
    unset: null,
    settled: true,
    help: "The branch that the goal follows up on",
    group: "follow",
    takers: goals,
  },
  "pr-comments": {
    ...flagOnly,
    kind: onOff,
    unset: false,
    settled: true,
    help: "The goal is what the pull request's open review comments ask for",
    group: "follow",
    takers: ["run", "continue"],
  },
  "pr-checks": {
    ...flagOnly,
    kind: onOff,
    unset: false,
    settled: true,
    help: "The goal is to fix the pull request's failing checks",
    group: "follow",
    takers: ["run", "continue"],
  },
  input: {
    ...noFile,
    kind: onOff,
    unset: true,
    unsetWords: "on at a terminal",
    option: "noInput",
    settled: true,
    help: "Ask what is not clear",
    off: "Never ask (on with CI=true, --json, or no terminal on stdin)",
    group: "output",
    takers: [...planning, "resume", "intake", "init", "trust", "demo"],
  },
  ask: {
    ...flagOnly,
    kind: oneOf("terminal", "stdio", "elsewhere"),
    unset: "terminal",
    help: "Who answers questions: you at the terminal; stdio: a program that reads events and writes JSON lines to stdin (implies --json); elsewhere: whoever looks at the run, with baro serve",
    group: "output",
    takers: [...conducting, "plan", "demo"],
  },
  quiet: {
    ...own,
    kind: onOff,
    unset: false,
    help: "No progress, only the result and errors",
    group: "output",
    takers: every,
  },
  verbose: {
    ...own,
    kind: onOff,
    unset: false,
    help: "Everything the agents do, and the causes of errors",
    group: "output",
    takers: every,
  },
  color: {
    ...own,
    kind: onOff,
    unset: null,
    unsetWords: "on at a terminal, unless NO_COLOR or TERM=dumb",
    example: "true",
    settled: true,
    help: "Colours",
    off: "No colours (on with NO_COLOR, TERM=dumb, or no terminal)",
    group: "output",
    takers: every,
  },
  plain: {
    ...own,
    kind: onOff,
    unset: false,
    unsetWords: "on with NO_COLOR, or a terminal that can't draw",
    help: "Plain sentences, nothing drawn, for screen readers and logs",
    group: "output",
    takers: every,
  },
  notify: {
    from: ["variable", "file"],
    kind: textOf("CMD"),
    unset: null,
    help: "Your own command, run when a run ends or when a question has to wait. It gets BARO_EVENT, BARO_OUTCOME, BARO_RUN, BARO_GOAL, BARO_BRANCH and BARO_URL in its environment",
    group: "output",
    takers: [],
    recorded: false,
    untrusted: "never",
    example: 'notify-send baro "$BARO_OUTCOME"',
  },
  "goal-file": {
    ...flagOnly,
    kind: textOf("F"),
    unset: null,
    settled: true,
    help: "Read the goal from a file; - is stdin",
    group: "place",
    takers: goals,
  },
  config: {
    ...noFile,
    kind: textOf("F"),
    unset: null,
    unsetWords: "baro.toml",
    settled: true,
    help: "Read this file in place of the repository's baro.toml; it counts as your own",
    group: "place",
    takers: every,
  },
  cwd: {
    ...noFile,
    kind: textOf("DIR"),
    unset: null,
    unsetWords: "the current one",
    settled: true,
    help: "Work as if started in this folder",
    group: "place",
    takers: every,
  },
} as const satisfies Record<string, Row>;
