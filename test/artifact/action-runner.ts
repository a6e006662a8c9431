import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Step {
  name: string;
  id?: string;
  run: string;
  env: Record<string, string>;
}

interface Action {
  inputs: Record<string, { default?: string }>;
  outputs: Record<string, { value: string }>;
  runs: { steps: Step[] };
}

const root = join(import.meta.dir, "..", "..");
const action = Bun.YAML.parse(readFileSync(join(root, "action.yml"), "utf8")) as Action;

/** How a runner ended a use of the action. */
export interface RunnerEnd {
  /** The step that failed; null: none. */
  failed: string | null;
  exitCode: number;
  said: string;
  outputs: Record<string, string>;
  summary: string;
}

/** What the step that uses the action passes to it, in one of our example workflows, for an event. */
export function inputsOf(example: string, context: Record<string, unknown>): Record<string, string> {
  type Workflow = { jobs: Record<string, { steps: { uses: string; with?: Record<string, string> }[] }> };
  const workflow = Bun.YAML.parse(readFileSync(join(root, "examples", "github", example), "utf8")) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const given = steps.find(({ uses }) => uses.startsWith("baro/"))?.with ?? {};
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, filled(text, context)]));
}

/**
 * Runs the action's steps as a runner does: expressions filled into `env` alone, a file for each step's outputs, the rest of
 * the steps left out after one that failed. `env`: the job's own variables.
 */
export async function useAction(
  place: { folder: string; repository: string },
  inputs: Record<string, string>,
  context: Record<string, unknown>,
  env: Record<string, string>,
): Promise<RunnerEnd> {
  const given = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: value = "" }]) => [
      name,
      inputs[name] ?? filled(value, context),
    ]),
  );
  const steps: Record<string, { outputs: Record<string, string> }> = {};
  const summary = join(place.folder, "summary.md");
  writeFileSync(summary, "");
  const end: RunnerEnd = { failed: null, exitCode: 0, said: "", outputs: {}, summary: "" };
  for (const [at, step] of action.runs.steps.entries()) {
    const output = join(place.folder, `output-${at}`);
    writeFileSync(output, "");
    const own = Object.entries(step.env).map(([name, text]) => [
      name,
      filled(text, { ...context, inputs: given, steps }),
    ]);
    const { exitCode, said } = await shell(step.run, place.repository, {
      ...env,
      ...Object.fromEntries(own),
      RUNNER_TEMP: place.folder,
      GITHUB_ACTIONS: "true",
      CI: "true",
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
    });
    end.said += said;
    steps[step.id ?? step.name] = { outputs: parseOutputs(readFileSync(output, "utf8")) };
    if (exitCode === 0) continue;
    Object.assign(end, { failed: step.name, exitCode });
    break;
  }
  const values = Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, { steps })]);
  return { ...end, outputs: Object.fromEntries(values), summary: readFileSync(summary, "utf8") };
}

/** Fills the expressions of a text: paths, `&&`, `||` and quoted words, which is all that the action and its examples use. */
function filled(text: string, context: Record<string, unknown>): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_all, expression: string) => {
    const either = expression.split("||").map((part) => {
      const all = part.split("&&").map((word) => meaningOf(word.trim(), context));
      return all.every(Boolean) ? all.at(-1) : "";
    });
    return String(either.find(Boolean) ?? "");
  });
}

function meaningOf(part: string, context: Record<string, unknown>): unknown {
  if (/^'.*'$/.test(part)) return part.slice(1, -1);
  return part.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], context);
}

/** The file format of GITHUB_OUTPUT: `name=value`, or `name<<END`, lines, `END`. */
function parseOutputs(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const many = /^([\w-]+)<<(.+)$/.exec(lines[at] ?? "");
    if (many !== null) {
      const end = lines.indexOf(many[2] ?? "", at + 1);
      found[many[1] ?? ""] = lines.slice(at + 1, end).join("\n");
      at = end;
      continue;
    }
    const one = /^([\w-]+)=(.*)$/.exec(lines[at] ?? "");
    if (one !== null) found[one[1] ?? ""] = one[2] ?? "";
  }
  return found;
}

async function shell(script: string, cwd: string, env: Record<string, string>) {
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], { cwd, env });
  let said = "";
  child.stdout.on("data", (part) => (said += part));
  child.stderr.on("data", (part) => (said += part));
  const exitCode = await new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? 1)));
  return { exitCode, said };
}

/** A stand-in for `gh` on the PATH that knows whose branch each pull request is. */
export function fakeGh(folder: string, heads: Record<string, string>): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const cases = Object.entries(heads).map(([number, head]) => `repos/acme/shop/pulls/${number}) echo ${head} ;;`);
  writeFileSync(join(bin, "gh"), `#!/bin/sh\ncase "$2" in ${cases.join(" ")} esac\n`);
  chmodSync(join(bin, "gh"), 0o755);
  return bin;
}
