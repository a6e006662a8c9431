// A program in an agent's stead: speaks its wire, and does what it is told. Usage: program.ts PROTOCOL STEPS-AS-JSON [flags
// of the agent, which it ignores]
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import type { Protocol, Step, ToldFigures } from "./steps.ts";
import { encode, wires } from "./wires.ts";

const protocol = process.argv[2] as Protocol;
const steps = JSON.parse(process.argv[3] ?? "[]") as Step[];
const wire = wires[protocol]();

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

async function say(records: readonly object[]): Promise<void> {
  for (const record of records) await print(`${encode(record)}\n`);
}

/** Text as agents write it; what is alike in all of it would hide what is kept of it. */
const words = "The file says what it should, and the next line goes on with it. ";

function filler(bytes: number): string {
  return words.repeat(Math.ceil(bytes / words.length)).slice(0, bytes);
}

/** The content so many times, a part at a time. */
function writeMany(path: string, content: string, times: number): void {
  const file = openSync(path, "w");
  const most = Math.max(1, Math.floor(1_000_000 / content.length));
  for (let left = times; left > 0; left -= most) writeSync(file, content.repeat(Math.min(left, most)));
  closeSync(file);
}

/** Does all that it was told; gives back what it says of its use at the end. */
async function act(): Promise<ToldFigures | undefined> {
  let calls = 0;
  for (const step of steps) {
    const times = "times" in step ? (step.times ?? 1) : 1;
    for (let time = 0; time < times; time++) {
      if (step.do === "text") await say(wire.text(filler(step.bytes)));
      if (step.do === "call") await say(wire.call(`call-${++calls}`, filler(step.outputBytes ?? 2)));
      if (step.do === "unknown") await say(wire.unknown(filler(step.bytes)));
    }
    if (step.do === "usage") await say(wire.usage(step.figures));
    if (step.do === "record") await say([step.record]);
    if (step.do === "line") for (let sent = 0; sent < step.bytes; sent += 65_536) await print(filler(65_536));
    if (step.do === "write") {
      mkdirSync(dirname(step.path), { recursive: true });
      writeMany(step.path, step.content, times);
    }
    if (step.do === "run") spawnSync("/bin/sh", ["-c", step.command], { stdio: "ignore" });
    if (step.do === "say") await say(wire.text(step.text));
    if (step.do === "wait") await wait(step.ms);
    if (step.do === "end") {
      process.exitCode = step.exit ?? 0;
      return step.figures;
    }
  }
  return undefined;
}

async function asProgram(): Promise<void> {
  process.stdin.resume();
  await once(process.stdin, "end");
  await say(wire.begin());
  const figures = await act();
  await say(wire.end(figures));
}

/** The agent's side of the Agent Client Protocol, without anybody who looks at what is sent. */
async function asAcpAgent(): Promise<void> {
  const answers: Record<string, () => unknown> = {
    initialize: () => ({ protocolVersion: 1, agentCapabilities: {}, authMethods: [] }),
    "session/new": () => ({ sessionId: "00000000-0000-4000-8000-00000000000a" }),
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method } = JSON.parse(line) as { id?: unknown; method?: string };
    if (id === undefined || method === undefined) continue;
    if (method !== "session/prompt") {
      await say([{ jsonrpc: "2.0", id, result: answers[method]?.() ?? {} }]);
      continue;
    }
    const figures = await act();
    const usage =
      figures === undefined
        ? {}
        : { usage: { inputTokens: figures.input, outputTokens: figures.output, totalTokens: figures.input } };
    await say([{ jsonrpc: "2.0", id, result: { stopReason: "end_turn", ...usage } }]);
  }
}

await (protocol === "acp" ? asAcpAgent() : asProgram());
