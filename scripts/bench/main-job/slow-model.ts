import type { Script } from "../../../src/demo/scripted/script.ts";
import { startScriptedModel } from "../../../src/demo/scripted/server.ts";

/** Milliseconds that an agent needs for a story, as far as its model is concerned. */
export const storyMs = 2000;

/** The documents that the stories write, one each. */
export const documents = ["one", "two", "three", "four"].map((name) => `docs/${name}.md`);

/** A model that plans at once and takes its time over each story: half of it to write, half of it to say so. */
const script: Script = ({ schema, user, turn }) => {
  if (schema !== null) return { text: JSON.stringify({ stories: documents.map(storyOf) }) };
  if (turn > 0) return { delayMs: storyMs / 2, text: "Written." };
  const path = documents.find((one) => user.includes(one)) ?? "README.md";
  const content = `# ${path}\n\nWritten by a scripted agent.\n`;
  return { delayMs: storyMs / 2, calls: [{ name: "write_file", input: { path, content } }] };
};

function storyOf(path: string, index: number) {
  const lists = { reads: [], dependsOn: [], acceptance: [], verify: [] };
  return { id: `S${index + 1}`, title: `Write ${path}`, brief: `Write ${path}.`, writes: [path], ...lists };
}

/** Serves the model on loopback. */
export const startSlowModel = () => startScriptedModel(script);
