import { join } from "node:path";
import type { DeliveryPlan, DeliverySettings } from "../../../src/core/delivery.ts";
import type { DeliverChoice } from "../../../src/core/options.ts";
import { deliver } from "../../../src/deliver/deliver.ts";
import type { DeliverInput } from "../../../src/deliver/deliver-input.ts";
import { planDelivery } from "../../../src/deliver/plan-delivery.ts";
import { scratchFolder, scratchRepository } from "../../support/scratch.ts";
import { bodyFacts, never, testHost } from "../support.ts";
import { type StandInForge, standInToken } from "./forge.ts";

export const branch = "baro/bye-abc";

export interface ProjectOptions {
  env?: Readonly<Record<string, string>>;
  /** The remote's path on the forge. */
  path?: string;
  url?: string;
}

/**
 * A clone of a repository of the stand-in, with work on `baro/bye-abc` that nobody has pushed. git runs by the file
 * system where it prepares things: a git that is waited for can't talk to a server of the same process.
 */
export function startProject(forge: StandInForge, { env = {}, path = "acme/shop", url }: ProjectOptions = {}) {
  const there = forge.world.repository(path) ?? forge.add(path);
  const repo = scratchRepository({ "README.md": "# Shop\n", "src/hello.ts": "export const hello = 1;\n" });
  const state = scratchFolder();
  repo.git("remote", "add", "origin", url ?? forge.cloneUrl(path));
  repo.git("push", "--quiet", there.folder, "main");
  repo.git("update-ref", "refs/remotes/origin/main", "main");
  const base = repo.git("rev-parse", "HEAD");
  repo.git("switch", "--quiet", "-c", branch);
  const commit = repo.commit("Add a farewell", { "src/bye.ts": "export const bye = 1;\n" });
  repo.git("switch", "--quiet", "main");
  const host = testHost({ BARO_FORGE: "github", GH_TOKEN: standInToken, ...env });
  const plan = (choice: DeliverChoice = "pr", settings: Partial<DeliverySettings> = {}, canAsk = false) =>
    planDelivery(host, { root: repo.path, choice, base: "HEAD", target: null, settings, canAsk, signal: never });
  const input = (plan: DeliveryPlan, change: Partial<DeliverInput> = {}): DeliverInput => ({
    plan,
    root: repo.path,
    branch,
    base,
    commit,
    run: "abc",
    runFolder: join(state.path, "run"),
    body: bodyFacts(),
    signal: never,
    ...change,
  });
  return {
    repo,
    there,
    base,
    commit,
    host,
    plan,
    input,
    /** Plans and delivers, as a run does. */
    deliver: async (settings: Partial<DeliverySettings> = {}, change: Partial<DeliverInput> = {}) =>
      await deliver(host, input(await plan("pr", settings), change)),
    pushed: () => repo.git("ls-remote", there.folder, `refs/heads/${branch}`).split("\t")[0],
    [Symbol.dispose]: () => {
      repo[Symbol.dispose]();
      state[Symbol.dispose]();
    },
  };
}
