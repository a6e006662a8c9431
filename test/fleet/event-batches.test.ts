import { expect, test } from "bun:test";
import { EventBatches } from "../../src/fleet/event-batches.ts";
import { encode, type FromWorker } from "../../src/fleet/protocol.ts";

test("what an agent says at once goes out in lines of a few MB, all of it and in order", () => {
  const lines: FromWorker[] = [];
  const never = () => new Promise<void>(() => {});
  const asked = { lease: "run.S1", fence: 1, n: 0, signal: new AbortController().signal };
  const out = new EventBatches({ sleep: never }, (message) => void lines.push(message), asked);
  // Each is six bytes as JSON has it.
  const text = "\u0001".repeat(1_000_000);
  for (let at = 0; at < 10; at++) out.push({ type: "agent.text", text });
  for (let at = 0; at < 1_200; at++) out.push({ type: "agent.notice", message: String(at) });
  out.flush();
  expect(Math.max(...lines.map((line) => encode(line).length))).toBeLessThan(8_000_000);
  const numbers = lines.flatMap((line) => (line.is === "events" ? [[line.seq, line.events.length]] : []));
  for (const [at, [seq, count]] of numbers.entries())
    expect(numbers[at + 1]?.[0] ?? 1_210).toBe((seq ?? 0) + (count ?? 0));
});
