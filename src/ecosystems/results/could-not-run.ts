import { withoutMark } from "../../text/failing-lines.ts";
import { aroundSigns, type Sign } from "./missing-around.ts";
import { partSigns } from "./missing-parts.ts";

/** Why a check could not run, and what a person can do about it. */
export interface NotRun {
  /** The first line of its output that says why. */
  why: string;
  next: string;
}

const install = (name: string) => `install ${name === "" ? "the program" : name}, or put it on the PATH`;
const packagesOr = (name: string) => `install the project's packages, or put ${name} on the PATH`;
const packages = (name: string) => `install the project's packages${name === "" ? "" : `: ${name} is missing`}`;
const fetched = () => "fetch the project's packages while there is a network, then run again";
const named = (name: string) => `name a check that exists${name === "" ? "" : `: there is no ${name}`}`;
const allowed = (name: string) => `make ${name === "" ? "the file" : name} executable, or readable by you`;

/** What shells, launchers and package managers say instead of running anything. The first group names what is missing. */
const signs: readonly Sign[] = [
  // A script that is there, and whose first line names what is not.
  {
    pattern: /^(?:.*: )?(?:line )?\d*:? ?([\w.-]*\/[\w@./+-]+): (?:command )?not found$/,
    next: (name) => `see that ${name} is there, and the program that its first line names`,
  },
  { pattern: /^(?:.*: )?(?:line )?\d*:? ?([\w@./+-]+): (?:command )?not found$/, next: install },
  { pattern: /^.*\bcommand not found: ([\w@./+-]+)/, next: install },
  { pattern: /^(?:\/usr\/bin\/)?env: ['‘"]?([\w@./+-]+?)['’"]?: No such file or directory$/, next: install },
  { pattern: /^make(?:\[\d+\])?: ([\w@./+-]+): (?:No such file or directory|Permission denied)$/, next: install },
  { pattern: /^.*\bspawn ([\w@./+-]+) ENOENT\b/, next: install },
  { pattern: /^(?:.*: )?([\w@./+-]+): (?:Permission denied|cannot open .*: Permission denied)$/, next: allowed },
  { pattern: /^.*: (?:bad interpreter|cannot execute|Exec format error|Permission denied)\b/, next: () => install("") },
  { pattern: /^'([^']+)' is not recognized as an internal or external command/, next: install },
  { pattern: /^.*\bpython[\d.]*: No module named '?([\w.-]+)/, next: packages },
  { pattern: /^error: no such (?:sub)?command: `([^`]+)`/, next: install },
  { pattern: /^bundler: command not found: (\S+)/, next: packages },
  {
    pattern: /^.*\b(?:Could not find (?:gem )?'?([\w-]+).* in (?:any|locally|rubygems)|Bundler::GemNotFound)/,
    next: packages,
  },
  { pattern: /^Could not open input file: (\S+)/, next: packages },
  { pattern: /^Can't locate \S+ in @INC \(you may need to install the (\S+) module\)/, next: packages },
  // What Jest says of its own settings: a preset, an environment, a transform that is not installed.
  {
    pattern:
      /^(?:Preset|Test environment|Module|Watch plugin) ((?![./<])\S+)(?: in the \S+ option)? (?:was not found|cannot be found|not found relative to rootDir)/,
    next: packages,
  },
  { pattern: /^.*\bFailed opening required '([^']*vendor\/[^']*)'/, next: packages },
  {
    pattern: /^.*\b(?:JAVA_HOME (?:is not set|is set to an invalid)|Unable to locate a Java Runtime)/,
    next: () => install("Java"),
  },
  // What npm, pnpm and bun would fetch to run it, and find nowhere.
  {
    pattern:
      /^(?:npm (?:ERR!|error) 404 Not Found - GET|error: GET|.*\bERR_PNPM_FETCH_404\b +GET) https?:\S+\/([^/\s:]+)/,
    next: packages,
  },
  {
    pattern:
      /^Error: (?:Could not find or load main class org\.(gradle|apache\.maven)\.wrapper\.|Unable to access jarfile (\S+))/,
    next: (name) => `see that ${/^\w+(?:\.maven)?$/.test(name) ? "the wrapper's jar file" : name} is there`,
  },
  // Launchers that have nothing of that name to run.
  { pattern: /^make(?:\[\d+\])?: \*\*\* No rule to make target ['`]([^'`]+)'\. {2}Stop\.$/, next: named },
  { pattern: /^make(?:\[\d+\])?: \*\*\* No targets specified and no makefile found/, next: () => named("") },
  { pattern: /^.*\bMissing script: "?([^"\s]+)/i, next: named },
  { pattern: /^error: (?:Script not found|Justfile does not contain recipe) [`"]([^`"]+)[`"]/, next: named },
  { pattern: /^error Command "([^"]+)" not found\.$/, next: named },
  { pattern: /^\*\* \(Mix\) The task "([^"]+)" could not be found/, next: named },
  { pattern: /^Don't know how to build task '([^']+)'/, next: named },
  { pattern: /^.*\bTask '([^']+)' not found in (?:root )?project\b/, next: named },
  { pattern: /^\[ERROR\] No plugin found for prefix '([^']+)'/, next: named },
  {
    pattern: /^\s*(?:Command|There are no commands defined in the) "([^"]+)" (?:is not defined|namespace)\b/,
    next: named,
  },
  { pattern: /^ninja: error: unknown target '([^']+)'/, next: named },
  { pattern: /^(?:task: )?(?:Task "([^"]+)" does not exist|Task not found: (\S+))/, next: named },
  { pattern: /^Usage Error: Couldn't find a script named "([^"]+)"/, next: named },
  { pattern: /^(?:ERROR: unknown environment '([^']+)'|.*\bSessions not found: (\S+))/, next: named },
  // Poetry and uv, which look among the project's packages first.
  { pattern: /^(?:Command not found|error: Failed to spawn): `?([\w.+-]+)`?$/, next: packagesOr },
  { pattern: /^MSBUILD : error MSB1003/, next: () => named("") },
  { pattern: /^.*: (?:\d+: )?cannot open ([^:]+): No such file$/, next: named },
  { pattern: /^.*: can't open file '([^']+)': \[Errno 2\]/, next: named },
  { pattern: /^.*\bError: Cannot find module '(\/[^']+)'$/, next: named },
  { pattern: /^error: could not find `(Cargo\.toml)`/, next: named },
  { pattern: /^.*: error: unrecognized arguments: (-\S+)/, next: (name) => `install the plugin that knows ${name}` },
  { pattern: /^error: linker `([^`]+)` not found/, next: install },
  {
    pattern:
      /^.*\b(?:Could not resolve host|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|dial tcp(?!.*connection refused)|Temporary failure in name resolution|failed to download|Could not transfer artifact|Could not resolve all)\b/,
    next: fetched,
  },
  { pattern: /^.*\bno matching package named `([^`]+)` found/, next: fetched },
  { pattern: /^.*\bmissing go\.sum entry\b|^.*\bno required module provides package (\S+?);?/, next: fetched },
  // Last: in a test's own output these also stand for a file of the project.
  { pattern: /^.*\b(?:ModuleNotFoundError: )?No module named '?([\w.-]+)/, next: packages },
  { pattern: /^.*\bCannot find (?:module|package) ['"]?((?![./])[^'"\s]+)/, next: packages },
  { pattern: /^.*\bcannot load such file -- ((?![./])\S+)/, next: packages },
];

/**
 * Why a command did not run at all, by its exit code and its plain output; `null`: it ran, or nothing tells. Whoever
 * asks knows that no test ran: a program that is missing among tests that do is the tests' matter.
 */
export function couldNotRun(output: string, exitCode: number | null): NotRun | null {
  const lines = output.split("\n").map((line) => line.trim());
  const signed = firstOf([...signs.slice(0, -fromTests), ...machine, ...signs.slice(-fromTests)], lines);
  if (signed !== null) return signed;
  if (exitCode === killed) {
    const why = lines.findLast((line) => /\b(?:killed|sigkill|out of memory)\b/i.test(line));
    return {
      why: why ?? "it was killed (exit code 137), as where memory runs out",
      next: "give it more memory, or let it do less at once",
    };
  }
  if (exitCode !== 126 && exitCode !== 127) return null;
  const why = lines.findLast((line) => line !== "") ?? `it ended with ${exitCode}, and printed nothing`;
  return { why: withoutMark(why), next: exitCode === 126 ? "make the program executable" : install("") };
}

const skipping: readonly Sign[] = [
  { pattern: /^nox > Session \S+ skipped: (?:Python interpreter )?(.+?)(?: not found)?\.?$/, next: install },
  { pattern: /^SKIPPED: +\S+: InterpreterNotFound: (\S+)/, next: install },
  {
    pattern: /^\S+: SKIP \([^)]*\)|^\S+: skipped because could not find python interpreter with spec\(s\): (\S+)/,
    next: install,
  },
];

/** Why a command left out all that it was to run, and ended with success; `null`: it ran some of it, or nothing tells. */
export function skippedAll(output: string): NotRun | null {
  if (/^nox > Session .+ (?:was successful|failed|aborted)|^ +\S+: (?:OK\b|commands succeeded)/m.test(output))
    return null;
  return firstOf(
    skipping,
    output.split("\n").map((line) => line.trim()),
  );
}

/** As above, for a check of which every single test fails: what all of them need and nobody here has is no fault of theirs. */
export function lacksSurroundings(output: string): NotRun | null {
  return firstOf(
    machine,
    output.split("\n").map((line) => line.trim()),
  );
}

function firstOf(all: readonly Sign[], lines: readonly string[]): NotRun | null {
  for (const { pattern, next } of all) {
    for (const line of lines) {
      const match = pattern.exec(line);
      if (match === null) continue;
      const name = match[1] ?? match[2] ?? "";
      const advice = next === install && isOfScript(name, lines) ? packagesOr : next;
      return { why: withoutMark(line), next: advice(name) };
    }
  }
  return null;
}

/** Whether a project's script calls it, as npm, pnpm, Yarn, Bun and Composer print what they run: its packages bring such programs. */
function isOfScript(name: string, lines: readonly string[]): boolean {
  return name !== "" && lines.some((line) => /^[>$] /.test(line) && line.split(/[^\w@./+-]+/).includes(name));
}

/** What a machine lacks, whoever says so. */
const machine: readonly Sign[] = [...aroundSigns, ...partSigns];

/** By SIGKILL: nothing that is run ends so by itself. */
const killed = 137;
/** How many of the signs, at their end, are those that tests print as well. */
const fromTests = 3;
