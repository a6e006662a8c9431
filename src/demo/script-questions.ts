import type { Mode } from "../core/mode.ts";
import type { Story } from "../core/story.ts";
import type { ScriptedTurn, ScriptRequest } from "./scripted/script.ts";

/** Said instead of an answer, where the script has none. */
export const outOfScript = "This model is scripted: it knows the repository that `baro demo` makes, and no other.";

/** Answers intake's and the planner's questions, told apart by the answer's shape. */
export function answerQuestion({ schema, lastUser }: ScriptRequest): ScriptedTurn {
  const shape = JSON.stringify(schema);
  const modules = namedModules(lastUser);
  if (shape.includes('"stories"') && modules.length > 0) {
    return { text: JSON.stringify({ stories: modules.map(testStory) }) };
  }
  if (shape.includes('"mode"')) return { text: JSON.stringify(decision(modules.length)) };
  return { text: outOfScript };
}

/** The modules that the goal names; what is said of the repository after it names them all. */
function namedModules(prompt: string): string[] {
  const goal = prompt.split("\nThe repository:")[0] ?? "";
  return [...new Set([...goal.matchAll(/\blib\/(\w+)\.sh\b/g)].flatMap(([, name]) => name ?? []))];
}

function testStory(name: string, index: number): Story {
  return {
    id: `S${index + 1}`,
    title: `Test the functions of lib/${name}.sh`,
    brief: `Write test/${name}.test.sh, with a check for every example in the comments of lib/${name}.sh. The tests that exist show how.`,
    writes: [`test/${name}.test.sh`],
    reads: [`lib/${name}.sh`, "test/expect.sh"],
    dependsOn: [],
    acceptance: [`Every example in lib/${name}.sh is checked`],
    verify: [`sh test/${name}.test.sh`],
    weight: "light",
  };
}

function decision(modules: number) {
  const mode: Mode = modules > 1 ? "parallel" : "focused";
  const reason =
    mode === "parallel" ? `The goal names ${modules} modules that have nothing to do with each other` : "One surface";
  return { mode, confidence: 0.9, reason, clear: true, question: null };
}
