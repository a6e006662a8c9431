import { answerQuestion, outOfScript } from "./script-questions.ts";
import type { Script, ScriptedCall, ScriptedTurn, ScriptRequest } from "./scripted/script.ts";

/** One example of a module's comments: what a function answers. */
interface Example {
  name: string;
  input: string;
  output: string;
}

/** A module that the story is about, with its test. */
interface Subject {
  module: string;
  test: string;
}

/** Answers after which a test that still fails is given up. */
const mostTurns = 5;

/** Works on one story as an agent does: looks, changes and checks, and says how it went. */
function workOnStory({ user, turn, toolResults }: ScriptRequest): ScriptedTurn {
  const subjects = subjectsOf(user);
  if (subjects.length === 0) return { text: outOfScript };
  const checks = subjects.map(({ test }) => call("run_command", { command: `sh ${test}` }));
  const tests = subjects.map(({ test }) => test).join(", ");
  if (turn === 0) {
    const reads = subjects.map(({ module }) => call("read_file", { path: module }));
    return { text: `Looking at ${tests} and what it is about.`, calls: [...reads, ...checks] };
  }
  // Every answer but the last ends with the same checks, in the order of the subjects.
  const outcomes = toolResults.slice(-subjects.length).map(({ text }) => text);
  const changes = subjects.flatMap((subject, index) => {
    const outcome = outcomes[index] ?? "";
    return failed(outcome) ? [changeFor(subject, toolResults[index]?.text ?? "", outcome)] : [];
  });
  if (changes.length === 0) return { text: `Passing: ${tests}. (This model is scripted.)` };
  const stuck = changes.find((change) => typeof change === "string");
  if (stuck !== undefined) return { text: stuck };
  if (turn >= mostTurns) return { text: `Still failing:\n${outcomes.join("\n")}` };
  return { calls: [...changes.filter((change) => typeof change !== "string"), ...checks] };
}

function subjectsOf(prompt: string): Subject[] {
  const names = [...prompt.matchAll(/\b(?:test\/(\w+)\.test|lib\/(\w+))\.sh\b/g)].map(([, test, lib]) => test ?? lib);
  return [...new Set(names)].map((name) => ({ module: `lib/${name}.sh`, test: `test/${name}.test.sh` }));
}

const failed = (outcome: string) => outcome.includes("[exit code");

/** What to do about a test that fails; a text when it is nothing that the script can. */
function changeFor({ module, test }: Subject, source: string, outcome: string): ScriptedCall | string {
  const examples = examplesOf(source);
  if (examples.length === 0) return outOfScript;
  const failure = /^FAIL (\w+) '([^']*)': expected '([^']*)', got '([^']*)'$/m.exec(outcome);
  if (failure === null) return call("write_file", { path: test, content: testOf(module, examples) });
  const [, name, input, expected, actual] = failure;
  // The module's own examples decide which side is wrong.
  const stated = examples.some((one) => one.name === name && one.input === input && one.output === actual);
  if (!stated) return `${test} fails, and the module's examples do not say that the expectation is the wrong side.`;
  return call("edit_file", {
    path: test,
    old_text: `expect ${name} '${input}' '${expected}'`,
    new_text: `expect ${name} '${input}' '${actual}'`,
  });
}

function examplesOf(source: string): Example[] {
  return [...source.matchAll(/^# +(\w+) '([^']*)' -> '([^']*)'$/gm)].map(([, name = "", input = "", output = ""]) => {
    return { name, input, output };
  });
}

function testOf(module: string, examples: readonly Example[]): string {
  const checks = examples.map(({ name, input, output }) => `expect ${name} '${input}' '${output}'`);
  return [". ./test/expect.sh", `. ./${module}`, "", ...checks, ""].join("\n");
}

const call = (name: string, input: unknown): ScriptedCall => ({ name, input });

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

/** A model's usual time for an answer, and between the pieces of it: what a person can follow. */
const watchedMs = { delayMs: 1700, pieceMs: 25 };

/** The same at the pace of a model that somebody watches. */
export const watchedDemoScript: Script = async (request) => ({ ...(await demoScript(request)), ...watchedMs });
