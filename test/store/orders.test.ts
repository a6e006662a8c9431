import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Order } from "../../src/core/person.ts";
import { systemHost } from "../../src/host/system.ts";
import { leaveOrder, takeOrders } from "../../src/store/orders.ts";
import { runFolder } from "../../src/store/run-folder.ts";
import { scratchFolder } from "../support/scratch.ts";

/** Takes orders until there are so many. */
function taken(folder: ReturnType<typeof runFolder>, count: number) {
  const all: Order[] = [];
  const enough = Promise.withResolvers<Order[]>();
  const stop = takeOrders(systemHost(), folder, (order) => {
    all.push(order);
    if (all.length === count) enough.resolve(all);
  });
  return { enough: enough.promise, stop };
}

test("orders are taken once, in the order in which they were given, whoever gives them", async () => {
  using state = scratchFolder();
  const folder = runFolder(state.path, "r1");
  const { enough, stop } = taken(folder, 3);
  let at = 1;
  const host = { ...systemHost(), now: () => at++ };
  leaveOrder(host, folder, { kind: "pause" });
  leaveOrder(host, folder, { kind: "tell", story: "S1", text: 'several\nlines, "quoted"' });
  leaveOrder(host, folder, { kind: "stop", story: "S2" });
  expect(await enough).toEqual([
    { kind: "pause" },
    { kind: "tell", story: "S1", text: 'several\nlines, "quoted"' },
    { kind: "stop", story: "S2" },
  ]);
  stop();
});

test("what is no order is passed over, and what was left for another process is out of date", async () => {
  using state = scratchFolder();
  const folder = runFolder(state.path, "r1");
  leaveOrder(systemHost(), folder, { kind: "stop", story: "S1" });
  const { enough, stop } = taken(folder, 1);
  mkdirSync(folder.orders, { recursive: true });
  writeFileSync(join(folder.orders, "1.json"), "{");
  writeFileSync(join(folder.orders, "2.json"), '{"kind":"delete-everything"}');
  writeFileSync(join(folder.orders, "3.json"), '{"kind":"go-on"}');
  expect(await enough).toEqual([{ kind: "go-on" }]);
  stop();
});
