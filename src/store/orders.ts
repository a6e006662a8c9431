import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BaroError, messageOf } from "../core/error.ts";
import { type Order, order } from "../core/person.ts";
import type { Host } from "../host/host.ts";
import { readPlainText } from "../host/read-plain.ts";
import type { RunFolder } from "./run-folder.ts";

const pollMs = 200;

/** Leaves an order for the process that works on a run. Throws `state-unwritable`. */
export function leaveOrder(host: Pick<Host, "now" | "newId">, folder: RunFolder, given: Order): void {
  // In the order in which they were given; a file appears with all that it says.
  const name = `${String(host.now()).padStart(15, "0")}-${host.newId()}`;
  try {
    mkdirSync(folder.orders, { recursive: true, mode: 0o700 });
    const draft = join(folder.orders, `.${name}`);
    writeFileSync(draft, JSON.stringify(order.parse(given)), { flag: "wx", mode: 0o600 });
    renameSync(draft, join(folder.orders, `${name}.json`));
  } catch (error) {
    throw new BaroError("state-unwritable", `Cannot reach run "${folder.run}": ${messageOf(error)}`, { cause: error });
  }
}

/** Takes the orders of a run as they come, until the returned function is called. What was left before is out of date. */
export function takeOrders(host: Pick<Host, "sleep">, folder: RunFolder, take: (given: Order) => void): () => void {
  rmSync(folder.orders, { recursive: true, force: true });
  const stop = new AbortController();
  void (async () => {
    while (!stop.signal.aborted) {
      for (const given of waiting(folder)) take(given);
      await host.sleep(pollMs, stop.signal);
    }
  })();
  return () => stop.abort();
}

/** Reads the orders and removes them; what is not an order is removed unread. */
function waiting(folder: RunFolder): Order[] {
  if (!existsSync(folder.orders)) return [];
  const names = readdirSync(folder.orders).filter((name) => name.endsWith(".json"));
  return names.sort().flatMap((name) => {
    const file = join(folder.orders, name);
    try {
      return [order.parse(JSON.parse(readPlainText(file)))];
    } catch {
      return [];
    } finally {
      rmSync(file, { recursive: true, force: true });
    }
  });
}
