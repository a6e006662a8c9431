import { expect, test } from "bun:test";
import { eventsOf, runArtifact } from "./artifact.ts";
import { orphans } from "./orphans.ts";
import { playground } from "./playground.ts";
import { writing } from "./scripted-endpoint.ts";
import {
  deaf,
  fakeSignature,
  helper,
  hook,
  instead,
  onceBegun,
  type Play,
  serverHook,
  signer,
  silent,
} from "./what-hangs.ts";

const goal = "Fix the typo in a.txt";
const stories = { [goal]: [writing({ "a.txt": "fixed\n" })] };
/** Fifteen runs begin at once here, and work that is to land before must have the time for it. */
const limitOf = { nothing: 4_000, begun: 10_000, landed: 20_000 } as const;
/** To deliver, to end what does not listen, and to tidy up. */
const graceMs = 12_000;
const args = [goal, "--agent", "openai", "--mode", "focused", "--no-verify", "--yes", "--json"];

/** How far a run had come when its time was up. */
type Reached = "nothing" | "begun" | "landed";

const kinds: [what: string, reached: Reached, set: (play: Play) => Record<string, string>][] = [
  ["a push", "landed", (play) => instead(play, `*" --porcelain --force"*`, deaf)],
  ["a server that takes a push", "landed", (play) => serverHook(play)],
  ["a look at the remote", "landed", (play) => instead(play, "*ls-remote*", deaf)],
  ["a pre-push hook", "landed", (play) => hook(play, "pre-push", deaf)],
  ["a set-up of the place for a pre-push hook", "landed", (play) => hook(play, "pre-push", "exit 0\n")],
  ["a pre-commit hook", "begun", (play) => hook(play, "pre-commit", deaf)],
  ["a commit-msg hook", "begun", (play) => hook(play, "commit-msg", deaf)],
  ["a credential helper", "nothing", (play) => helper(play, deaf)],
  ["a forge", "nothing", (play) => silent(play, "GET", /./)],
  ["a forge that is asked for a request", "landed", (play) => silent(play, "POST", /pulls/)],
  ["a forge that lists requests", "landed", (play) => silent(play, "GET", /pulls/)],
  ["a signer", "nothing", (play) => signer(play, deaf)],
  ["a signer of the work", "begun", (play) => signer(play, onceBegun(play, deaf, fakeSignature))],
  ["git that moves a branch", "begun", (play) => instead(play, `*" update-ref "*`, onceBegun(play, deaf, ":"))],
  ["git that lists files", "nothing", (play) => instead(play, `*" ls-tree "*`, deaf)],
];

test.concurrent.each(kinds)(
  "%s that hangs ends with the run's time, says what there is, and leaves nothing",
  async (what, reached, set) => {
    await using play = await playground({ stories });
    const more = set(play);
    const setUp = what.startsWith("a set-up") ? ["--setup", `grep -qs fixed a.txt && { ${deaf}}; :`] : [];
    const from = performance.now();
    const ended = await runArtifact({
      cwd: play.repo.path,
      args: [...args, "--timeout", `${limitOf[reached] / 1000}s`, ...setUp],
      env: { ...play.env, ...more },
    });
    const took = performance.now() - from;
    expect(orphans(play.state.path)).toEqual([]);
    expect(ended.exitCode).toBe(6);
    expect(took).toBeLessThan(limitOf[reached] + graceMs);
    const branch = play.repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro");
    const told = eventsOf(ended.events, "limit.reached").map(({ message }) => message);
    if (reached === "landed") {
      expect(play.repo.git("log", "-1", "--format=%s", branch)).toBe(goal);
      expect(told.at(-1)).toContain(`it is on ${branch}`);
    }
    if (reached === "nothing") expect([ended.stderr, ...told].join()).toMatch(/the time (was|is) up/i);
    else expect(eventsOf(ended.events, "run.finished")).toMatchObject([{ outcome: "ceiling", exitCode: 6 }]);
  },
  120_000,
);
