import type { Script, ScriptedTurn, ScriptRequest } from "../../src/demo/scripted/script.ts";
import { writeCall } from "./tool-calls.ts";

/** The files that a goal of the live lane names; a story writes those that its prompt names. */
const noteFile = /notes\/(\w+)\.md/g;

export function goalFor(names: readonly string[]): string {
  const each = names.map((name) => `add notes/${name}.md that describes lib/${name}.js`);
  return `Document the modules: ${each.join(", ")}`;
}

export function noteText(name: string): string {
  return `This is ${name}.\n`;
}

/** A model that plans one story per file, and writes the files of a story with whatever tools it is offered. */
export function liveScript(ordered: boolean): Script {
  const usage = [
    { input: 1000, cachedInput: 0, output: 20, reasoning: 3 },
    { input: 1500, cachedInput: 100, output: 30, reasoning: 4 },
  ] as const;
  return (request) => ({ usage: usage[Math.min(request.turn, 1)] ?? usage[0], ...turnFor(request, ordered) });
}

function turnFor(request: ScriptRequest, ordered: boolean): ScriptedTurn {
  const names = [...new Set([...request.lastUser.matchAll(noteFile)].flatMap(([, name]) => name ?? []))];
  if (!request.lastUser.includes("## Rules")) return planTurn(request, names, ordered);
  if (request.turn > 0) return { text: "All done." };
  return { text: "I write it.", calls: names.map((name) => writeCall(request, `notes/${name}.md`, noteText(name))) };
}

function planTurn(request: ScriptRequest, names: readonly string[], ordered: boolean): ScriptedTurn {
  const stories = names.map((name, index) => ({
    id: `S${index + 1}`,
    title: `Write the note about ${name}`,
    brief: `Add notes/${name}.md that describes lib/${name}.js.`,
    writes: [`notes/${name}.md`],
    reads: [`lib/${name}.js`],
    dependsOn: ordered && index > 0 ? [`S${index}`] : [],
    acceptance: [`notes/${name}.md says what it is`],
    verify: [],
    weight: "light",
  }));
  // Where the answer's shape is kept by a tool, the answer is a call of it.
  const tool = request.tools.find((name) => name === "StructuredOutput");
  if (tool !== undefined && request.turn === 0) return { calls: [{ name: tool, input: { stories } }] };
  return { text: JSON.stringify({ stories }) };
}
