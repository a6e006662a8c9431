import { expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import type { Story } from "../../src/core/story.ts";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { localEffects } from "../../src/worktrees/local-effects.ts";
import { SeenAtRest } from "../../src/worktrees/seen-at-rest.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";

const only: Story = {
  id: "S1",
  title: "S1",
  brief: "",
  writes: ["**"],
  reads: [],
  dependsOn: [],
  acceptance: [],
  verify: [],
  weight: "standard",
};
const done: AgentEvent = { type: "agent.finished", ok: true, why: "done", exitCode: 0, signal: null, ms: 1 };

/** A story's worktree whose agent has written a file and ended. `leaves`: what it clears away behind itself. */
async function worked(leaves: string | null = null) {
  const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  const folder = scratchFolder();
  const real = systemHost();
  let looks = 0;
  const spawn: Host["spawn"] = (request) => {
    if (request.args.includes("status")) looks += 1;
    return real.spawn(request);
  };
  const host: Host = Object.assign(Object.create(real), { spawn });
  const base = gitIn(repo.path, "rev-parse", "HEAD");
  const effects = localEffects(host, {
    root: repo.path,
    run: "r",
    base,
    cacheDir: join(folder.path, "cache"),
    trailers: false,
    env: {},
    sandbox: null,
    checkTimeoutMs: 60_000,
    setUp: null,
    startAgent: async function* ({ worktree }) {
      writeFiles(worktree.path, { "a.txt": "changed\n", ...(leaves === null ? {} : { [leaves]: "left\n" }) });
      try {
        yield done;
      } finally {
        if (leaves !== null) rmSync(join(worktree.path, leaves));
      }
    },
  });
  const never = new AbortController().signal;
  const worktree = await effects.openWorktree({ story: only, base, path: null, work: null }, never);
  const runAgent = async (onEnd: () => void = () => {}) => {
    const agent = { name: "claude" as const, model: null };
    const request = { story: only, attempt: 1, worktree, prompt: "", agent, session: null, inbox: undefined };
    for await (const event of effects.runAgent(request, never)) if (event.type === "agent.finished") onEnd();
  };
  return {
    effects,
    worktree,
    runAgent,
    looks: () => looks,
    [Symbol.asyncDispose]: async () => {
      await effects.close(true);
      repo[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}
const pathsOf = (changes: readonly { path: string }[] | null) => changes?.map(({ path }) => path);

test("what was seen when an agent had ended is not looked at again, until something is done there", async () => {
  await using at = await worked();
  const { effects, worktree } = at;
  let early: ReturnType<typeof effects.peek> | null = null;
  // As the early look for conflicts does it.
  await at.runAgent(() => {
    early = effects.peek(worktree);
  });
  expect(pathsOf(await effects.inspect(worktree))).toEqual(["a.txt"]);
  expect(pathsOf(await early)).toEqual(["a.txt"]);
  expect(at.looks()).toBe(1);
  expect(pathsOf(await effects.peek(worktree))).toEqual(["a.txt"]);
  expect(at.looks()).toBe(1);
  // Whoever decides by it decides anew by what is there then.
  writeFiles(worktree.path, { "b.txt": "late\n" });
  expect(pathsOf(await effects.inspect(worktree))).toEqual(["a.txt", "b.txt"]);
  await effects.revert(worktree, ["b.txt"]);
  expect(pathsOf(await effects.peek(worktree))).toEqual(["a.txt"]);
  expect(pathsOf(await effects.inspect(worktree))).toEqual(["a.txt"]);
  expect(at.looks()).toBe(4);
});

test("while an agent is at work everybody looks for themselves", async () => {
  await using at = await worked();
  const { effects, worktree } = at;
  expect(pathsOf(await effects.peek(worktree))).toEqual([]);
  writeFiles(worktree.path, { "b.txt": "early\n" });
  expect(pathsOf(await effects.inspect(worktree))).toEqual(["b.txt"]);
  await at.runAgent();
  expect(pathsOf(await effects.inspect(worktree))).toEqual(["a.txt", "b.txt"]);
  expect(at.looks()).toBe(3);
});

test("an agent's end is told when what it leaves behind is cleared away", async () => {
  await using at = await worked("left.txt");
  let early: ReturnType<typeof at.effects.peek> | null = null;
  await at.runAgent(() => {
    early = at.effects.peek(at.worktree);
  });
  expect(pathsOf(await early)).toEqual(["a.txt"]);
  expect(pathsOf(await at.effects.inspect(at.worktree))).toEqual(["a.txt"]);
});

test("a look that fails, or that somebody came into, is nothing to decide by", async () => {
  const seen = new SeenAtRest<number>();
  const fails = () => Promise.reject(new Error("it moved"));
  seen.rest("w");
  await expect(seen.look("w", fails)).rejects.toThrow("it moved");
  expect(await seen.look("w", async () => 1)).toBe(1);
  expect(await seen.decide("w", async () => 2)).toBe(1);
  expect(await seen.decide("w", async () => 3)).toBe(3);
  expect(await seen.look("w", async () => 4)).toBe(3);
  seen.rest("w");
  const slow = Promise.withResolvers<number>();
  void seen.look("w", () => slow.promise);
  const decided = seen.decide("w", async () => 6);
  seen.stir("w");
  slow.resolve(5);
  expect(await decided).toBe(6);
  seen.rest("w");
  const failing = seen.look("w", fails);
  expect(await seen.decide("w", async () => 7)).toBe(7);
  await expect(failing).rejects.toThrow();
});
