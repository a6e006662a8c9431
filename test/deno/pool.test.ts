import { expect, test } from "bun:test";
import { eventsOf, privateState, runArtifact } from "../artifact/artifact.ts";
import { noBroker, openBroker, openPoolWorker } from "../artifact/pool-place.ts";
import { planText, scriptedEndpoint, story, writing } from "../artifact/scripted-endpoint.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { denoEnv, denoProgram } from "./deno.ts";

test.skipIf(noBroker !== "")(
  "a worker and a conductor that Deno runs meet at a queue",
  async () => {
    await using endpoint = await scriptedEndpoint({ stories: { Alpha: [writing({ "alpha.txt": "done\n" })] } });
    await using broker = await openBroker();
    const env = { ...endpoint.env, ...denoEnv, BARO_QUEUE: broker.url };
    await using worker = await openPoolWorker(env, ["--slots", "1"], denoProgram);
    using state = privateState();
    using remote = scratchFolder();
    using repo = scratchRepository({ "a.txt": "a\n" });
    repo.git("init", "--quiet", "--bare", remote.path);
    repo.git("remote", "add", "origin", remote.path);
    const end = await runArtifact(
      {
        cwd: repo.path,
        env: { ...state.env, ...env },
        args: ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--preview"],
        stdin: planText("focused", [story("S1", { title: "Alpha", writes: ["alpha.txt"] })]),
      },
      denoProgram,
    );
    expect(end.exitCode, end.stderr).toBe(0);
    expect(eventsOf(end.events, "lease.taken")).toHaveLength(1);
    expect(repo.git("ls-remote", "origin", "refs/baro/*")).toBe("");
    process.kill(worker.pid, "SIGTERM");
    expect(await worker.ended).toBe(0);
  },
  180_000,
);
