import type { DeliverChoice } from "../core/options.ts";

/** What `baro init` was told; null leaves the key as a comment with its default. */
export interface ChosenConfig {
  mode: string | null;
  agent: string | null;
  planner: string | null;
  parallel: number | null;
  deliver: DeliverChoice | null;
  verify: readonly string[] | null;
}

/** A configuration file with every key, its meaning and its default; only what was chosen is set. */
export function configTemplate(chosen: ChosenConfig, scope: "repository" | "user"): string {
  const own =
    scope === "user"
      ? "# Yours: it holds for every repository, and a repository's baro.toml goes before it."
      : "# This repository's. Keys marked [trust] count only after each person's: baro trust";
  return `# baro configuration. Flags and BARO_* variables go before it; baro run --help explains each key.
${own}

# The shape of a run: auto, focused, sequential, parallel.
${line("mode", chosen.mode, "auto")}

# Who writes, NAME[:MODEL]: claude, codex, opencode, pi, openai, demo, or acp:COMMAND [trust].
${line("agent", chosen.agent, "claude")}

# Who answers intake's and the planner's questions; the same as agent unless set.
${line("planner", chosen.planner, "openai:gpt-5-mini")}

# Whether a model may be asked for the mode: auto (only when the rules are not decisive), rules, model.
# intake = "auto"

# Most agents at once, and the hard cap on stories (focused 1, sequential 5, parallel 12 unless set).
${line("parallel", chosen.parallel, 4)}
# max-stories = 12

# What to leave: auto, pr, branch, patch, none.
${line("deliver", chosen.deliver, "auto")}

# What to build on, and whether uncommitted changes are part of it.
# base = "HEAD"
# include-dirty = false

# Checks that each story and the merged result must pass [trust]; found in the project unless set, false for none.
${line("verify", chosen.verify, ["npm test"])}

# Commands that set up each fresh worktree [trust]; unless set, what .cursor/worktrees.json, .superset/config.json,
# .conductor/settings.toml or a devcontainer declares, once that file is trusted. false for none.
# setup = ["make deps"]

# Ceilings for a whole run; there are none unless set.
# max-tokens = 2000000
# max-usd = 5.0
# timeout = "45m"
# wait-for-reset = false

# Run agents in a sandbox (false needs [trust]), and put stories in order at any doubt.
# sandbox = false
# strict = false

# A command of yours that is run when a run ends, or when a question has to wait [trust]. It finds BARO_EVENT, BARO_OUTCOME,
# BARO_RUN, BARO_GOAL, BARO_BRANCH and BARO_URL in its environment.
# notify = 'notify-send baro "$BARO_OUTCOME"'

# Worktrees that finished runs left (--keep) are removed when they are older than this.
# keep-worktrees = "14d"

# Commits name the run and the story that they came from, in a trailer.
# trailers = true

# An agent per story weight.
# [tier]
# light = "openai:gpt-5-nano"
# standard = "claude"
# heavy = "claude:opus"

# How a pull request looks. Marked [trust] as a whole when it also says where it goes or what may be in it:
# remote, fork, forge, api-url, max-file-bytes, allow.
# [delivery]
# target = "main"
# labels = ["baro"]
# reviewers = ["ada", "team:core"]
# draft = "auto"
# title = "{title} ({mode})"
# body = "{body}"
# remote = "origin"
# fork = false
# forge = "gitea"
# api-url = "https://git.example.com/api/v1"
# max-file-bytes = 5242880
# allow = ["test/fixtures/"]

# An OpenAI-compatible endpoint for the agent openai [trust]. The key is read from the variable that is named here.
# [endpoint]
# base-url = "http://127.0.0.1:11434/v1"
# api-key-env = "MY_ENDPOINT_KEY"

# How agents are run [trust]: silence that counts as stalled, the longest tool call, and words for every story.
# [agents]
# silence = "10m"
# tool = "30m"
# max-turns = 200
# instructions = "Keep the changelog up to date"
# effort = "medium"
`;
}

function line(key: string, value: string | number | readonly string[] | null, example: unknown): string {
  return value === null ? `# ${key} = ${JSON.stringify(example)}` : `${key} = ${JSON.stringify(value)}`;
}
