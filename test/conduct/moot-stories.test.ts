import { expect, test } from "bun:test";
import type { RunEventBody } from "../../src/core/event.ts";
import { story } from "./support/conduct-in.ts";
import { factsOf, play, type Turn } from "./support/fake-effects.ts";

const two = [story("S1"), story("S2")];
const stopped = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
const isFinished = (id: string) => (event: RunEventBody) => event.type === "story.finished" && event.story === id;

test("a check of what conflicts with what has landed is ended, and the story done again", async () => {
  const ended: boolean[] = [];
  const { of, calls: asked } = await play({
    stories: two,
    input: { checks: ["test"] },
    effects: {
      conflictsOf: async (head, commit) => (commit === "S2#1" && head === "landed S1" ? ["b", "a"] : []),
      checkWorktree: async ({ path }, { id }, command, signal) => {
        if (path === "/w2") {
          await stopped(signal);
          ended.push(signal.aborted);
        } else await new Promise((resolve) => void setImmediate(resolve));
        return factsOf(command, { ok: id === "S1" || path !== "/w2" });
      },
    },
  });
  expect(ended).toEqual([true]);
  expect(of("story.conflicted")).toEqual([{ type: "story.conflicted", story: "S2", paths: ["a", "b"], next: "redo" }]);
  expect(of("story.verified").map(({ story: id }) => id)).toEqual(["S1", "S2"]);
  expect(asked.filter((call) => call.startsWith("integrate"))).toHaveLength(2);
});

test("what conflicts with what landed before its check is not checked at all", async () => {
  const checked: string[] = [];
  const { of } = await play({
    stories: two,
    input: { checks: ["test"] },
    agent: async ({ story: { id }, turn, until }: Turn) => {
      if (id === "S2" && turn === 1) await until(isFinished("S1"));
    },
    effects: {
      conflictsOf: async (_head, commit) => (commit === "S2#1" ? ["a"] : []),
      checkWorktree: async ({ path }, { id }, command) => {
        checked.push(`${id} ${path}`);
        return factsOf(command);
      },
    },
  });
  expect(checked).toEqual(["S1 /w1", "S2 /w3"]);
  expect(of("story.conflicted")).toHaveLength(1);
});

test("a look at what has landed that fails keeps no check from its end", async () => {
  const { of, outcome } = await play({
    stories: two,
    input: { checks: ["test"] },
    agent: async ({ story: { id }, until }: Turn) => {
      if (id === "S2") await until(isFinished("S1"));
    },
    effects: { conflictsOf: () => Promise.reject(new Error("no merge")) },
  });
  expect(outcome).toBe("done");
  expect(of("run.notice")).toHaveLength(1);
  expect(of("story.verified").map(({ story: id }) => id)).toEqual(["S1", "S2"]);
});
