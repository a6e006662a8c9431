import { spawn } from "node:child_process";
import type { EventOf, RunEvent } from "../../../src/core/event.ts";

export interface TimedRun {
  /** From `run.started` to `run.finished`, by the events' own times. */
  wallMs: number;
  /** From the program's start to its end. */
  processMs: number;
  /** The longest time that one agent needed. */
  agentMs: number;
  /** From the last merge to what was delivered. */
  deliveryMs: number;
  /** From what was delivered to the program's end. */
  afterMs: number;
  finished: EventOf<"run.finished">;
}

/** Runs the binary with `--json` and reads its times off the events. Throws when the run delivers nothing. */
export async function timeRun(
  binary: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<TimedRun> {
  const started = performance.now();
  const child = spawn(binary, [...args, "--json"], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  const processMs = performance.now() - started;
  const endedAt = Date.now();
  const lines = texts.stdout.split("\n").filter((line) => line.startsWith("{"));
  const events = lines.map((line) => JSON.parse(line) as RunEvent);
  const first = events.find(({ type }) => type === "run.started");
  const finished = events.findLast((event) => event.type === "run.finished");
  if (first === undefined || finished?.outcome !== "delivered") {
    throw new Error(`The run delivered nothing:\n${texts.stderr}\n${texts.stdout}`);
  }
  const agents = events.flatMap((event) => (event.type === "agent.finished" ? [event.ms] : []));
  const wallMs = Date.parse(finished.at) - Date.parse(first.at);
  const timeOf = (type: RunEvent["type"]) => Date.parse(events.findLast((event) => event.type === type)?.at ?? "");
  const deliveredAt = timeOf("delivery.finished");
  const deliveryMs = deliveredAt - timeOf("story.merged");
  return { wallMs, processMs, agentMs: Math.max(...agents), deliveryMs, afterMs: endedAt - deliveredAt, finished };
}
