import { parseTolerantJson, recordOf, textOf } from "../../core/narrow.ts";
import { shellWord } from "../../text/quoting.ts";
import type { PackageManager } from "../ecosystem.ts";
import { managerOf, withScriptArguments } from "../npm-installers.ts";

/** What says which program a script is. */
export const scriptsFile = "package.json";

/** A command that runs a script of a package. */
export interface ScriptCall {
  name: string;
  manager: PackageManager;
  /** What stands before the manager's name. */
  told: string;
  /** What the script is given. */
  words: string;
  /** What is run in its place: before it, it, after it. */
  scripts: { text: string; isOwn: boolean }[];
}

const call =
  /^(CI=true )?(npm|pnpm|yarn|bun)(?: --silent| -s)?(?: run(?:-script)?)?(?: --silent| -s)? ([\w:.@/-]+)(?: (?:-- )?(.*))?$/;

/** The script that a command runs, where the manifest has it. `bun test` runs none. */
export function scriptCall(command: string, manifest: string): ScriptCall | null {
  const [, told = "", program = "", name = "", words = ""] = call.exec(command) ?? [];
  if (name === "" || command.includes("bun test")) return null;
  const scripts = recordOf(parseTolerantJson(manifest)?.["scripts"]);
  const at = (one: string) => textOf(scripts[one]).trim();
  if (at(name) === "") return null;
  const all = [`pre${name}`, name, `post${name}`].map((one) => ({ text: at(one), isOwn: one === name }));
  return { name, manager: managerOf(program), told, words, scripts: all.filter(({ text }) => text !== "") };
}

/** The scripts that `run-s` and its like would run, by their names and patterns; `null`: they are told more. */
export function listedScripts(script: string, manager: PackageManager, manifest: string): string[] | null {
  const names = /^(?:run-s|run-p|npm-run-all2?)((?: [\w:*@/-]+)+)$/.exec(script)?.[1]?.trim().split(/\s+/);
  if (names === undefined || names.some((name) => name.startsWith("-"))) return null;
  const known = Object.keys(recordOf(parseTolerantJson(manifest)?.["scripts"]));
  const found = names.flatMap((name) => {
    const pattern = name.replace(/\*+/g, (stars) => (stars.length > 1 ? ".+" : "[^:]+"));
    return known.filter((one) => new RegExp(`^${pattern}$`).test(one));
  });
  return found.length < 2 ? null : found.map((name) => `${manager} run ${name}`);
}

/** A script's text in the surroundings that its package manager gives it: the programs of its packages are on the PATH. */
export function asScript({ told, manager }: Pick<ScriptCall, "told" | "manager">, text: string): string {
  if (manager === "npm") return `${told}npm exec -c ${shellWord(text)}`;
  return `${told}PATH="$PWD/node_modules/.bin:$PATH" sh -c ${shellWord(text)}`;
}

/** Those that a root's script hands its workspaces to: what they are told at the end of the command. */
const runners: readonly [script: RegExp, goOn: string][] = [
  [/^turbo (?:run )?test\b(?!.*--continue)/, "--continue"],
  [/^lerna run test\b(?!.*--(?:no-)?bail)/, "--no-bail"],
  [/^(?:run-s|run-p|npm-run-all2?) (?!.*(?:-c|--continue-on-error)\b)/, "--continue-on-error"],
];

/** The command with the word that its script's one program goes on by, behind those that it may have been given. */
export function withGoOn(command: string, script: string): string | null {
  // More than one plain command: what is added to its end would be another one's.
  if (/[;&|<>()`$\\]| -- /.test(script)) return null;
  const word = runners.find(([pattern]) => pattern.test(`${script} ${command}`))?.[1];
  if (word === undefined) return null;
  const hasDashes = managerOf(command) === "npm" && / -- /.test(command);
  return hasDashes ? `${command} ${word}` : withScriptArguments(command, [word]);
}

/** Yarn 1 stops at the first workspace that fails, and can't be told otherwise. */
export function yarnGoingOn(script: string): string | null {
  if (!/^yarn workspaces run test$/.test(script)) return null;
  const names = `$(yarn --silent workspaces info | sed -n 's/^  "\\(.*\\)": {$/\\1/p')`;
  return `ended=0; for each in ${names}; do yarn workspace "$each" run test || ended=$((ended ? ended : $?)); done; exit $ended`;
}
