import { expect, test } from "bun:test";
import { chmodSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gitIn } from "../support/scratch.ts";
import { eventsOf, runArtifact } from "./artifact.ts";
import { playground } from "./playground.ts";
import { writing } from "./scripted-endpoint.ts";

type Play = Awaited<ReturnType<typeof playground>>;

/** The server refuses every push with these words. */
const refusing = (lines: string) => (play: Play) => {
  const path = join(play.there.folder, "hooks/pre-receive");
  writeFileSync(path, `#!/bin/sh\n${lines}\nexit 1\n`);
  chmodSync(path, 0o755);
};
const allowing = (play: Play) => rmSync(join(play.there.folder, "hooks/pre-receive"));
const creation = (status: number, message: string, headers: Record<string, string> = {}) => ({
  during: (play: Play) => play.forge.misbehave("POST", /\/pulls$/, { answer: status, headers, body: { message } }),
  after: () => {},
});
const inAnHour = String(Math.floor(Date.now() / 1000) + 3600);
const banner = 'echo "************"; for n in 1 2 3 4 5 6 7 8 9; do echo "* welcome to server $n *"; done';

interface Refusal {
  /** While the agent works. */
  during: (play: Play, branch: string) => unknown;
  after: (play: Play, branch: string) => unknown;
}

/** What nobody can know before the agents start, and the words of it that a person must get. */
const late: [what: string, said: RegExp, refusal: Refusal][] = [
  [
    "a protected branch",
    /GH006: Protected branch update failed.*; error: Changes must be made through a pull request/,
    {
      during: refusing(
        "echo 'error: GH006: Protected branch update failed for refs/heads/x.' >&2; echo 'error: Changes must be made through a pull request.' >&2",
      ),
      after: allowing,
    },
  ],
  [
    "a right that is lacking, in a frame",
    /declined\); GitLab: You are not allowed to push code to protected branches on this project\.\)/,
    {
      during: refusing(
        "(echo; echo =====; echo 'GitLab: You are not allowed to push code to protected branches on this project.'; echo =====) >&2",
      ),
      after: allowing,
    },
  ],
  [
    "a rule behind a long greeting",
    /declined\); The reason: every commit needs a ticket\)/,
    { during: refusing(`${banner}; echo 'The reason: every commit needs a ticket'`), after: allowing },
  ],
  [
    "a remote that went away",
    /not found/,
    {
      during: ({ there }) => renameSync(there.folder, `${there.folder}.gone`),
      after: ({ there }) => renameSync(`${there.folder}.gone`, there.folder),
    },
  ],
  [
    "a remote that is no longer named here",
    /'origin' does not appear to be a git repository/,
    {
      during: ({ repo }) => repo.git("remote", "rename", "origin", "other"),
      after: ({ repo }) => repo.git("remote", "rename", "other", "origin"),
    },
  ],
  [
    "a branch of that name with other commits",
    /has someone else's commits \([0-9a-f]{10}\), and they are not overwritten/,
    {
      during: ({ there }, branch) => {
        const theirs = gitIn(there.folder, "commit-tree", "-m", "theirs", "main^{tree}");
        gitIn(there.folder, "update-ref", `refs/heads/${branch}`, theirs);
      },
      after: ({ there }, branch) => gitIn(there.folder, "update-ref", "-d", `refs/heads/${branch}`),
    },
  ],
  [
    "a token without that scope",
    /could not be opened: the token has no right to do this on .* \(Resource not accessible by token\)/,
    creation(403, "Resource not accessible by token"),
  ],
  [
    "a limit of the forge",
    /the rate limit of .* is used up until \d{4}-/,
    creation(403, "API rate limit exceeded", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inAnHour }),
  ],
  [
    "a base that was renamed",
    /refuses it \(Validation Failed; PullRequest base invalid\)/,
    {
      during: ({ there }) => {
        gitIn(there.folder, "branch", "-m", "main", "trunk");
        there.defaultBranch = "trunk";
      },
      after: () => {},
    },
  ],
];

test.each(late)(
  "%s, met at the very end: in the remote's own words, the work is on its branch, and deliver goes on later",
  async (_what, said, { during, after }) => {
    const goal = "Fix the typo in a.txt";
    await using play = await playground({ stories: { [goal]: [writing({ "a.txt": "fixed\n" })] } });
    let branch = "";
    const call = { cwd: play.repo.path, env: play.env };
    const ended = await runArtifact({
      ...call,
      args: [goal, "--mode", "focused", "--no-verify", "--agent", "openai", "--deliver", "pr", "--json"],
      onEvent: ({ type }) => {
        if (type !== "story.started" || branch !== "") return;
        branch = play.repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro");
        during(play, branch);
      },
    });
    const [delivered] = eventsOf(ended.events, "delivery.finished");
    expect([ended.exitCode, delivered?.kind, delivered?.branch]).toEqual([1, "branch", branch]);
    expect(delivered?.why).toMatch(said);
    expect(delivered?.next).not.toBeNull();
    expect(ended.stderr.replaceAll(/\s+/g, " ")).toContain(delivered?.why ?? "nothing");
    expect(play.repo.git("show", `${branch}:a.txt`)).toBe("fixed");
    after(play, branch);
    const later = await runArtifact({ ...call, args: ["deliver"] });
    expect([later.exitCode, later.stderr]).toEqual([0, ""]);
    expect(later.stdout).toMatch(/^Opened pull request #1 into (main|trunk)\n/);
    expect(play.there.pulls).toHaveLength(1);
  },
  60_000,
);
