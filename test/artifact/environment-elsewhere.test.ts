import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { noSsh, openMachines } from "./machines.ts";
import { mcpPlace } from "./mcp-clients.ts";
import { pageServer } from "./page-server.ts";
import { noBroker, openBroker, openPoolWorker } from "./pool-place.ts";
import { planText, running, scriptedEndpoint, story } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const canary = "canary-of-its-own";
/** Far more than any of these takes. */
const longestMs = 180_000;
const secrets = { AWS_SECRET_ACCESS_KEY: canary, GH_TOKEN: canary, DATABASE_URL: `postgres://me:${canary}@db/x` };

/**
 * Every process that holds the canary in what it was started with, and those that work for baro, into a file. The marks are
 * in parts, so that no command line of the looking itself holds them.
 */
function looking(file: string): string {
  return `
for one in $(grep -la "dist/""baro" /proc/[0-9]*/cmdline 2>/dev/null); do
  echo "saw $(tr '\\0' ' ' < $one 2>/dev/null | cut -c1-100)" >> ${file}
done
for one in $(grep -la "canary-of""-its-own" /proc/[0-9]*/environ 2>/dev/null); do echo "holds $one" >> ${file}; done
echo over >> ${file}
echo fixed > a.txt`;
}

/** Where an agent writes what it saw, and the model that has it look. */
async function place() {
  const folder = scratchFolder();
  const file = join(folder.path, "seen.txt");
  writeFileSync(file, "");
  const endpoint = await scriptedEndpoint({ stories: { [goal]: [running(looking(file))] } });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  return {
    repo,
    endpoint,
    env: { ...state.env, ...endpoint.env, ...secrets },
    seen: () => readFileSync(file, "utf8").split("\n").filter(Boolean),
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

const plan = planText("focused", [story("S1", { title: goal, writes: ["a.txt"] })]);
const conduct = ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--preview"];

describe.skipIf(process.platform !== "linux")("what an agent's neighbours were started with", () => {
  test.skipIf(noSsh !== "")(
    "is nothing of a worker's over ssh",
    async () => {
      await using at = await place();
      await using fleet = await openMachines(["one"], { ...at.endpoint.env, ...secrets });
      const workers = fleet.machines.flatMap(({ spec }) => ["--worker", spec]);
      const env = { ...at.env, ...fleet.env };
      const ended = await runArtifact({ cwd: at.repo.path, env, args: [...conduct, ...workers], stdin: plan });
      expect(eventsOf(ended.events, "story.merged")).toHaveLength(1);
      expect(at.seen().filter((line) => /^saw .*worker --stdio/.test(line))).not.toEqual([]);
      expect(at.seen().filter((line) => line.startsWith("holds"))).toEqual([]);
    },
    60_000,
  );

  test.skipIf(noBroker !== "")(
    "is nothing of a pool's worker",
    async () => {
      await using at = await place();
      await using broker = await openBroker();
      using remote = scratchFolder();
      at.repo.git("init", "--quiet", "--bare", remote.path);
      at.repo.git("remote", "add", "origin", remote.path);
      await using _worker = await openPoolWorker({ ...at.endpoint.env, ...secrets, BARO_QUEUE: broker.url });
      const args = [...conduct, "--queue", broker.url];
      const env = { ...at.env, BARO_QUEUE_LOCK: "4s" };
      const ended = await runArtifact({ cwd: at.repo.path, env, args, stdin: plan });
      expect(eventsOf(ended.events, "story.merged")).toHaveLength(1);
      expect(at.seen().filter((line) => /^saw .*baro worker/.test(line))).not.toEqual([]);
      expect(at.seen().filter((line) => line.startsWith("holds"))).toEqual([]);
    },
    60_000,
  );

  test(
    "is nothing of a server of tools, nor of the run that it began",
    async () => {
      using folder = scratchFolder();
      const file = join(folder.path, "seen.txt");
      await using at = await mcpPlace({ stories: { [goal]: [running(looking(file))] } });
      await using client = await at.connect("2025-11-25", { env: { ...at.env, ...secrets } });
      const told = await client.call("run", { goal });
      const run = told.data["run"];
      await client.call("status", { run, waitSeconds: 60 });
      await client.call("answer", { run, id: "q1", answer: { mode: "focused", accepted: true } });
      await client.call("status", { run, waitSeconds: 60 });
      const seen = readFileSync(file, "utf8").split("\n");
      expect(seen.filter((line) => /^saw .*baro mcp/.test(line))).not.toEqual([]);
      expect(seen.filter((line) => line.startsWith("holds"))).toEqual([]);
    },
    longestMs,
  );

  test(
    "is nothing of the page's server, nor of the run that it began",
    async () => {
      await using at = await place();
      const settings = { BARO_INTAKE: "rules", BARO_AGENT: "openai:scripted-1", BARO_NO_VERIFY: "1" };
      const env = { ...at.env, ...settings };
      await using server = await pageServer({
        cwd: at.repo.path,
        env,
        args: ["--port", "0", "--repo", at.repo.path],
      });
      const begun = await server.ask("runs", { repository: at.repo.path, goal });
      expect(begun.status).toBe(200);
      const accept = { id: "q1", answer: { mode: "focused", accepted: true } };
      const isOver = () => at.seen().some((line) => line.startsWith("over"));
      for (const until = Date.now() + 150_000; !isOver() && Date.now() < until; ) {
        await server.ask(`runs/${String(begun.body["run"])}/answer`, accept);
        await Bun.sleep(100);
      }
      expect(at.seen().filter((line) => /^saw .*baro serve/.test(line))).not.toEqual([]);
      expect(at.seen().filter((line) => line.startsWith("holds"))).toEqual([]);
    },
    longestMs,
  );
});
