import { expect, test } from "bun:test";
import { gitIn } from "../support/scratch.ts";
import { runArtifact } from "./artifact.ts";
import { orphans } from "./orphans.ts";
import { playground } from "./playground.ts";
import { writing } from "./scripted-endpoint.ts";
import { deaf, helper, hook, instead, type Play, serverHook, silent } from "./what-hangs.ts";

const goal = "Fix the typo in a.txt";
const stories = { [goal]: [writing({ "a.txt": "fixed\n" })] };
const limitMs = 4_000;
/** To end what does not listen, and to tidy up. */
const graceMs = 12_000;

const kinds: [what: string, set: (play: Play) => Record<string, string>][] = [
  ["a push", (play) => instead(play, `*" --porcelain --force"*`, deaf)],
  ["a server that takes a push", (play) => serverHook(play)],
  ["a look at the remote", (play) => instead(play, "*ls-remote*", deaf)],
  ["a pre-push hook", (play) => hook(play, "pre-push", deaf)],
  ["a credential helper", (play) => helper(play, deaf)],
  ["a forge", (play) => silent(play, "GET", /./)],
  ["a forge that is asked for a request", (play) => silent(play, "POST", /pulls/)],
  ["git that looks at what leaves", (play) => instead(play, `*" diff"*`, deaf)],
];

test.concurrent.each(kinds)(
  "baro deliver: %s that hangs ends with its --timeout, and the run can be delivered later",
  async (_what, set) => {
    await using play = await playground({ stories });
    const args = [goal, "--mode", "focused", "--no-verify", "--preview", "--yes", "--timeout", "1h"];
    expect((await play.run(args)).exitCode).toBe(0);
    const branch = play.repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro");
    const env = { ...play.env, ...set(play) };
    const from = performance.now();
    const deliver = ["deliver", "--timeout", `${limitMs / 1000}s`];
    const ended = await runArtifact({ cwd: play.repo.path, args: deliver, env });
    expect(performance.now() - from).toBeLessThan(limitMs + graceMs);
    expect(orphans(play.state.path)).toEqual([]);
    expect(ended.stderr).toMatch(/Cannot deliver.*: the time was up/);
    expect(ended.exitCode).toBe(6);
    expect(play.repo.git("log", "-1", "--format=%s", branch)).toBe(goal);
    const listed = await runArtifact({ cwd: play.repo.path, args: ["runs", "--json"], env: play.env });
    expect(JSON.parse(listed.stdout)).toMatchObject([{ state: "finished", outcome: "delivered" }]);
    expect(gitIn(play.there.folder, "fsck", "--no-dangling")).not.toContain("error");
  },
  60_000,
);
