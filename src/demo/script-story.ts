import { outOfScript } from "./script-questions.ts";
import type { ScriptedCall, ScriptedTurn, ScriptRequest } from "./scripted/script.ts";

/** One example of a module's comments: what a function answers. */
interface Example {
  name: string;
  input: string;
  output: string;
}

/** Works on one story as an agent does: looks, changes and checks, and says how it went. */
export function workOnStory({ user, turn, toolResults }: ScriptRequest): ScriptedTurn {
  const name = /\btest\/(\w+)\.test\.sh\b/.exec(user)?.[1];
  if (name === undefined) return { text: outOfScript };
  const test = `test/${name}.test.sh`;
  const check = run(`sh ${test}`);
  const texts = toolResults.map(({ text }) => text);
  if (turn === 0) {
    return {
      text: `Looking at ${test} and what it is about.`,
      calls: [read(`lib/${name}.sh`), read(test), check],
    };
  }
  const module = texts[0] ?? "";
  const outcome = texts.at(-1) ?? "";
  if (!failed(outcome)) return { text: `${test} passes. (This model is scripted.)` };
  if (turn > mostTries) return { text: `${test} still fails:\n${outcome}` };
  const change = changeFor(test, module, outcome);
  return typeof change === "string" ? { text: change } : { calls: [change, check] };
}

/** Changes after which a test that still fails is given up. */
const mostTries = 4;

const failed = (outcome: string) => outcome.includes("[exit code");

/** What to do about a test that fails; a text when it is nothing that the script can. */
function changeFor(test: string, module: string, outcome: string): ScriptedCall | string {
  const examples = examplesOf(module);
  if (examples.length === 0) return outOfScript;
  const failure = /^FAIL (\w+) '([^']*)': expected '([^']*)', got '([^']*)'$/m.exec(outcome);
  if (failure !== null) return changeForFailure(test, examples, failure);
  return { name: "write_file", input: { path: test, content: testOf(test, examples) } };
}

/** The module's own examples decide which side is wrong. */
function changeForFailure(test: string, examples: readonly Example[], failure: RegExpExecArray): ScriptedCall | string {
  const [, name, input, expected, actual] = failure;
  const stated = examples.some((one) => one.name === name && one.input === input && one.output === actual);
  if (!stated) return `${test} fails, and the module's examples do not say that the expectation is the wrong side.`;
  return {
    name: "edit_file",
    input: {
      path: test,
      old_text: `expect ${name} '${input}' '${expected}'`,
      new_text: `expect ${name} '${input}' '${actual}'`,
    },
  };
}

function examplesOf(module: string): Example[] {
  return [...module.matchAll(/^# +(\w+) '([^']*)' -> '([^']*)'$/gm)].map(([, name = "", input = "", output = ""]) => {
    return { name, input, output };
  });
}

function testOf(test: string, examples: readonly Example[]): string {
  const module = test.replace(/^test\/(\w+)\.test\.sh$/, "lib/$1.sh");
  const checks = examples.map(({ name, input, output }) => `expect ${name} '${input}' '${output}'`);
  return [". ./test/expect.sh", `. ./${module}`, "", ...checks, ""].join("\n");
}

const read = (path: string): ScriptedCall => ({ name: "read_file", input: { path } });
const run = (command: string): ScriptedCall => ({ name: "run_command", input: { command } });
