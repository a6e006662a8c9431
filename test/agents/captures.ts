import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { claude } from "../../src/agents/claude/claude.ts";
import { codex } from "../../src/agents/codex/codex.ts";
import { newMapper } from "../../src/agents/mapper.ts";
import { opencode } from "../../src/agents/opencode/opencode.ts";
import { pi } from "../../src/agents/pi/pi.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import type { Usage } from "../../src/core/usage.ts";

export const specs = { claude, codex, opencode, pi };
export type CapturedAgent = keyof typeof specs;

/** What a real program printed, how it ended, and what the model had served it meanwhile. */
export interface Capture {
  agent: CapturedAgent;
  version: string;
  scenario: string;
  lines: string[];
  stderr: string;
  exit: {
    exitCode: number | null;
    signal: string | null;
    requests: number;
    outcomes: string[];
    usage: Usage;
    usageBefore?: Usage;
    /** Recorded where there was no sandbox, though it was meant for one. */
    confined?: false;
    canaries?: { wroteByTool: boolean; wroteByCommand: boolean; readKey: boolean };
  };
}

const folder = join(import.meta.dir, "..", "captures");

export const captures: readonly Capture[] = Object.keys(specs).flatMap((agent) =>
  readdirSync(join(folder, agent)).flatMap((version) =>
    readdirSync(join(folder, agent, version))
      .filter((name) => name.endsWith(".jsonl"))
      .sort()
      .map((name) => readCapture(agent as CapturedAgent, version, name.slice(0, -".jsonl".length))),
  ),
);

function readCapture(agent: CapturedAgent, version: string, scenario: string): Capture {
  const read = (kind: string) => readFileSync(join(folder, agent, version, `${scenario}.${kind}`), "utf8");
  return {
    agent,
    version,
    scenario,
    lines: read("jsonl").split("\n"),
    stderr: read("stderr"),
    exit: JSON.parse(read("exit.json")) as Capture["exit"],
  };
}

/** A fixed time, so that limits told as a duration map to the same events every day. */
// Within a month of the time at which the limits that were recorded end: a later one is taken for none.
const now = () => Date.UTC(2099, 11, 20);

export function mapCapture({ agent, lines, exit, stderr }: Capture): AgentEvent[] {
  const mapper = newMapper(specs[agent].newTranslation({ cwd: "/repo", now, usageBefore: exit.usageBefore ?? null }));
  const { exitCode, signal } = exit;
  return [...lines.flatMap((line) => mapper.map(line)), ...mapper.end({ exitCode, signal, stderr })];
}
