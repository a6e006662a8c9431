import type { Misbehaviour, ScriptedTurn, ScriptRequest } from "../../src/demo/scripted/script.ts";
import { awaitCalls, delegateCall, editCall, readCall, runCall, todoCall, writeCall } from "./tool-calls.ts";

/** One thing to record: what the model says, and what is done to the agent meanwhile. */
export interface Scenario {
  name: string;
  turn: (request: ScriptRequest) => ScriptedTurn;
  /** Only for these agents; all by default. */
  agents?: readonly string[];
  model?: string;
  /** Sent to the agent's own process once the marker file of the running tool is there. */
  signalInTool?: NodeJS.Signals;
  /** Milliseconds after the first request at which a model that never answers is given up. */
  giveUpMs?: number;
  /** A second prompt to the same session, recorded instead of the first. */
  resume?: boolean;
  answerSchema?: unknown;
  /** In our own sandbox. */
  sandbox?: boolean;
  /** Signed in with a subscription instead of a key, where that makes a difference. */
  subscription?: boolean;
}

const figures = [
  { input: 1000, cachedInput: 0, output: 20, reasoning: 3 },
  { input: 1500, cachedInput: 100, output: 30, reasoning: 4 },
  { input: 2000, cachedInput: 200, output: 40, reasoning: 5 },
] as const;

/** Answers that follow one another; after the last one the work is done. */
function turns(...steps: ((request: ScriptRequest) => ScriptedTurn)[]): Scenario["turn"] {
  return (request) => {
    const usage = figures[Math.min(request.turn, figures.length - 1)] ?? figures[0];
    return { usage, ...(steps[request.turn]?.(request) ?? { text: "All done." }) };
  };
}

const say = (text: string) => () => ({ text });
const always = (misbehave: Misbehaviour) => () => ({ text: "Half of what I wanted to say", misbehave });
const once = (misbehave: Misbehaviour): Scenario["turn"] =>
  turns((request) => (request.attempt === 1 ? { text: "Half of it", misbehave } : { text: "All done." }));

/** Runs until it is stopped, and says in a file that it runs. */
const runForever = turns((request) => ({ calls: [runCall(request, "touch started; sleep 600")] }));

/** Tries what no story may do: to write outside with a tool and with a command, and to read a key. */
const canaries = turns(
  (request) => ({ calls: [writeCall(request, "../by-tool.txt", "over the wall\n")] }),
  (request) => ({ calls: [runCall(request, 'echo out > ../by-command.txt; cat "$HOME/.ssh/id_canary"')] }),
);

/** What every scenario asks. */
export const capturePrompt = "Do what is to be done";
const errand = "Count the lines of notes.txt";

/** Sends a sub-agent on an errand, and waits for its answer. */
const delegating: Scenario["turn"] = (request) => {
  // What a sub-agent is asked does not come as a user's message from each of the programs.
  if (request.lastUser.includes(errand) || !request.user.includes(capturePrompt))
    return { text: "It has two lines.", usage: figures[2] };
  return turns(
    () => ({ text: "I send somebody.", calls: [delegateCall(request, errand)] }),
    () => ({ calls: awaitCalls(request) }),
  )(request);
};

const unicode = 'printf "line\\342\\200\\250separator \\360\\237\\230\\200 \\033[31mred\\033[0m \\377 end\\n"';
const megabyte = "yes 0123456789abcdef0123456789abcdef | head -c 1048576";
const schema = {
  type: "object",
  properties: { mode: { type: "string" } },
  required: ["mode"],
  additionalProperties: false,
};

export const scenarios: readonly Scenario[] = [
  { name: "text", turn: turns(say("Nothing to do.")) },
  { name: "reasoning", turn: turns(() => ({ reasoning: "Let me think about it.", text: "I have thought." })) },
  {
    name: "write-run",
    turn: turns(
      (request) => ({ text: "I write it.", calls: [writeCall(request, "made.txt", "one\ntwo\n")] }),
      (request) => ({ calls: [runCall(request, "cat made.txt")] }),
    ),
  },
  {
    name: "edit",
    turn: turns(
      (request) => ({ calls: [readCall(request, "notes.txt")] }),
      (request) => ({ calls: [editCall(request, "notes.txt", "alpha", "omega")] }),
    ),
  },
  {
    name: "edit-miss",
    turn: turns(
      (request) => ({ calls: [readCall(request, "notes.txt")] }),
      (request) => ({ calls: [editCall(request, "notes.txt", "not in there", "omega")] }),
    ),
  },
  {
    name: "failing-command",
    turn: turns((request) => ({ calls: [runCall(request, "echo out; echo err >&2; exit 3")] })),
  },
  {
    name: "parallel-calls",
    turn: turns((request) => ({ calls: [runCall(request, "echo first"), runCall(request, "echo second")] })),
  },
  { name: "unknown-tool", turn: turns(() => ({ calls: [{ name: "teleport", input: { to: "Mars" } }] })) },
  { name: "canaries", turn: canaries },
  { name: "canaries-in-sandbox", turn: canaries, sandbox: true },
  { name: "rate-limit-once", turn: once({ kind: "rate-limit", retryAfterSeconds: 1 }) },
  { name: "rate-limit", turn: always({ kind: "rate-limit" }) },
  { name: "rate-limit-an-hour", turn: always({ kind: "rate-limit", retryAfterSeconds: 3600 }), giveUpMs: 3000 },
  { name: "quota", turn: always({ kind: "usage-limit" }) },
  {
    name: "usage-limit",
    turn: always({
      kind: "usage-limit",
      resetAtSeconds: 4102444800,
      headers: {
        "anthropic-ratelimit-unified-status": "rejected",
        "anthropic-ratelimit-unified-reset": "4102444800",
        "anthropic-ratelimit-unified-representative-claim": "five_hour",
      },
    }),
    agents: ["claude", "codex"],
    subscription: true,
  },
  { name: "unauthorized", turn: always({ kind: "unauthorized" }) },
  { name: "not-found", turn: always({ kind: "not-found" }) },
  { name: "bad-request", turn: always({ kind: "bad-request" }) },
  { name: "server-error-once", turn: once({ kind: "server-error" }) },
  { name: "server-error", turn: always({ kind: "server-error" }) },
  { name: "overloaded", turn: always({ kind: "overloaded" }) },
  { name: "cut-once", turn: once({ kind: "cut" }) },
  { name: "cut", turn: always({ kind: "cut" }) },
  {
    name: "eof",
    // One of the programs takes each for an answer and asks again for ever.
    turn: (request) => ({ text: "Half of it", misbehave: { kind: request.turn < 3 ? "eof" : "hang" } }),
    giveUpMs: 6000,
  },
  { name: "hang", turn: always({ kind: "hang" }), giveUpMs: 3000 },
  { name: "stall", turn: always({ kind: "stall" }), giveUpMs: 3000 },
  { name: "malformed", turn: always({ kind: "malformed" }) },
  { name: "stream-error", turn: always({ kind: "stream-error" }) },
  { name: "refusal", turn: always({ kind: "refusal" }) },
  { name: "context-overflow", turn: always({ kind: "context-overflow" }) },
  {
    name: "output-limit",
    turn: turns((request) =>
      request.attempt === 1 ? { text: "Half of", misbehave: { kind: "max-tokens" } } : { text: "Rest." },
    ),
  },
  {
    name: "empty",
    turn: turns((request) => (request.attempt === 1 ? { misbehave: { kind: "empty" } } : { text: "Now." })),
  },
  { name: "big-output", turn: turns((request) => ({ calls: [runCall(request, megabyte)] })) },
  {
    name: "unicode",
    turn: turns((request) => ({ text: "A line\u2028separator and 😀.", calls: [runCall(request, unicode)] })),
  },
  {
    name: "background",
    turn: turns((request) => ({ calls: [runCall(request, "nohup sleep 600 >/dev/null 2>&1 & echo left")] })),
  },
  { name: "sigterm-in-tool", turn: runForever, signalInTool: "SIGTERM" },
  { name: "sigint-in-tool", turn: runForever, signalInTool: "SIGINT" },
  { name: "sigkill-in-tool", turn: runForever, signalInTool: "SIGKILL" },
  { name: "resume", turn: turns(say("Said.")), resume: true },
  { name: "sub-agent", turn: delegating, agents: ["claude", "opencode"] },
  { name: "sub-agent", turn: delegating, agents: ["codex"], model: "gpt-6.1-sol" },
  {
    name: "to-do",
    agents: ["claude", "opencode"],
    turn: turns((request) => ({ calls: [todoCall(request, ["Look", "Write"])] })),
  },
  {
    name: "code-mode",
    agents: ["codex"],
    model: "gpt-6.1-sol",
    turn: turns(
      (request) => ({ text: "I write it.", calls: [writeCall(request, "made.txt", "one\n")] }),
      (request) => ({ calls: [runCall(request, "cat made.txt; exit 3")] }),
    ),
  },
  {
    name: "schema",
    agents: ["claude", "codex"],
    answerSchema: schema,
    turn: turns((request) =>
      request.tools.includes("StructuredOutput")
        ? { calls: [{ name: "StructuredOutput", input: { mode: "focused" } }] }
        : { text: '{"mode":"focused"}' },
    ),
  },
];
