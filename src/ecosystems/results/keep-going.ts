import { parseTolerantJson, recordOf, textOf } from "../../core/narrow.ts";
import { managerOf, withScriptArguments } from "../npm-installers.ts";

/** What says which program a script is. */
export const scriptsFile = "package.json";

/** Programs that stop at the first package or file that fails, and what makes them go on. */
const switches: readonly [program: RegExp, goOn: string][] = [
  [/\bcargo test\b(?!.*--no-fail-fast)/, " --no-fail-fast"],
  [/\b(?:mvn|mvnw) -B\b(?!.*-fae)/, " -fae"],
  [/\b(?:gradle|gradlew) --console=plain\b(?!.*--continue)/, " --continue"],
  [/\bpython3? -m pytest\b(?!.* (?:--maxfail|--exitfirst|-x)\b)/, " --maxfail=0 --continue-on-collection-errors"],
  [/^make\b(?!.* -k)/, " -k"],
  [/\bbazel(?:isk)?\b.* test\b(?!.*--keep_going)/, " --keep_going"],
  [/\bpnpm(?=(?: run)? (?:-r|--recursive|--filter)\b)(?!.*--(?:no-)?bail)/, " --no-bail"],
];

/** Those that a root's script `test` hands its workspaces to: what they are told at the end of the command. */
const runners: readonly [script: RegExp, goOn: string][] = [
  [/^turbo (?:run )?test\b(?!.*--continue)/, "--continue"],
  [/^lerna run test\b(?!.*--(?:no-)?bail)/, "--no-bail"],
];

/**
 * The command that runs everything although some of it fails; as it is where nobody knows how. `manifest`: the
 * `scriptsFile` beside it, for one that runs a script.
 */
export function keepGoing(command: string, manifest: string | null = null): string {
  return scriptGoingOn(command, manifest) ?? switched(command);
}

function scriptGoingOn(command: string, manifest: string | null): string | null {
  if (manifest === null || !/^(?:CI=true )?(?:npm|pnpm|yarn|bun run) test\b/.test(command)) return null;
  const scripts = recordOf(parseTolerantJson(manifest)?.["scripts"]);
  const script = textOf(scripts["test"]).trim();
  // More than one plain command: what is added to its end would be another one's.
  if (/[;&|<>()`$\\]| -- /.test(script)) return null;
  const goOn = runners.find(([pattern]) => pattern.test(`${script} ${command}`))?.[1];
  if (goOn !== undefined) return withOneMore(command, goOn);
  // What is not run by its name misses what would be run before and after it.
  const isPlain = scripts["pretest"] === undefined && scripts["posttest"] === undefined;
  const anew = isPlain && command === "pnpm test" && script.startsWith("pnpm ") ? switched(script) : script;
  return anew === script ? null : anew;
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
