import { expect, test } from "bun:test";
import { createServer } from "node:net";
import { freePortBase } from "../../src/worktrees/ports.ts";

test("worktrees of one run get ranges of their own", async () => {
  const bases = await Promise.all(Array.from({ length: 12 }, (_, number) => freePortBase("r1", number)));
  const sorted = [...bases].sort((a, b) => a - b);
  for (const [at, base] of sorted.entries()) expect(base - (sorted[at - 1] ?? 0)).toBeGreaterThanOrEqual(20);
});

test("a range in which somebody listens is passed over", async () => {
  const wanted = await freePortBase("r2", 1);
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(wanted, "127.0.0.1", resolve);
  });
  expect(await freePortBase("r2", 1)).not.toBe(wanted);
  await new Promise((resolve) => server.close(resolve));
});
