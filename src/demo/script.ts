import { answerQuestion } from "./script-questions.ts";
import { workOnStory } from "./script-story.ts";
import type { Script } from "./scripted/script.ts";

/** A quick model's time for one answer: what runs side by side has something to save. */
const thinkingMs = 150;

/**
 * The scripted model of the demo. It knows one kind of repository, and there it reacts to what it is asked and to what
 * its tools answer; anywhere else it says so and changes nothing.
 */
export const demoScript: Script = (request) => {
  const turn = request.schema === null ? workOnStory(request) : answerQuestion(request);
  return { delayMs: thinkingMs, ...turn };
};
