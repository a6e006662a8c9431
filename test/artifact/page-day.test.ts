import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { dayOfATab } from "../../scripts/bench/serve/day.ts";
import { browserProgram } from "./browser.ts";

const isHere = browserProgram !== null && spawnSync("openssl", ["version"]).status === 0;

// A whole day is `bun scripts/bench/serve.ts`.
test.skipIf(!isHere)(
  "a tab that looks, loses its line and hears of a run hundreds of times holds no more at the end than in the middle",
  async () => {
    const { heapMb, nodes, listeners, breaks, looks } = await dayOfATab(undefined, {
      share: 1 / 120,
      parts: 4,
      stories: 5,
    });
    expect(breaks).toBeGreaterThanOrEqual(16);
    expect(looks).toBeGreaterThanOrEqual(240);
    // The first part makes what stays: lines up to their bound, and code.
    const [, second = 0, , last = 0] = heapMb;
    expect(last - second).toBeLessThan(1);
    expect((nodes.at(-1) ?? 0) - (nodes[1] ?? 0)).toBeLessThan(300);
    expect((listeners.at(-1) ?? 0) - (listeners[1] ?? 0)).toBeLessThan(20);
  },
  120_000,
);
