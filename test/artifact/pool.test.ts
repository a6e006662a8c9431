import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { RunEvent } from "../../src/core/event.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { type Ended, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { noBroker, openBroker, openPoolWorker, type PoolWorker, type TestBroker } from "./pool-place.ts";
import { planText, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const titles = ["Alpha", "Beta", "Gamma"];
const fileOf = (title: string) => `${title.toLowerCase()}.txt`;
const stories = titles.map((title, at) =>
  story(`S${at + 1}`, { title, writes: [fileOf(title)], verify: [`grep -q done ${fileOf(title)}`] }),
);

let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
let broker: TestBroker;
let workers: PoolWorker[];

if (noBroker !== "") console.log(`Stories of a pool are not tested: ${noBroker}`);

beforeAll(async () => {
  endpoint = await scriptedEndpoint({
    stories: Object.fromEntries(titles.map((title) => [title, [writing({ [fileOf(title)]: "done\n" })]])),
  });
  if (noBroker !== "") return;
  broker = await openBroker();
  const env = { ...endpoint.env, BARO_QUEUE: broker.url };
  workers = await Promise.all([openPoolWorker(env, ["--slots", "2"]), openPoolWorker(env, ["--slots", "2"])]);
});

afterAll(async () => {
  for (const one of workers ?? []) await one[Symbol.asyncDispose]();
  await broker?.[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
});

/** A repository with a remote that workers reach, and a state of a run's own. */
function desk() {
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const remote = scratchFolder();
  repo.git("init", "--quiet", "--bare", remote.path);
  repo.git("remote", "add", "origin", remote.path);
  const env = { ...state.env, ...endpoint.env, BARO_QUEUE_LOCK: "4s" };
  return {
    repo,
    env,
    remoteRefs: () => repo.git("ls-remote", "origin", "refs/baro/*"),
    run: (...args: string[]) => runArtifact({ cwd: repo.path, env, args }),
    conduct: (args: string[], onEvent?: (event: RunEvent, kill: (signal: NodeJS.Signals) => void) => void) =>
      runArtifact({
        cwd: repo.path,
        env,
        args: ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--preview", ...args],
        stdin: planText("parallel", stories),
        ...(onEvent === undefined ? {} : { onEvent }),
      }),
    treeOf: ({ events }: Ended) => {
      const { branch } = eventsOf(events, "delivery.finished")[0] ?? { branch: null };
      return branch === null ? null : repo.git("rev-parse", `${branch}^{tree}`);
    },
    [Symbol.dispose]: () => {
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
      remote[Symbol.dispose]();
    },
  };
}

describe.skipIf(noBroker !== "")("a pool", () => {
  test("takes a plan's stories, with the tree of a run on this machine, and nothing is left", async () => {
    using here = desk();
    const near = await here.conduct([]);
    using there = desk();
    const far = await there.conduct(["--queue", broker.url]);
    expect(far.stderr).toBe("");
    expect(far.exitCode).toBe(0);
    expect(there.treeOf(far)).toBe(here.treeOf(near));
  }, 120_000);
});
