import type { Protocol, Step } from "../../test/support/stand-in/steps.ts";
import type { EndpointFlood } from "./flood-endpoint.ts";

/** Something that comes in without end. `bytes` and `times` are those of the whole flood; a short form takes a part. */
export interface Flood {
  name: string;
  /** Who sends it: a program in an agent's stead, or the endpoint of the native agent. */
  from: { protocol: Protocol; steps: (part: number) => Step[] } | { endpoint: EndpointFlood; size: number };
  /** More arguments of the run. */
  args?: (part: number) => string[];
  /** How the run may end. */
  exits: readonly number[];
  /** It has to say that something was left out. */
  says?: RegExp;
}

const mb = 1_000_000;
const work: Step = { do: "write", path: "a.txt", content: "the work\n" };
const whole = (value: number, part: number) => Math.max(1, Math.round(value * part));
const leftOut = /left out/;

function program(protocol: Protocol, name: string, step: (part: number) => Step, says?: RegExp): Flood {
  const steps = (part: number): Step[] => [work, step(part), { do: "end", figures: { input: 10, output: 10 } }];
  return {
    name: `${protocol}: ${name}`,
    from: { protocol, steps },
    exits: [0, 1],
    ...(says === undefined ? {} : { says }),
  };
}

const kilo = 1000;

function bigFile(path: string, megabytes: number, part: number): Step {
  const content = "words of the work\n";
  return { do: "write", path, content, times: whole((megabytes * mb) / content.length, part) };
}

export const floods: readonly Flood[] = [
  ...(["one-line", "deltas", "unknown", "models", "one-body"] as const).map(
    (endpoint): Flood => ({
      name: `endpoint: ${endpoint}, 300 MB`,
      from: { endpoint, size: 300 * mb },
      exits: [1, 4, 5],
    }),
  ),
  { name: "endpoint: 200,000 calls in one answer", from: { endpoint: "calls", size: 200 * kilo }, exits: [1, 4] },
  ...(["claude", "codex", "opencode", "pi", "acp"] as const).flatMap((protocol) => [
    program(
      protocol,
      "300 MB of text",
      (part) => ({ do: "text", bytes: 30 * kilo, times: whole(10_000, part) }),
      leftOut,
    ),
    program(protocol, "200,000 tool calls", (part) => ({ do: "call", times: whole(200 * kilo, part) }), leftOut),
    program(protocol, "unknown records, 300 MB", (part) => ({
      do: "unknown",
      bytes: 3 * kilo,
      times: whole(100 * kilo, part),
    })),
    program(protocol, "one line, 300 MB", (part) => ({ do: "line", bytes: whole(300 * mb, part) })),
  ]),
  {
    name: "a check that prints 1 GB",
    from: { protocol: "codex", steps: () => [work, { do: "end", figures: { input: 1, output: 1 } }] },
    args: (part) => ["--verify", `head -c ${whole(1000 * mb, part)} /dev/zero | tr '\\0' x`],
    exits: [0],
  },
  {
    name: "one file of 500 MB",
    from: { protocol: "codex", steps: (part) => [bigFile("a.txt", 500, part), { do: "end" }] },
    exits: [0, 4],
  },
  {
    name: "a diff of 540 MB, in six files",
    from: {
      protocol: "codex",
      steps: (part) => [..."abcdef"].map((name) => bigFile(`${name}.txt`, 90, part)),
    },
    exits: [0, 1, 4],
  },
];
