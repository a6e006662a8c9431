import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Ended, eventsOf, privateState, runArtifact } from "../../test/artifact/artifact.ts";
import { checkoutState, leftovers } from "../../test/artifact/checkout-state.ts";
import { orphans } from "../../test/artifact/orphans.ts";
import { type Scenario, scriptedEndpoint } from "../../test/artifact/scripted-endpoint.ts";
import { scratchRepository, writeFiles } from "../../test/support/scratch.ts";
import { installStandIn, signedIn } from "../../test/support/stand-in/install.ts";
import type { Protocol, Step } from "../../test/support/stand-in/steps.ts";

/** One attack on the compiled binary, as data. What every one of them has to leave whole is in `attack`. */
export interface Attack {
  name: string;
  /** What is committed in the repository, beside a.txt and b.txt. `trap`: a command that must not run. */
  files?: (trap: string) => Record<string, string>;
  /** More than files can say: links, pipes, configuration. Before the run, after the commit. */
  lay?: (root: string, trap: string) => void;
  /** Who works: a program in an agent's stead, or a model behind the native one. Left out: nobody is asked. */
  by?: { protocol: Protocol; steps: readonly Step[] } | Scenario;
  goal?: string;
  args?: readonly string[];
  env?: (folder: string) => Record<string, string>;
  /** How the run may end. A bug (70) is in none. */
  exits: readonly number[];
  /** What else has to hold: one line for each thing that doesn't. */
  holds?: (done: Done) => string[];
}

export interface Done extends Ended {
  root: string;
  /** The private folder: home, state, cache. */
  folder: string;
  git: (...args: string[]) => string;
  /** The branch that was left, or null. */
  branch: string | null;
}

/** What nobody may read aloud. */
export const canary = "canary-9f3b-7c51-secret-value";
const longestMs = 60_000;
/** What moves a cursor, or shows one text as another. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const unseemly = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Runs the binary once in a place of its own; gives back what did not hold. */
export async function attack(row: Attack): Promise<string[]> {
  using state = privateState();
  const marker = join(state.path, "the-trap-ran");
  const trap = `touch ${marker}`;
  using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n", ...row.files?.(trap) });
  writeFiles(state.path, { "home/.ssh/id_ed25519": canary });
  row.lay?.(repo.path, trap);
  repo.write({ "untracked.txt": "mine\n" });
  const before = checkoutState(repo.path);
  const there = leftovers(repo.path);
  const by = row.by ?? {};
  await using endpoint = "protocol" in by ? null : await scriptedEndpoint(by);
  const bin = join(state.path, "bin");
  mkdirSync(bin, { recursive: true });
  const agent = "protocol" in by ? installStandIn(bin, by.protocol, by.steps) : ["--agent", "openai:scripted-1"];
  const timer = AbortSignal.timeout(longestMs);
  const ended = await runArtifact({
    cwd: repo.path,
    env: {
      ...state.env,
      ...signedIn,
      ...endpoint?.env,
      SHOP_API_TOKEN: canary,
      PATH: `${bin}${delimiter}${state.env["PATH"]}`,
      ...row.env?.(state.path),
    },
    args: [
      ...(row.args ?? usual(row.goal ?? "Fix the typo in a.txt")),
      ...(row.by === undefined ? [] : agent),
      "--json",
    ],
    onStart: (kill) => timer.addEventListener("abort", () => kill("SIGKILL")),
  });
  const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? null;
  const done: Done = { ...ended, root: repo.path, folder: state.path, git: repo.git, branch };
  return [
    ...(timer.aborted ? [`it ran for more than ${longestMs} ms`] : []),
    ...(ended.exitCode !== null && row.exits.includes(ended.exitCode)
      ? []
      : [`exit ${ended.exitCode}: ${ended.stderr.slice(-300)}`]),
    ...readdirSync(state.path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("-ran")),
    ...differences(before, checkoutState(repo.path)),
    ...(await stillRunning(state.path)).map((process) => `left running: ${process}`),
    ...leftovers(repo.path)
      .filter((name) => !name.startsWith("refs/baro/") && !there.includes(name))
      .map((name) => `left behind: ${name}`),
    ...(unseemly.test(ended.stderr) || unseemly.test(ended.stdout) ? ["a control character was printed"] : []),
    ...((ended.stdout + ended.stderr).includes(canary) ? ["the canary was printed"] : []),
    ...(branch === null ? [] : onBranch(done, branch)),
    ...(row.holds?.(done) ?? []),
  ];
}

/** What is alive a while after the run's end: the last of what it stops is still being ended then. */
async function stillRunning(folder: string): Promise<string[]> {
  for (let tries = 0; tries < 25 && orphans(folder).length > 0; tries++) await wait(200);
  return orphans(folder);
}

function usual(goal: string): string[] {
  return [goal, "--mode", "focused", "--intake", "rules", "--deliver", "branch", "--no-verify", "--yes"];
}

function differences(before: Record<string, string>, after: Record<string, string>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).map((name) => `the checkout's ${name} changed`);
}

/** What is on a branch of ours is neutral, and holds nothing private. */
function onBranch({ git }: Done, branch: string): string[] {
  const log = git("log", "--format=%B%n%an%n%cn", `main..${branch}`);
  const content = git("diff", `main...${branch}`);
  return [
    ...(unseemly.test(log) ? ["a commit message has a control character"] : []),
    ...(/\b(?:fixes|closes|resolves) #\d|\[skip ci\]|co-authored-by:|(?:^|\s)@\w/im.test(log)
      ? [`a commit message commands: ${log.slice(0, 200)}`]
      : []),
    ...(content.includes(canary) || log.includes(canary) ? ["the canary was committed"] : []),
  ];
}

/** A place for what is written beside the repository. */
export function inFolder(folder: string, name: string, text = ""): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

export function readOrNothing(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
