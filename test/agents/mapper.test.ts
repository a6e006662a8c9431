import { expect, test } from "bun:test";
import fc from "fast-check";
import { boundInput, boundOutput } from "../../src/agents/bound.ts";
import { mapStream } from "../../src/agents/map-stream.ts";
import { newMapper } from "../../src/agents/mapper.ts";
import { relativePaths } from "../../src/agents/tool-facts.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import { captures, mapCapture, specs } from "./captures.ts";

const agents = Object.keys(specs) as (keyof typeof specs)[];
const newMapperOf = (agent: keyof typeof specs) =>
  newMapper(specs[agent].newTranslation({ cwd: "/repo", now: () => 0, usageBefore: null }));

/** What holds of every stream of events, whatever the program printed. */
function expectSound(events: readonly AgentEvent[]): void {
  expect(events.filter(({ type }) => type === "agent.finished")).toHaveLength(1);
  expect(events.at(-1)?.type).toBe("agent.finished");
  const open = new Set<string>();
  for (const event of events) {
    if (event.type === "agent.tool.called") open.add(event.call);
    if (event.type === "agent.tool.finished") expect(open.delete(event.call)).toBe(true);
    if (event.type === "agent.usage") expect(Number.isFinite(event.input + event.output)).toBe(true);
  }
  expect([...open]).toEqual([]);
}

/** A real line with one value somewhere replaced by something else. */
const damaged = (lines: readonly string[]) =>
  fc.tuple(fc.constantFrom(...lines), fc.nat(), fc.jsonValue()).map(([line, at, value]) => {
    const record = JSON.parse(line) as unknown;
    const places: [Record<string, unknown>, string][] = [];
    const visit = (node: unknown) => {
      if (typeof node !== "object" || node === null) return;
      for (const key of Object.keys(node)) {
        places.push([node as Record<string, unknown>, key]);
        visit((node as Record<string, unknown>)[key]);
      }
    };
    visit(record);
    const place = places[at % Math.max(1, places.length)];
    if (place !== undefined) place[0][place[1]] = value;
    return JSON.stringify(record);
  });

test.each(agents)("the mapper of %s is total over damaged lines", (agent) => {
  const isWhole = (line: string) => line.startsWith("{") && line.endsWith("}");
  const lines = captures
    .filter((capture) => capture.agent === agent)
    .flatMap((capture) => capture.lines.filter(isWhole));
  const exit = fc.record({
    exitCode: fc.option(fc.nat(255)),
    signal: fc.option(fc.constantFrom("SIGTERM", "SIGKILL")),
    stderr: fc.string(),
  });
  fc.assert(
    fc.property(fc.array(damaged(lines), { maxLength: 12 }), fc.option(exit), (some, end) => {
      const mapper = newMapperOf(agent);
      expectSound([...some.flatMap((line) => mapper.map(line)), ...mapper.end(end)]);
    }),
    { numRuns: 300 },
  );
});

test.each(agents)("the mapper of %s tells anything that is no record of its wire as unknown, bounded", (agent) => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (line) => {
      const events = newMapperOf(agent).map(line);
      expect(events).toEqual(line === "" ? [] : [{ type: "agent.unknown", line: line.slice(0, 2048) }]);
    }),
  );
  const [event] = newMapperOf(agent).map("x".repeat(100_000));
  expect(event?.type === "agent.unknown" && event.line.length).toBeLessThan(3000);
});

test.each(captures.map((capture) => [`${capture.agent} ${capture.version} ${capture.scenario}`, capture] as const))(
  "mapStream() of %s is the same however the bytes are cut",
  async (_, capture) => {
    const bytes = Buffer.from(capture.lines.join("\n"));
    async function* cut(size: number) {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    const mapped = async (size: number) => {
      const events: AgentEvent[] = [];
      for await (const event of mapStream(capture.agent, cut(size)) ?? []) events.push(event);
      return events;
    };
    const whole = await mapped(bytes.length + 1);
    expectSound(whole);
    expect(await mapped(1013)).toEqual(whole);
  },
);

test("mapStream() decides by the wire alone, as nothing is known of the process", async () => {
  const capture = captures.find(({ agent, scenario }) => agent === "codex" && scenario === "write-run");
  if (capture === undefined) throw new Error("The capture is not there");
  const alone = mapCapture({ ...capture, exit: { ...capture.exit, exitCode: 1 } }).at(-1);
  expect(alone).toMatchObject({ ok: false });
  async function* bytes() {
    yield Buffer.from(capture?.lines.join("\n") ?? "");
  }
  const events: AgentEvent[] = [];
  for await (const event of mapStream("codex", bytes()) ?? []) events.push(event);
  expect(events.at(-1)).toEqual({ type: "agent.finished", ok: true, why: "done", exitCode: null, signal: null, ms: 0 });
});

test("mapStream() knows no mapper of another name", () => {
  async function* nothing() {}
  for (const name of ["openai", "acp", "toString", ""]) expect(mapStream(name, nothing())).toBeNull();
});

test.each(agents)("what %s says in plain words, and nowhere else, is why it failed", (agent) => {
  const end = (stderr: string) => {
    const mapper = newMapper(specs[agent].newTranslation({ cwd: "/repo", now: () => 0, usageBefore: null }));
    for (const line of ["zero", "one", "Not logged in", "Run the login command", '{"text":"quota', "<p>quota"])
      mapper.map(line);
    return mapper.end({ exitCode: 1, signal: null, stderr });
  };
  const message = "one\nNot logged in\nRun the login command";
  expect(end("")).toContainEqual({ type: "agent.error", kind: "auth", message, resetAt: null });
  expect(end("no luck")).toContainEqual({ type: "agent.error", kind: "crash", message: "no luck", resetAt: null });
});

test("a mapper's memory does not grow with what it has read", () => {
  const mapper = newMapperOf("claude");
  const call = (id: number) =>
    `{"type":"assistant","message":{"id":"m${id}","content":[{"type":"tool_use","id":"c${id}","name":"Read","input":{"file_path":"/repo/${"x".repeat(200)}"}}],"usage":{"input_tokens":1,"output_tokens":1}}}`;
  const answer = (id: number) =>
    `{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"c${id}","content":"${"y".repeat(2000)}"}]}}`;
  let told = 0;
  const run = (from: number, to: number) => {
    for (let id = from; id < to; id++) told += mapper.map(call(id)).length + mapper.map(answer(id)).length;
  };
  run(0, 20_000);
  Bun.gc(true);
  const before = process.memoryUsage().heapUsed;
  run(20_000, 80_000);
  Bun.gc(true);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(8e6);
  expect(told).toBe(80_000 * 3);
});

test.each([
  ["/repo/src/a.ts", "src/a.ts"],
  ["src/a.ts", "src/a.ts"],
  ["./src/a.ts", "src/a.ts"],
  ["/repository/a.ts", "../repository/a.ts"],
  ["/repo/../outside.txt", "../outside.txt"],
  ["/repo/src/../a.ts", "a.ts"],
])("relativePaths() of %s is %s", (path, expected) => {
  expect(relativePaths("/repo", [path, null, undefined, ""])).toEqual([expected]);
});

test("boundOutput() keeps both ends and counts the bytes of the whole", () => {
  const { output, outputBytes } = boundOutput(`head${"😀".repeat(10_000)}tail`);
  expect(outputBytes).toBe(40_008);
  expect(output).toStartWith("head");
  expect(output).toEndWith("tail");
  expect(output.length).toBeLessThan(4200);
  expect(output.isWellFormed()).toBe(true);
});

test("boundInput() cuts what is long, deep or many, and nothing else", () => {
  const small = { command: "ls", list: [1, 2, { a: null }] };
  expect(boundInput(small)).toBe(small);
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20, stringUnit: "binary" }), (value) => {
      expect(JSON.stringify(boundInput({ value, text: "x".repeat(1e6) })).length).toBeLessThan(200_000);
    }),
  );
});
