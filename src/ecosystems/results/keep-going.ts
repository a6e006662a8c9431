import { parseTolerantJson, recordOf, textOf } from "../../core/narrow.ts";
import { shellWord } from "../../text/quoting.ts";
import { managerOf, withScriptArguments } from "../npm-installers.ts";

/** What says which program a script is. */
export const scriptsFile = "package.json";

/** Programs that stop at the first package or file that fails, and what makes them go on. */
const switches: readonly [program: RegExp, goOn: string][] = [
  [/\bcargo test\b(?!.*--no-fail-fast)/, " --no-fail-fast"],
  [/(?:^|[\s/])mvnw?(?=\s|$)(?!.* (?:-fae|-fn|-ff|--fail-\w+)\b)/, " -fae"],
  [/(?:^|[\s/])gradlew?(?=\s|$)(?!.* --continue\b)/, " --continue"],
  [/\bpython3? -m pytest\b(?!.* (?:--maxfail|--exitfirst|-x)\b)/, " --maxfail=0 --continue-on-collection-errors"],
  [/^make\b(?!.* -k)/, " -k"],
  [/\bbazel(?:isk)?\b.* test\b(?!.*--keep_going)/, " --keep_going"],
  [/\bpnpm(?=(?: run)? (?:-r|--recursive|--filter)\b)(?!.*--(?:no-)?bail)/, " --no-bail"],
  [/\b(?:run-s|run-p|npm-run-all)(?=\s|$)(?!.* (?:-c|--continue-on-error)\b)/, " --continue-on-error"],
  [/\bginkgo(?: run)?(?=\s|$)(?!.*--keep-going)/, " --keep-going"],
  [/\brspec(?=\s|$)(?!.*-fail-fast)/, " --no-fail-fast"],
];

/** Those that a root's script `test` hands its workspaces to: what they are told at the end of the command. */
const runners: readonly [script: RegExp, goOn: string][] = [
  [/^turbo (?:run )?test\b(?!.*--continue)/, "--continue"],
  [/^lerna run test\b(?!.*--(?:no-)?bail)/, "--no-bail"],
  [/^(?:run-s|run-p|npm-run-all) (?!.*(?:-c|--continue-on-error)\b)/, "--continue-on-error"],
];

/**
 * The command that runs everything although some of it fails; as it is where nobody knows how. `manifest`: the
 * `scriptsFile` beside it, for one that runs a script.
 */
export function keepGoing(command: string, manifest: string | null = null): string {
  return scriptGoingOn(command, manifest) ?? chainGoingOn(command) ?? switched(command);
}

function scriptGoingOn(command: string, manifest: string | null): string | null {
  if (manifest === null || !/^(?:CI=true )?(?:npm|pnpm|yarn|bun run) test\b/.test(command)) return null;
  const scripts = recordOf(parseTolerantJson(manifest)?.["scripts"]);
  const script = textOf(scripts["test"]).trim();
  // What is not run by its name misses what would be run before and after it.
  const isPlain = scripts["pretest"] === undefined && scripts["posttest"] === undefined;
  if (isPlain && /^(?:CI=true )?(?:npm|pnpm|yarn|bun run) test$/.test(command)) {
    const chain = yarnGoingOn(script) ?? chainGoingOn(script);
    if (chain !== null) return asScript(command, chain);
  }
  // More than one plain command: what is added to its end would be another one's.
  if (/[;&|<>()`$\\]| -- /.test(script)) return null;
  const goOn = runners.find(([pattern]) => pattern.test(`${script} ${command}`))?.[1];
  if (goOn !== undefined) return withOneMore(command, goOn);
  const anew = isPlain && command === "pnpm test" && script.startsWith("pnpm ") ? switched(script) : script;
  return anew === script ? null : anew;
}

/** Yarn 1 stops at the first workspace that fails, and can't be told otherwise. */
function yarnGoingOn(script: string): string | null {
  if (!/^yarn workspaces run test$/.test(script)) return null;
  const names = `$(yarn --silent workspaces info | sed -n 's/^  "\\(.*\\)": {$/\\1/p')`;
  return `ended=0; for each in ${names}; do yarn workspace "$each" run test || ended=$((ended ? ended : $?)); done; exit $ended`;
}

/** A script's text in the surroundings that its package manager gives it: the programs of its packages are on the PATH. */
function asScript(command: string, text: string): string {
  const told = command.startsWith("CI=true ") ? "CI=true " : "";
  if (managerOf(command) === "npm") return `${told}npm exec -c ${shellWord(text)}`;
  return `${told}PATH="$PWD/node_modules/.bin:$PATH" sh -c ${shellWord(text)}`;
}

/** What changes the shell that the rest is run in. */
const changesShell = /^(?:cd|pushd|popd|export|set|unset|source|\.|umask|ulimit|alias|[A-Za-z_]\w*=\S*$)(?:\s|$)/;

/**
 * Commands that are run one after the other as long as each holds: all of them, whatever the one before says. A folder that
 * can't be entered ends it all the same. `null`: it is no such chain.
 */
function chainGoingOn(command: string): string | null {
  // What stands in quotes joins nothing.
  const bare = command.replace(/'[^']*'|"(?:[^"\\]|\\.)*"/g, (quoted) => "_".repeat(quoted.length));
  if (/[;()`\\"'\n]|(?:^|\s)#|\|\||(?<![&>])&(?!&)/.test(bare)) return null;
  const ends = [...bare.matchAll(/&&/g)].map(({ index }) => index);
  const parts = [...ends, command.length].map((end, at) =>
    command.slice(at === 0 ? 0 : (ends[at - 1] ?? 0) + 2, end).trim(),
  );
  if (parts.includes("") || parts.filter((part) => !changesShell.test(part)).length < 2) return null;
  // It ends as the first one that failed, which is how the chain itself ends.
  const steps = parts.map((part) =>
    changesShell.test(part) ? `${part} || exit $?` : `{ ${switched(part)}; } || ended=$((ended ? ended : $?))`,
  );
  return `ended=0; ${steps.join("; ")}; exit $ended`;
}

/** Behind the words that it may have been given. */
function withOneMore(command: string, word: string): string {
  const hasDashes = managerOf(command) === "npm" && / -- /.test(command);
  return hasDashes ? `${command} ${word}` : withScriptArguments(command, [word]);
}

function switched(command: string): string {
  for (const [program, goOn] of switches) {
    const match = program.exec(command);
    if (match !== null)
      return command.slice(0, match.index) + match[0] + goOn + command.slice(match.index + match[0].length);
  }
  return command;
}
