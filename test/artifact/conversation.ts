import { spawn } from "node:child_process";
import type { EventOf, RunEvent } from "../../src/core/event.ts";
import { artifact, type Ended } from "./artifact.ts";

/** A run that is talked to: what a program behind `--ask stdio` does. */
export interface Talk {
  /** One line to stdin. */
  say(line: unknown): void;
  raw(text: string): void;
  hangUp(): void;
  kill(signal: NodeJS.Signals): void;
}

/** Runs the binary with a pipe to its stdin and hands over each event; stdin stays open until it is hung up. */
export function converse(
  call: { cwd: string; args: readonly string[]; env: Record<string, string> },
  onEvent: (event: RunEvent, talk: Talk) => void,
  program: readonly string[] = [artifact],
): Promise<Ended> {
  const [file = "", ...leading] = program;
  const child = spawn(file, [...leading, ...call.args], { cwd: call.cwd, env: call.env, stdio: "pipe" });
  child.stdin.on("error", () => {});
  const talk: Talk = {
    say: (line) => void child.stdin.write(`${JSON.stringify(line)}\n`),
    raw: (text) => void child.stdin.write(text),
    hangUp: () => void child.stdin.end(),
    kill: (signal) => void child.kill(signal),
  };
  const ended: Ended = { exitCode: null, signal: null, stdout: "", stderr: "", events: [] };
  let rest = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    ended.stdout += text;
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines.filter((each) => each.startsWith('{"v":1'))) {
      const event = JSON.parse(line) as RunEvent;
      ended.events.push(event);
      onEvent(event, talk);
    }
  });
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    ended.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, signal) => {
      child.stdin.destroy();
      resolve({ ...ended, exitCode, signal });
    });
  });
}

/** Answers each kind of question as given; a function sees the question. */
export function answering(answers: Partial<Record<string, unknown>>): (event: RunEvent, talk: Talk) => void {
  return (event, talk) => {
    if (event.type !== "question.asked") return;
    const answer = answers[event.kind];
    if (answer === undefined) throw new Error(`Nobody expected the question ${JSON.stringify(event)}`);
    talk.say({ id: event.id, answer: typeof answer === "function" ? answer(event) : answer });
  };
}

export type Asked = EventOf<"question.asked">;
