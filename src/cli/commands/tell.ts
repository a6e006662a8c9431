import { BaroError } from "../../core/error.ts";
import { allRepositories } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { printLines } from "../output.ts";
import { openSession } from "../session.ts";

export const tell = command({
  name: "tell",
  description:
    "Send a message to the agent of a running story, and say when it gets it: at its next turn (openai, acp); others are stopped and continue with it; a story without an agent passes it to the next one.",
  examples: ['baro tell fix-the-login-k3x9 S2 "use the helper in src/date.ts"'],
  words: [
    { name: "run", needed: true, help: "The run", values: "runs" },
    { name: "story", needed: true, help: "The story: S1, S2, …", values: "stories" },
    { name: "text", needed: true, help: "What its agent should know" },
  ],
  manyWords: true,
  flags: [allRepositories],
  run: async (host, { words, flags: { all, ...flags } }) => {
    const { options } = await openSession(host, flags);
    const [run = "", story = "", ...text] = words;
    if (text.join(" ").trim() === "") {
      throw new BaroError("usage", "Cannot tell a story: the message is missing", {
        hint: 'baro tell RUN STORY "TEXT"',
      });
    }
    const { tellStory } = await import("../../run/steer.ts");
    printLines(host, [await tellStory(host, { ...options, all: all === true }, run, story, text.join(" "))]);
    return 0;
  },
});
