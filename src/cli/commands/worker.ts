import { BaroError } from "../../core/error.ts";
import { type Flag, ownSwitch } from "../../settings/flags.ts";
import { count, duration, type Kind, ValueProblem } from "../../settings/kinds.ts";
import { command } from "../command.ts";
import { openSession } from "../session.ts";

const own = { hint: null, negative: false, group: "common" } as const;

const flags: Flag[] = [
  ownSwitch("stdio", "Serve the run that started this process, over stdin and stdout"),
  { ...own, name: "slots", hint: "N", help: "The most agents at once (slots of [worker] in your file, else 4)" },
  {
    ...own,
    name: "label",
    hint: "K=V",
    list: true,
    help: "What this machine offers that a story may need (only os and arch); repeatable",
  },
  {
    ...own,
    name: "idle",
    hint: "90s|15m|2h",
    help: "With --queue: exit after being idle for this long (never)",
  },
  { ...own, name: "repo", hint: "URL", list: true, help: "A repository that it works on (any); repeatable" },
];

export const worker = command({
  name: "worker",
  description:
    "Run stories for a run on another machine: baro run --worker ssh:HOST starts this there, or it waits for stories at a queue. It uses this machine's agents and sign-in.",

  examples: [
    "baro run --worker ssh:build-box --worker local",
    "baro worker --stdio --repo https://git.example.com/team/app",
    "baro worker --queue rediss://queue.example.com --slots 2 --label gpu=a100",
  ],
  flags,
  run: async (host, { flags: { stdio, slots, label, repo, idle, ...rest } }) => {
    const { options } = await openSession(host, { ...rest, input: false });
    const idleMs = idle === undefined ? null : readFlag("idle", duration, String(idle));
    if (stdio !== true && options.queue === null) {
      throw new BaroError("usage", "Cannot work: no queue is named", {
        hint: "Name a queue with --queue URL, or start it from where the work is: baro run --worker ssh:HOST",
      });
    }
    const offer = {
      slots: slots === undefined ? options.offer.slots : readFlag("slots", count, String(slots)),
      labels: [...options.offer.labels, ...textsOf(label)],
      repositories: [...options.offer.repositories, ...textsOf(repo)],
    };
    const why =
      stdio === true
        ? await (await import("../../run/worker.ts")).serveConductor(host, options, offer)
        : await (await import("../../run/pool.ts")).serveQueue(host, options, offer, idleMs);
    host.writeErr(`The worker ended: ${why}\n`);
    return 0;
  },
});

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function readFlag(name: string, kind: Kind<number>, text: string): number {
  try {
    return kind.read(text);
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error;
    throw new BaroError("usage", `Cannot use --${name} "${text}": it ${error.message}`);
  }
}
