import { isRecord, listOf, parseTolerantJson, recordOf, textOf } from "../../core/narrow.ts";
import { shellWord } from "../../text/quoting.ts";
import { chainOf } from "./chain.ts";

/** What a program that runs tasks would do one after the other, as commands of a shell. */
export interface TaskParts {
  parts: string[];
  /** What is done once before them. */
  around?: string;
}

export type ReadText = (file: string) => string;

export const taskFiles = [
  "composer.json",
  "deno.json",
  "deno.jsonc",
  "justfile",
  "Justfile",
  ".justfile",
  "GNUmakefile",
  "makefile",
  "Makefile",
] as const;

/** The text of the first of these files that has one. */
export function firstText(files: readonly string[], text: ReadText): string {
  return files.map(text).find((one) => one !== "") ?? "";
}

/** The parts of a task that would stop at the first that fails; `null`: it is none, or nobody here can take it apart. */
export function taskParts(command: string, text: ReadText): TaskParts | null {
  return composerParts(command, text) ?? denoParts(command, text) ?? justParts(command, text);
}

function composerParts(command: string, text: ReadText): TaskParts | null {
  const [, name, words = ""] = /^composer (?:run(?:-script)? )?([\w:.-]+)(?: -- (.*))?$/.exec(command) ?? [];
  const manifest = parseTolerantJson(text("composer.json"));
  const scripts = recordOf(manifest?.["scripts"]);
  if (name === undefined || manifest === null || scripts[name] === undefined) return null;
  const parts = composerSteps(name, scripts, 0)?.flatMap((step) => chainOf(step) ?? [step]);
  const last = parts?.at(-1);
  if (parts === undefined || last === undefined) return null;
  if (words !== "") parts[parts.length - 1] = `${last} ${words}`;
  const settings = recordOf(manifest["config"]);
  const vendor = textOf(settings["vendor-dir"]).replace(/\/$/, "") || "vendor";
  const programs = textOf(settings["bin-dir"]).replace(/\/$/, "") || `${vendor}/bin`;
  return { parts, around: `PATH="$PWD"/${shellWord(programs)}:"$PATH"; export PATH` };
}

/** `null`: one of them is a function of PHP, which only composer can call. */
function composerSteps(name: string, scripts: Record<string, unknown>, depth: number): string[] | null {
  const own = scripts[name];
  const steps: string[] = [];
  for (const step of Array.isArray(own) ? own : [own]) {
    const one = textOf(step).trim();
    const [, referred] = /^@([\w:.-]+)$/.exec(one) ?? [];
    if (one === "" || depth > 4 || /^(?:\\?\w+\\)*\w+::\w+$/.test(one)) return null;
    if (referred !== undefined && scripts[referred] !== undefined) {
      const below = composerSteps(referred, scripts, depth + 1);
      if (below === null) return null;
      steps.push(...below);
    } else steps.push(one.replace(/^@putenv /, "export ").replace(/^@(?=php |composer )/, ""));
  }
  return steps.some((step) => step.startsWith("@")) ? null : steps;
}

function denoParts(command: string, text: ReadText): TaskParts | null {
  const name = /^deno task ([\w:.-]+)$/.exec(command)?.[1];
  const task = recordOf((parseTolerantJson(text("deno.json")) ?? parseTolerantJson(text("deno.jsonc")))?.["tasks"])[
    name ?? ""
  ];
  const first = listOf(recordOf(task)["dependencies"]).map((one) => `deno task ${shellWord(textOf(one))}`);
  const own = isRecord(task) ? textOf(task["command"]) : textOf(task);
  const parts = own === "" ? first : [...first, ...(chainOf(own) ?? [own])];
  return parts.length < 2 ? null : { parts, around: 'PATH="$PWD/node_modules/.bin:$PATH"; export PATH' };
}

/** A recipe that waits for others, which are run one after the other. */
function justParts(command: string, text: ReadText): TaskParts | null {
  const name = /^just ([\w-]+)$/.exec(command)?.[1];
  if (name === undefined) return null;
  const file = firstText(["justfile", "Justfile", ".justfile"], text);
  const others =
    new RegExp(`^@?${name}[ \\t]*:(?!=)([ \\t]*[\\w \\t-]+)$`, "m").exec(file)?.[1]?.trim().split(/\s+/) ?? [];
  if (others.length === 0) return null;
  return { parts: [...others.map((other) => `just ${other}`), `just --no-deps ${name}`] };
}

/** Rake itself, told to go on past a task that another one waits for. */
const rakeGoingOn =
  "Rake::Task.prepend(Module.new { def invoke_prerequisites(given, chain); prerequisite_tasks.each { |task| begin; task.invoke(*given.to_a); rescue StandardError, SystemExit => error; $stderr.puts(error.message, error.backtrace.to_a.grep(/[Rr]akefile/).first.to_s.sub(Dir.pwd + '/', '')); $ended ||= error.is_a?(SystemExit) ? error.status : 1; end }; end }); at_exit { exit($ended) if $ended.to_i != 0 }";

/** A task that waits for no other is run as it is: in it nothing changes. */
export function rakeCommand(command: string): string | null {
  const [, launcher, rest = ""] = /^((?:bundle exec )?rake)((?: [\w:[\]-]+)*)$/.exec(command) ?? [];
  return launcher === undefined ? null : `${launcher} -E ${shellWord(rakeGoingOn)}${rest}`;
}
