/** A program that stops at the first failure where it is told so, and how that is taken back. */
interface Stopping {
  program: RegExp;
  /** Words of the command that stop it. */
  words?: RegExp;
  /** Files that may stop it, and what in them does; the first group of the pattern, where there is one, is what it is called. */
  settings?: readonly [files: readonly string[], pattern: RegExp];
  /** Words at the end that overrule all of that; without any, settings can't be overruled. */
  goOn?: string;
}

const scripts = ["js", "cjs", "mjs", "ts", "cts", "mts"] as const;
const anyOf = (...stems: string[]) => stems.flatMap((stem) => scripts.map((ending) => `${stem}.${ending}`));
const named = (names: string) => new RegExp(`(?:^|[\\s/])(?:${names})(?=\\s|$)`);

/** `bail: 1` in whatever form of settings, not `bail: 0`. */
const isSet = (names: string) => new RegExp(`["']?\\b(${names})["']?\\s*[:=]\\s*["']?(?:true|yes|on|[1-9]\\d*)\\b`);
const jasmineSettings = ["spec/support/jasmine.json", ...anyOf("spec/support/jasmine")] as const;
const phpunitFiles = ["phpunit.xml", "phpunit.dist.xml", "phpunit.xml.dist"] as const;

const stopping: readonly Stopping[] = [
  {
    program: named("jest|jest\\.js|react-scripts test"),
    words: / (?:--bail(?:=\d+| \d+)?|-b)(?= |$)/g,
    settings: [["package.json", "jest.config.json", ...anyOf("jest.config")], isSet("bail")],
    goOn: "--bail=0",
  },
  {
    program: named("vitest"),
    words: / --bail(?:=\d+| \d+)?(?= |$)/g,
    settings: [anyOf("vitest.config", "vite.config", "vitest.workspace"), isSet("bail")],
    goOn: "--bail=0",
  },
  {
    program: named("mocha"),
    words: / (?:--bail|-b)(?= |$)/g,
    settings: [
      ["package.json", ".mocharc.json", ".mocharc.jsonc", ".mocharc.yml", ".mocharc.yaml", ...anyOf(".mocharc")],
      isSet("bail"),
    ],
    goOn: "--no-bail",
  },
  { program: named("uvu"), words: / (?:--bail|-b)(?= |$)/g },
  {
    program: named("ava"),
    words: / --fail-fast(?= |$)/g,
    settings: [["package.json", ...anyOf("ava.config")], isSet("failFast")],
    goOn: "--no-fail-fast",
  },
  {
    program: named("tap"),
    words: / (?:--bail|-b)(?= |$)/g,
    settings: [["package.json", ".taprc"], isSet("bail")],
    goOn: "--no-bail",
  },
  {
    program: named("playwright test"),
    words: / (?:--max-failures[= ]\d+|-x)(?= |$)/g,
    settings: [anyOf("playwright.config"), isSet("maxFailures")],
    goOn: "--max-failures=0",
  },
  {
    program: named("jasmine"),
    words: / --(?:fail-fast|stop-on-failure)=true(?= |$)/g,
    settings: [jasmineSettings, isSet("failFast|stopOnSpecFailure|stop_spec_on_expectation_failure")],
    goOn: "--fail-fast=false",
  },
  { program: named("karma"), settings: [anyOf("karma.conf"), isSet("stopOnSpecFailure|failFast|bail")] },
  {
    program: named("cucumber-js|cucumber"),
    words: / --fail-fast(?= |$)/g,
    settings: [["cucumber.json", "cucumber.yml", "cucumber.yaml", ...anyOf("cucumber")], isSet("failFast|fail-fast")],
  },
  { program: named("bun test"), words: / --bail(?:=\d+)?(?= |$)/g },
  { program: named("deno test"), words: / --fail-fast(?:=\d+)?(?= |$)/g },
  {
    program: named("pytest|py\\.test"),
    words: / (?:-x|--exitfirst|--maxfail[= ]\d+|--sw|--stepwise)(?= |$)/g,
  },
  { program: named("unittest|manage\\.py test|runtests\\.py"), words: / (?:-f|--failfast)(?= |$)/g },
  {
    program: named("nose2"),
    words: / (?:-F|--fail-fast)(?= |$)/g,
    settings: [["unittest.cfg", "nose2.cfg"], /\[failfast\][^[]*\b(always-on)\s*[=:]\s*(?:true|yes|on|1)\b/i],
  },
  {
    program: named("busted"),
    words: / --no-keep-going(?= |$)/g,
    settings: [[".busted"], /\[?["']?(keep-going)["']?\]?\s*=\s*false\b/],
    goOn: "--keep-going",
  },
  {
    program: named("nox"),
    words: / (?:-x|--stop-on-first-error)(?= |$)/g,
    settings: [["noxfile.py"], isSet("stop_on_first_error")],
    goOn: "--no-stop-on-first-error",
  },
  { program: named("behave"), words: / --stop(?= |$)/g, settings: [["behave.ini", ".behaverc"], isSet("stop")] },
  { program: named("robot|pabot"), words: / (?:--exitonfailure|-X)(?= |$)/gi },
  { program: named("go test|gotestsum.*"), words: / --?failfast(?:=true)?(?= |$)/g },
  { program: named("rspec"), words: / --fail-fast(?:=\d+)?(?= |$)/g },
  { program: named("bin/rails test|rails test|rake test"), words: / (?:-f|--fail-fast)(?= |$)/g },
  {
    program: named("phpunit|paratest"),
    words: / --stop-on-\w+(?= |$)/g,
    settings: [phpunitFiles, /\b(stopOn(?:Defect|Error|Failure|Warning))="true"/],
  },
  {
    program: named("pest"),
    words: / (?:--bail|--stop-on-\w+)(?= |$)/g,
    settings: [phpunitFiles, /\b(stopOn(?:Defect|Error|Failure|Warning))="true"/],
  },
  { program: named("codecept"), words: / (?:--fail-fast(?:=\d+)?|-f)(?= |$)/g },
  {
    program: named("phpspec"),
    words: / --stop-on-failure(?= |$)/g,
    settings: [["phpspec.yml", "phpspec.yml.dist"], isSet("stop_on_failure")],
  },
  { program: named("behat"), words: / --stop-on-failure(?= |$)/g },
  { program: named("ctest"), words: / --stop-on-failure(?= |$)/g },
  { program: named("meson test"), words: / --maxfail[= ]\d+(?= |$)/g },
  { program: named("bats"), words: / --abort(?= |$)/g },
  { program: named("mix test"), words: / --max-failures[= ]\d+(?= |$)/g },
  { program: named("dart test|flutter test"), words: / --fail-fast(?= |$)/g },
  {
    program: named("gradlew?"),
    words: / --fail-fast(?= |$)/g,
    settings: [["build.gradle", "build.gradle.kts"], isSet("failFast")],
  },
  {
    program: named("mvnw?"),
    words: / (?:-ff|--fail-fast)(?= |$)/g,
    settings: [["pom.xml"], /<(skipAfterFailureCount)>\s*[1-9]/],
  },
  { program: named("dotnet test"), settings: [["xunit.runner.json"], isSet("stopOnFail")] },
  {
    program: named("pre-commit"),
    words: / --fail-fast(?= |$)/g,
    settings: [[".pre-commit-config.yaml"], isSet("fail_fast")],
  },
];

/** The files that say whether a program stops at the first failure. */
export const stoppingFiles = [...new Set(stopping.flatMap(({ settings }) => settings?.[0] ?? []))];

/** Words by which programs are told to stop, of whichever nobody here knows how to take them back. */
const anyWord =
  / (--bail(?!=0)|--fail-?fast(?!=(?:false|0)\b)|--exitfirst|--(?:stop|exit|halt)-on-[\w-]+|--abort(?:x|-after)?|--gtest_fail_fast|--max-fail(?:s|ures)?|--fail-limit|--exitonfailure|--kill-others-on-fail)(?=[ =]|$)|\|\| (exit)\b|\bset -[a-z]*(e)[a-z]*\b/;

/** Programs that stop at the first package or file that fails of themselves, and what makes them go on. */
const switches: readonly [program: RegExp, goOn: string][] = [
  [/\bcargo test\b(?!.*--no-fail-fast)/, " --no-fail-fast"],
  [/\bcargo nextest (?:run|r)\b(?!.*--no-fail-fast)/, " --no-fail-fast"],
  [/(?:^|[\s/])mvnw?(?=\s|$)(?!.* (?:-fae|-fn|--fail-(?:at-end|never))\b)/, " -fae"],
  [/(?:^|[\s/])gradlew?(?=\s|$)(?!.* --continue\b)/, " --continue"],
  // Behind what its settings say.
  [/(?:^|[\s/])(?:pytest|py\.test)(?=\s|$)/, " --maxfail=0 --continue-on-collection-errors"],
  [/^make\b(?!.* -k)/, " -k"],
  [/(?:^|[\s/])ninja(?=\s|$)(?!.* -k)/, " -k 0"],
  [/\bbazel(?:isk)?\b.* test\b(?!.*--keep_going)/, " --keep_going"],
  [/\bpnpm(?=(?: run)? (?:-r|--recursive|--filter)\b)(?!.*--(?:no-)?bail)/, " --no-bail"],
  [/\b(?:run-s|run-p|npm-run-all2?)(?=\s|$)(?!.* (?:-c|--continue-on-error)\b)/, " --continue-on-error"],
  [/\bginkgo(?: run)?(?=\s|$)(?!.*--keep-going)/, " --keep-going"],
  [/\brspec(?=\s|$)(?!.*--no-fail-fast)/, " --no-fail-fast"],
];

/** A command of one program that runs everything although some of it fails, and what stops it all the same. */
export function programGoingOn(command: string, text: (file: string) => string): { command: string; stops: string[] } {
  const stops: string[] = [];
  if (/^(?:\S+ )?(?:install|add|ci|i) /.test(command)) return { command, stops };
  let changed = command;
  for (const row of stopping.filter(({ program }) => program.test(command))) {
    const without = row.words === undefined ? changed : changed.replace(row.words, "");
    const setting = settingOf(row, text);
    const isStopped = without !== changed || setting !== null;
    changed = isStopped && row.goOn !== undefined ? withWord(without, row.goOn) : without;
    if (setting !== null && row.goOn === undefined) stops.push(setting);
  }
  changed = switched(changed);
  const word = anyWord.exec(changed);
  if (word !== null) stops.push(`\`${(word[1] ?? word[0]).trim()}\``);
  return { command: changed, stops };
}

function settingOf({ settings, program }: Stopping, text: (file: string) => string): string | null {
  for (const file of settings?.[0] ?? []) {
    const found = settings?.[1].exec(ownPart(file, text(file), program));
    if (found != null) return `\`${(found[1] ?? found[0]).trim()}\` in ${file}`;
  }
  return null;
}

/** Of a manifest that has settings of many programs, those of this one. */
function ownPart(file: string, text: string, program: RegExp): string {
  if (file !== "package.json") return withoutComments(text);
  const name = ["jest", "mocha", "ava", "tap"].find((one) => program.test(one));
  const start = name === undefined ? -1 : text.search(new RegExp(`"${name}"\\s*:\\s*\\{`));
  return start === -1
    ? ""
    : text.slice(start, start + 4000).replace(/"(?:scripts|dependencies|devDependencies)"\s*:[\s\S]*$/, "");
}

function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?-->|^\s*(?:\/\/|#|;).*$/gm, "");
}

/** At the end of a command, before what its output is led to and before words that are no options. */
function withWord(command: string, word: string): string {
  const bare = command.replace(/'[^']*'|"(?:[^"\\]|\\.)*"/g, (quoted) => "_".repeat(quoted.length));
  const at = bare.search(/ (?:\d?>|<|\||--(?: |$))/);
  return at === -1 ? `${command} ${word}` : `${command.slice(0, at)} ${word}${command.slice(at)}`;
}

function switched(command: string): string {
  let changed = command;
  for (const [program, goOn] of switches) {
    const match = program.exec(changed);
    if (match === null) continue;
    const end = match.index + match[0].length;
    changed = changed.slice(0, end) + goOn + changed.slice(end);
  }
  return changed;
}
