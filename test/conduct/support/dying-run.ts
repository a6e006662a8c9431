// A run in a process of its own that is killed at an event: `dying-run.ts ROOT FOLDER STORIES DEATH WRITTEN`, one event
// a line on stdout up to there. What it had begun, down to its git processes, ends with it.
import { writeSync } from "node:fs";
import type { Story } from "../../../src/core/story.ts";
import { conductIn } from "./conduct-in.ts";
import { storyWriter } from "./fake-agent.ts";

const [root = "", folder = "", stories = "", death = "", written = ""] = process.argv.slice(2);
let heard = 0;
await conductIn({
  root,
  folder,
  stories: JSON.parse(stories) as Story[],
  agent: storyWriter(),
  options: {
    emit: (event) => {
      const isLast = heard++ === Number(death);
      if (!isLast || written === "true") writeSync(1, `${JSON.stringify(event)}\n`);
      if (isLast) process.kill(0, "SIGKILL");
      return Promise.resolve();
    },
  },
});
