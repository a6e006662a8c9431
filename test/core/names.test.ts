import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decisive, openingMode } from "../../src/core/decision.ts";
import { defaultDeliverySettings } from "../../src/core/delivery.ts";
import { BaroError, workingIn } from "../../src/core/error.ts";
import { longGoalText, mostGoalLength } from "../../src/core/goal.ts";
import { assumedCosts, type Mode, modes } from "../../src/core/mode.ts";
import { type QueueAddress, renderQueueAddress } from "../../src/core/queue-address.ts";
import {
  attemptHeader,
  questionHeader,
  questionSpanId,
  runSpanName,
  spanIdOf,
  type TraceParent,
  traceIdOf,
  traceParent,
} from "../../src/core/trace.ts";
import { noUsage } from "../../src/core/usage.ts";
import { wordOf } from "../../src/core/words.ts";
import { renderWorkerSpec, type WorkerSpec } from "../../src/core/worker-spec.ts";

describe("the trace that a run belongs to", () => {
  const [traceId, spanId] = ["4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"];
  const caller: TraceParent = { traceId, spanId };

  test.each<[string | undefined, TraceParent | null]>([
    [`00-${traceId}-${spanId}-01`, caller],
    [`cc-${traceId}-${spanId}-01-what-comes-later`, caller],
    [undefined, null],
    ["", null],
    [`00-${traceId}-${spanId}`, null],
    [`00-${"0".repeat(32)}-${spanId}-01`, null],
    [`00-${traceId}-${"0".repeat(16)}-01`, null],
    [`00-${traceId.toUpperCase()}-${spanId}-01`, null],
    [`00-${traceId}a-${spanId}-01`, null],
  ])("a caller's header %p is %p", (header, parent) => expect(traceParent(header)).toEqual(parent));

  const asked = { question: "plan", before: 0 };
  const attempt = { story: "S1", attempt: 1, agent: "claude" };

  test("is its caller's, else its own, and the same for whoever asks again", () => {
    expect(traceIdOf("r1", caller)).toBe(traceId);
    expect(traceIdOf("r1", null)).toMatch(/^[0-9a-f]{32}$/);
    expect(traceIdOf("r1", null)).toBe(traceIdOf("r1", null));
    expect(traceIdOf("r1", null)).not.toBe(traceIdOf("r2", null));
    expect(attemptHeader("r1", caller, attempt)).toBe(attemptHeader("r1", { ...caller }, attempt));
  });

  test("an agent and an answer get a header of their own in it, which others can read", () => {
    for (const parent of [caller, null]) {
      const headers = [
        attemptHeader("r1", parent, attempt),
        attemptHeader("r1", parent, { ...attempt, attempt: 2 }),
        attemptHeader("r1", parent, { ...attempt, story: "S2" }),
        attemptHeader("r1", parent, { ...attempt, agent: "codex" }),
        attemptHeader("r2", parent, attempt),
        questionHeader("r1", parent, asked),
        questionHeader("r1", parent, { ...asked, before: 1 }),
        questionHeader("r1", parent, { ...asked, question: "decision" }),
      ];
      const read = headers.map((header) => traceParent(header));
      expect(read.map((one) => one?.traceId)).toEqual(
        headers.map((_, at) => traceIdOf(at === 4 ? "r2" : "r1", parent)),
      );
      expect(new Set(read.map((one) => one?.spanId)).size).toBe(headers.length);
      for (const header of headers) expect(header).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    }
  });

  test("a question hangs under the run, as its spans are sent", () => {
    const root = spanIdOf("r1", runSpanName, spanId);
    expect(traceParent(questionHeader("r1", caller, asked))?.spanId).toBe(questionSpanId("r1", root, asked));
    const own = spanIdOf("r1", runSpanName, null);
    expect(own).not.toBe(root);
    expect(traceParent(questionHeader("r1", null, asked))?.spanId).toBe(questionSpanId("r1", own, asked));
  });
});

const far: WorkerSpec = { kind: "ssh", host: "ada@box", port: null, slots: null, program: null };

test.each<[WorkerSpec, string]>([
  [{ kind: "local", slots: null }, "local"],
  [{ kind: "local", slots: 2 }, "local,slots=2"],
  [far, "ssh:ada@box"],
  [{ ...far, port: 2222 }, "ssh:ada@box,port=2222"],
  [{ ...far, program: "/opt/baro" }, "ssh:ada@box,baro=/opt/baro"],
  [{ ...far, slots: 8, port: 22, program: "b" }, "ssh:ada@box,slots=8,port=22,baro=b"],
])("the worker %j is written %p", (spec, text) => expect(renderWorkerSpec(spec)).toBe(text));

const broker: QueueAddress = { host: "q.example.com", port: 6379, tls: false, user: null, database: 0, pool: "baro" };

test.each<[Partial<QueueAddress>, string]>([
  [{}, "redis://q.example.com:6379"],
  [{ tls: true, user: "a/b" }, "rediss://a%2Fb@q.example.com:6379"],
  [{ host: "::1", database: 3 }, "redis://[::1]:6379/3"],
  [{ pool: "team" }, "redis://q.example.com:6379?pool=team"],
])("the queue %j is written %p", (more, text) => expect(renderQueueAddress({ ...broker, ...more })).toBe(text));

test("a topic is called as the text has it", () => {
  expect(wordOf("header", "Read the headers")).toBe("headers");
  expect(wordOf("header", "A header, two headers")).toBe("header");
  expect(wordOf("header", "nothing of it")).toBe("header");
});

test("a goal that is too long is said to be, with both lengths", () => {
  expect(longGoalText("x".repeat(mostGoalLength))).toBeNull();
  expect(longGoalText("x".repeat(mostGoalLength + 1))).toContain("(65537 characters; the limit is 65536)");
});

test("nothing was used of what nobody used", () => {
  expect(noUsage).toEqual({ input: 0, cachedInput: 0, output: 0, reasoning: 0 });
});

test("before anything was measured, one agent is the measure: in turn takes a little more, side by side half the time", () => {
  const { focused, sequential, parallel } = assumedCosts;
  expect(focused).toEqual({ wall: 1, tokens: 1 });
  for (const figure of [sequential.wall, sequential.tokens]) {
    expect(figure).toBeGreaterThan(1);
    expect(figure).toBeLessThan(1.5);
  }
  expect(parallel.wall).toBe(0.5);
  expect(parallel.tokens).toBeGreaterThan(sequential.tokens);
  expect(parallel.tokens).toBeLessThan(2);
});

test("a file of more than 5 MiB is no part of a delivery, unless that is said", () => {
  expect(defaultDeliverySettings.maxFileBytes).toBe(5_242_880);
});

describe("where a picker stands at first", () => {
  const opens = (mode: Mode, confidence: number, [focused, sequential, parallel]: [number, number, number]) =>
    openingMode({ mode, confidence, probabilities: { focused, sequential, parallel } } as Parameters<
      typeof openingMode
    >[0]);

  test("the suggestion, or the cheaper of the two likeliest when that is not sure", () => {
    expect(opens("parallel", 0.6, [0.4, 0, 0.6])).toBe("parallel");
    expect(opens("parallel", 0.59, [0.41, 0, 0.59])).toBe("focused");
    expect(opens("parallel", 0.5, [0.2, 0.3, 0.5])).toBe("sequential");
    expect(opens("sequential", 0.5, [0.2, 0.5, 0.3])).toBe("sequential");
    // It is among them, whatever the probabilities say.
    expect(opens("parallel", 0.2, [0.3, 0.5, 0.2])).toBe("sequential");
    expect(decisive).toBeGreaterThan(0.6);
  });

  test("never a mode that is less likely than both", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, fc.constantFrom(...modes), (focused, sequential, parallel, mode) => {
        const probabilities = { focused, sequential, parallel };
        const others = modes.filter((one) => one !== mode);
        const most = Math.max(...others.map((one) => probabilities[one]));
        const opened = opens(mode, 0.1, [focused, sequential, parallel]);
        expect(opened === mode || probabilities[opened] === most).toBe(true);
      }),
    );
  });
});

test("what goes wrong with work elsewhere is to be mended there, unless it says where", async () => {
  const placeOf = (error: Error & { place?: string | null }) =>
    workingIn("/there", () => Promise.reject(error)).catch((thrown: typeof error) => thrown.place);
  expect(await placeOf(new BaroError("failed", "Cannot"))).toBe("/there");
  expect(await placeOf(Object.assign(new BaroError("failed", "Cannot"), { place: "/own" }))).toBe("/own");
  expect(await placeOf(new Error("x"))).toBeUndefined();
  expect(await workingIn("/there", async () => 3)).toBe(3);
});
