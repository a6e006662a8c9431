import { BaroError } from "../../core/error.ts";
import { type Flag, ownSwitch } from "../../settings/flags.ts";
import { count, ValueProblem } from "../../settings/kinds.ts";
import { command } from "../command.ts";
import { openSession } from "../session.ts";

const own = { hint: null, negative: false, group: "common" } as const;

const flags: Flag[] = [
  ownSwitch("stdio", "Serve the conductor that started this process, over stdin and stdout"),
  { ...own, name: "slots", hint: "N", help: "The most agents at once (slots of [worker] in your file, else 4)" },
  {
    ...own,
    name: "label",
    hint: "K=V",
    list: true,
    help: "What this machine has that a story may need (none beside os and arch); repeatable",
  },
  { ...own, name: "repo", hint: "URL", list: true, help: "A repository that it works on (any); repeatable" },
];

export const worker = command({
  name: "worker",
  description:
    "Run stories for a conductor on another machine: what baro run --worker ssh:HOST starts there. It uses its own agents' sign-in, and ends with its conductor.",
  examples: [
    "baro run --worker ssh:build-box --worker local",
    "baro worker --stdio --repo https://git.example.com/team/app",
  ],
  flags,
  run: async (host, { flags: { stdio, slots, label, repo, ...rest } }) => {
    if (stdio !== true) {
      throw new BaroError("usage", "Cannot work: nobody is named to work for", {
        hint: "Start it from where the work is: baro run --worker ssh:HOST",
      });
    }
    const { options } = await openSession(host, { ...rest, input: false });
    const offer = {
      slots: slots === undefined ? options.offer.slots : slotsOf(String(slots)),
      labels: [...options.offer.labels, ...textsOf(label)],
      repositories: [...options.offer.repositories, ...textsOf(repo)],
    };
    const { serveConductor } = await import("../../run/worker.ts");
    const why = await serveConductor(host, options, offer);
    host.writeErr(`The worker ended: ${why}\n`);
    return 0;
  },
});

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function slotsOf(text: string): number {
  try {
    return count.read(text);
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error;
    throw new BaroError("usage", `Cannot use --slots "${text}": it ${error.message}`);
  }
}
