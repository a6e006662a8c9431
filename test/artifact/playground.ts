import { expect } from "bun:test";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { standInToken, startForge } from "../deliver/stand-in/forge.ts";
import { gitIn, scratchRepository, writeFiles } from "../support/scratch.ts";
import { type Call, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { checkoutState } from "./checkout-state.ts";
import { type Scenario, scriptedEndpoint } from "./scripted-endpoint.ts";

/** A clone of a forge's repository, a scripted model, and the binary between them. */
export async function playground(scenario: Scenario, prePush: ((folder: string) => string) | null = null) {
  const endpoint = await scriptedEndpoint(scenario);
  const forge = await startForge();
  const there = forge.add("acme/shop");
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n", "check.sh": "test -s a.txt\n" });
  repo.git("remote", "add", "origin", forge.cloneUrl("acme/shop"));
  repo.git("push", "--quiet", there.folder, "main");
  repo.git("update-ref", "refs/remotes/origin/main", "main");
  repo.write({ "untracked.txt": "mine\n" });
  if (prePush !== null) {
    writeFiles(repo.path, { ".git/hooks/pre-push": prePush(state.path) });
    chmodSync(join(repo.path, ".git/hooks/pre-push"), 0o755);
  }
  const before = checkoutState(repo.path);
  const env = { ...state.env, ...endpoint.env, BARO_FORGE: "github", GH_TOKEN: standInToken };
  return {
    repo,
    there,
    forge,
    state,
    env,
    run: async (args: string[], call: Partial<Call> = {}) => {
      const ended = await runArtifact({
        ...call,
        cwd: repo.path,
        args: [...args, "--json", ...(args.includes("--agent") || args[0] === "resume" ? [] : ["--agent", "openai"])],
        env: { ...env, ...call.env },
      });
      expect(checkoutState(repo.path)).toEqual(before);
      expect(ended.stdout + ended.stderr).not.toContain(standInToken);
      return { ...ended, delivered: eventsOf(ended.events, "delivery.finished")[0] };
    },
    /** Paths that the pull request's branch changes, as the forge has it. */
    changed: () => gitIn(there.folder, "diff", "--name-only", `main...${there.pulls[0]?.headBranch}`).split("\n"),
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      await forge[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}
