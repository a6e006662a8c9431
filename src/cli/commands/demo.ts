import { wordAmong } from "../arguments.ts";
import { command } from "../command.ts";
import { openSession } from "../session.ts";
import { watch } from "../watch/watch.ts";

export const demo = command({
  name: "demo",
  description:
    "Show the whole job on a scratch repository, played by a built-in scripted model: no key, no network. Everything but the model's words is real.",
  examples: ["baro demo focused", "baro demo parallel --json"],
  words: [{ name: "which", needed: false, help: "focused or parallel (focused)", values: ["focused", "parallel"] }],
  run: async (host, { words, flags }) => {
    using session = await openSession(host, flags);
    const { options, person } = session;
    const { runDemo } = await import("../../run/demo.ts");
    const which = wordAmong(words[0] ?? "focused", ["focused", "parallel"], "demo");
    let advice: string | null = null;
    const exitCode = await watch(host, options, async (watcher) => {
      const played = await runDemo({ host, options, person, watcher }, which);
      advice = played.advice;
      return played.end;
    });
    if (advice !== null) host.writeErr(advice);
    return exitCode;
  },
});
