import { Lease } from "../../src/fleet/lease.ts";
import { type Bench, LeaseDesk } from "../../src/fleet/lease-desk.ts";
import {
  decode,
  encode,
  type FromWorker,
  fromWorker,
  type Operation,
  type ToWorker,
  toWorker,
} from "../../src/fleet/protocol.ts";

export const story = {
  ...{ id: "S1", title: "One", brief: "Do it", writes: [], reads: [], dependsOn: [], acceptance: [], verify: [] },
  weight: "standard" as const,
};
export const base = "a".repeat(40);
export const never = new AbortController().signal;
const agentArgs = { story, attempt: 1, prompt: "", agent: { name: "openai", model: null }, session: null };

/** An agent is at work under a lease. */
export function work(lease: Lease): void {
  lease
    .listen(agentArgs, never)
    .next()
    .catch(() => {});
}

/** A lease and a desk with the protocol's own lines between them; what passes can be looked at and held back. */
export function joined(bench: Partial<Record<Operation, (args: unknown, signal: AbortSignal) => Promise<unknown>>>) {
  const passed: (ToWorker | FromWorker)[] = [];
  const cleared: string[] = [];
  const leases: Lease[] = [];
  let cut = false;
  const back = (message: FromWorker) => {
    passed.push(message);
    const read = decode(fromWorker, encode(message));
    if (!("is" in read)) throw new Error(read.wrong);
    if (!cut && "lease" in read) for (const lease of leases) lease.take(read);
  };
  const newBench = (): Bench => ({
    perform: async (op, args, { signal }) => bench[op]?.(args, signal) ?? null,
    clear: () => {
      cleared.push("cleared");
      return Promise.resolve();
    },
  });
  const desk = new LeaseDesk(back, newBench);
  const send = (message: ToWorker) => {
    passed.push(message);
    const read = decode(toWorker, encode(message));
    if (!("is" in read)) throw new Error(read.wrong);
    if (read.is === "call") void desk.take(read);
    if (read.is === "stop") desk.stop(read);
    if (read.is === "drop") void desk.drop(read);
  };
  let now = 0;
  const open = (fence: number, name = "run.S1") => {
    const lease = new Lease({
      name,
      fence,
      worker: "box",
      send,
      elapsed: () => now,
      onKept: (_commit, asOf) => lease.kept(asOf),
      onPack: () => {},
    });
    leases.push(lease);
    return lease;
  };
  return {
    open,
    back,
    passed,
    cleared,
    desk,
    cut: () => {
      cut = true;
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}
