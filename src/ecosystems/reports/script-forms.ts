import { parseTolerantJson, recordOf, textOf } from "../../core/narrow.ts";
import { shellWord } from "../../text/quoting.ts";
import { withScriptArguments } from "../npm-installers.ts";
import type { Project } from "../project.ts";
import { bunTest, denoTest } from "../results/javascript.ts";
import { tap } from "../results/tap.ts";
import { jestJson, mochaJson, vitestJson } from "./json-reports.ts";
import { junitReport } from "./junit.ts";
import type { MakeForm, ReportForm } from "./report-form.ts";

/** A test program that a script may plainly be: what is added to its arguments, and how its report is read. */
interface ScriptRunner extends Pick<ReportForm, "read" | "alone"> {
  /** The whole script, without what stands before the program. */
  script: RegExp;
  /** What the script says itself of reports: it has its reasons. */
  unless?: RegExp;
  words(file: string): string[];
  isNewEnough?(project: Project): boolean;
}

const bun: ScriptRunner = {
  script: /^bun test(?: |$)/,
  unless: /--reporter/,
  words: (file) => ["--reporter=junit", `--reporter-outfile=${file}`],
  read: (xml, output) => {
    const report = junitReport(xml, (one) => `${one.of("file")}: ${titlesOf(one.of("classname"), one.of("name"))}`);
    // A file that does not load is in its output alone.
    const unloaded = (bunTest(output)?.failing ?? []).filter((name) => name.endsWith(": does not load"));
    return report === null ? null : { ...report, failing: [...report.failing, ...unloaded] };
  },
};

const deno: ScriptRunner = {
  script: /^deno test(?: |$)/,
  unless: /--(?:junit-path|reporter|no-run)/,
  words: (file) => [`--junit-path=${file}`],
  read: (xml, output) => {
    const report = junitReport(xml, (one) => `${one.of("classname")}: ${one.of("name")}`);
    const unloaded = (denoTest(output)?.failing ?? []).filter((name) => name.endsWith(": does not load"));
    return report === null ? null : { ...report, failing: [...report.failing, ...unloaded] };
  },
};

const runners: readonly ScriptRunner[] = [
  bun,
  deno,
  {
    script: /^vitest(?: (?:run|--?\S.*))?$|^vitest run /,
    unless: /--(?:reporter|outputFile|watch|ui|typecheck)|(?:^| )-[wu](?: |$)/,
    words: (file) => ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    read: vitestJson,
  },
  {
    script: /^(?:node (?:--[\w-]+(?:=\S+)? )*(?:\.\/)?node_modules\/(?:\.bin\/jest|jest\/bin\/jest\.js)|jest)(?: |$)/,
    unless: /--(?:json|outputFile|watch|listTests|showConfig|testResultsProcessor)/,
    words: (file) => ["--json", `--outputFile=${file}`],
    read: jestJson,
  },
  {
    // Behind the name of a file all else would be that test's own.
    script: /^node (?:(?:--import|--require|-r) \S+ |--[\w-]+(?:=\S+)? )*--test(?: --[\w-]+(?:=\S+)?)*$/,
    unless: /--(?:test-reporter|watch)/,
    words: (file) => [
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      "--test-reporter=tap",
      `--test-reporter-destination=${file}`,
    ],
    read: (report) => tap(report),
  },
  {
    script: /^mocha(?: |$)/,
    unless: /(?:^| )(?:-R|-O|-w|--reporter|--reporter-options?|--watch|--dry-run)\b/,
    words: (file) => ["--reporter", "json", "--reporter-option", `output=${file}`],
    read: mochaJson,
    alone: true,
    // An older one would print its report among all else.
    isNewEnough: (project) => majorOf(project, "mocha") >= 10,
  },
];

function titlesOf(...titles: string[]): string {
  return titles.filter((title) => title !== "").join(" > ");
}

/** The report of a script `test` of a package that is plainly one test program, or of Bun's own command. */
export const npmReport: MakeForm = (command, project) => {
  if (command === "bun test") return plainForm(command, bun);
  if (!/^(?:CI=true )?(?:npm|pnpm|yarn|bun run) test$/.test(command)) return null;
  const script = textOf(recordOf(parseTolerantJson(project.text("package.json"))?.["scripts"])["test"]);
  const runner = runnerOf(script, project);
  return runner === null ? null : { ...runner, command: (file) => withScriptArguments(command, runner.words(file)) };
};

/** As `npmReport`, of Deno's own command or of its task `test`. `script`: what that task is. */
export function denoReport(command: string, script: string | null, project: Project): ReportForm | null {
  if (command === "deno test --allow-all") return plainForm(command, deno);
  const runner = command === "deno task test" && script !== null ? runnerOf(script, project) : null;
  return runner === deno ? plainForm(command, deno) : null;
}

function plainForm(command: string, runner: ScriptRunner): ReportForm {
  return { ...runner, command: (file) => [command, ...runner.words(file).map(shellWord)].join(" ") };
}

/** More than one plain command, or dashes of its own: what is added to its end might be another one's. */
const notPlain = /[;&|<>()`$\\\n]|(?:^| )--(?: |$)/;

function runnerOf(script: string, project: Project): ScriptRunner | null {
  const bare = script.trim().replace(/^(?:(?:cross-env|npx|bunx|[A-Za-z_]\w*=[\w.,:/@-]*) +)+/, "");
  if (notPlain.test(bare)) return null;
  const runner = runners.find((one) => one.script.test(bare));
  if (runner === undefined || runner.unless?.test(bare) === true) return null;
  return runner.isNewEnough?.(project) === false ? null : runner;
}

function majorOf(project: Project, name: string): number {
  const { dependencies, devDependencies } = parseTolerantJson(project.text("package.json")) ?? {};
  const range = textOf(recordOf(devDependencies)[name]) || textOf(recordOf(dependencies)[name]);
  return Number(/^[~^]?(\d+)(?:\.|$)/.exec(range)?.[1] ?? 0);
}
