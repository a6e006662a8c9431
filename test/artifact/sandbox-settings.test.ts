import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, watch } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { bubblewrap } from "../support/sandbox.ts";
import { scratchRepository, writeFiles } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import type { Step } from "../support/stand-in/steps.ts";
import { privateState, runArtifact } from "./artifact.ts";

const why = bubblewrap === null ? " (skipped: bubblewrap is not installed here)" : "";
const longestMs = 60_000;

/** Resolves when a file is there. */
async function untilThere(file: string): Promise<void> {
  const there = Promise.withResolvers<void>();
  const watcher = watch(dirname(file), () => {
    if (existsSync(file)) there.resolve();
  });
  if (existsSync(file)) there.resolve();
  await there.promise;
  watcher.close();
}

test.skipIf(bubblewrap === null)(
  `what an agent in the sandbox added goes when baro is killed at work, too${why}`,
  async () => {
    using state = privateState();
    using repo = scratchRepository({ "a.txt": "a\n" });
    const home = state.env["HOME"] ?? "";
    const mine = join(home, ".claude");
    writeFiles(mine, { "settings.local.json": '{"mine":1}\n', "projects/.keep": "" });
    mkdirSync(join(state.path, "out"));
    const add = [
      "echo '{\"hooks\":{}}' > $HOME/.claude/settings.json",
      "mkdir -p $HOME/.claude/hooks; echo evil > $HOME/.claude/hooks/x.sh",
      "echo evil > $HOME/.claude/settings.local.json",
      "echo '{}' > $HOME/.claude/.config.json",
      `touch $HOME/.claude/projects/said`,
    ].join("\n");
    const steps: Step[] = [
      { do: "run", command: add },
      { do: "wait", ms: 600_000 },
    ];
    const bin = join(state.path, "bin");
    const shown = ["--sandbox-read", join(import.meta.dirname, "..", "..")];
    const flags = ["--mode", "focused", "--intake", "rules", "--deliver", "branch", "--no-verify", "--yes", "--json"];
    const args = ["Fix the typo in a.txt", ...installStandIn(bin, "claude", steps), ...flags, "--sandbox", ...shown];
    const env = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}` };
    const killed = await runArtifact({
      cwd: repo.path,
      env,
      args,
      onStart: (kill) => void untilThere(join(mine, "projects/said")).then(() => kill("SIGKILL")),
    });
    expect(killed.exitCode).toBeNull();
    // What stood in is harmless, and what was added is nowhere but where nothing could stand in.
    expect(readFileSync(join(mine, "settings.json"), "utf8")).toBe("{}\n");
    expect(readdirSync(join(mine, "hooks"))).toEqual([]);
    const cleaned = await runArtifact({ cwd: repo.path, env, args: ["clean"] });
    expect(cleaned.stdout).toContain(".config.json aside as .config.json.set-aside-1");
    expect(readdirSync(mine).toSorted()).toEqual([".config.json.set-aside-1", "projects", "settings.local.json"]);
    expect(readFileSync(join(mine, "settings.local.json"), "utf8")).toBe('{"mine":1}\n');
  },
  longestMs,
);
