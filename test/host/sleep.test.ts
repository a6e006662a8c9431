import { expect, test } from "bun:test";
import { systemHost } from "../../src/host/system.ts";

const host = systemHost();

test.each([2 ** 31, 30 * 86_400_000, 1e15])("sleep(%d) goes on until it is stopped", async (ms) => {
  const stop = new AbortController();
  let ended = false;
  const asleep = host.sleep(ms, stop.signal).then(() => {
    ended = true;
  });
  await host.sleep(20);
  expect(ended).toBe(false);
  stop.abort();
  await asleep;
});

test("sleep() ends by itself", async () => {
  const before = host.elapsed();
  await host.sleep(30);
  expect(host.elapsed() - before).toBeGreaterThanOrEqual(25);
});
