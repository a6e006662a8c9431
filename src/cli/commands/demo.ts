import { everywhere, flagsOf } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { openSession } from "../session.ts";
import { watch } from "../watch/watch.ts";
import { wordAmong } from "../words.ts";

export const demo = command({
  name: "demo",
  description:
    "Show the whole job on a scratch repository, played by a built-in scripted model: no key, no network. Everything but the model's words is real.",
  examples: ["baro demo focused", "baro demo parallel --json"],
  args: {
    which: { type: "positional", required: false, description: "focused or parallel (focused)" },
    ...flagsOf("json", "keep", "parallel", ...everywhere),
  },
  run: async (host, args) => {
    const { options } = await openSession(host, { ...args, input: false });
    const { runDemo } = await import("../../run/demo.ts");
    const which = wordAmong(args.which ?? "focused", ["focused", "parallel"], "demo");
    return await watch(host, options, (watcher) => runDemo({ host, options, watcher }, which));
  },
});
