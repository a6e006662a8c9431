import { allOf, chainOf, endsWithOther, listOfCommands, withoutQuoted } from "./chain.ts";
import { sessionFiles } from "./named-commands.ts";
import { programGoingOn, stoppingFiles } from "./programs.ts";
import {
  asScript,
  listedScripts,
  type ScriptCall,
  scriptCall,
  scriptsFile,
  withGoOn,
  yarnGoingOn,
} from "./script-parts.ts";
import { shellScript, stopsAtFirst, tellingItsEnd } from "./shell-scripts.ts";
import { type ReadText, rakeCommand, taskFiles, taskParts } from "./task-parts.ts";

/** The files beside a command that say where it stops. */
export function goingOnFiles(command: string, manifest: string): string[] {
  const script = shellScript(command.slice(inFolder.exec(command)?.[1]?.length ?? 0));
  const called =
    scriptCall(command.replace(inFolder, ""), manifest)?.scripts.map(({ text }) => shellScript(text)) ?? [];
  return [
    ...new Set([...taskFiles, ...stoppingFiles, ...sessionFiles, script ?? "", ...called.map((one) => one ?? "")]),
  ].filter((one) => one !== "");
}

export interface GoneOn {
  /** The command that runs everything although some of it fails; as it was where nobody knows how. */
  command: string;
  changed: boolean;
  /** What stops it at the first failure all the same, as a person would find it; `null`: nothing that is known. */
  stops: string | null;
}

/** Scripts that call scripts are followed so far. */
const deepest = 5;

/** `texts`: those of `goingOnFiles` that are there, and `scriptsFile`. */
export function keepGoing(command: string, texts: ReadonlyMap<string, string> = new Map()): GoneOn {
  const stops: string[] = [];
  const text: ReadText = (file) => texts.get(file) ?? "";
  const [, place = ""] = inFolder.exec(command) ?? [];
  const rest = command.slice(place.length);
  const changed = goneOn(rest, { text, stops, depth: place === "" ? 0 : 1 });
  return { command: place + changed, changed: changed !== rest, stops: stops[0] ?? null };
}

const inFolder = /^(cd ([\w@./-]+) && )(?!.*&&)/;

/** The folder below in which a command does all that it does; empty: where it starts. */
export function folderOf(command: string): string {
  const folder = inFolder.exec(command)?.[2] ?? "";
  return /^\/|(?:^|\/)\.\.(?:\/|$)/.test(folder) ? "" : folder;
}

interface Going {
  text: ReadText;
  /** What stops it all the same, as it is found. */
  stops: string[];
  depth: number;
}

function goneOn(command: string, going: Going): string {
  const { text, depth } = going;
  if (depth > deepest) return command;
  const script = scriptCall(command, text(scriptsFile));
  if (script !== null) return scriptGoingOn(command, script, going);
  const task = taskParts(command, text);
  if (task !== null) {
    const [only, ...more] = task.parts;
    const alone = only === undefined || more.length > 0 ? null : goneOn(only, { ...going, depth: depth + 1 });
    // One that is no other for it is left to its own program.
    if (alone !== null && alone === only) return command;
    const all = alone ?? eachOf(task.parts, going);
    return inner(task.around === undefined ? all : `${task.around}; ${all}`, depth);
  }
  const chain = chainOf(command);
  if (chain !== null) return inner(eachOf(chain, going), depth);
  const list = listOfCommands(command);
  if (list !== null) return list.map((one) => goneOn(one, { ...going, depth: depth + 1 })).join("; ");
  return rakeCommand(command) ?? plain(command, going);
}

/** All of these, one after the other. Behind a change of the folder, other files say what is run. */
function eachOf(parts: readonly string[], going: Going): string {
  const moves = parts.some((part) => /^(?:cd|pushd|popd)\b/.test(part));
  const text: ReadText = moves ? () => "" : going.text;
  return allOf(parts, (part) => goneOn(part, { ...going, text, depth: going.depth + 1 }));
}

/** One program, or what nobody here takes apart. */
function plain(command: string, { text, stops }: Going): string {
  const steps = withoutQuoted(command).split("&&");
  const isChain = steps.filter((step) => !/^\s*(?:\w+=|\[|test |mkdir |cd |\{)/.test(step)).length > 1;
  if (isChain && !endsWithOther(command)) stops.push("`&&`");
  const script = shellScript(command);
  if (script !== null && stopsAtFirst(text(script))) {
    const told = tellingItsEnd(command, text(script));
    if (told !== null) return told;
    stops.push(`\`set -e\` in ${script}`);
  }
  const changed = programGoingOn(command, text);
  stops.push(...changed.stops);
  return changed.command;
}

/** What is part of something else has a shell of its own: it ends that alone. */
function inner(command: string, depth: number): string {
  return depth === 0 ? command : `( ${command} )`;
}

function scriptGoingOn(command: string, script: ScriptCall, going: Going): string {
  const { words, manager, scripts } = script;
  const texts = scripts.map((one) => (one.isOwn && words !== "" ? `${one.text} ${words}` : one.text));
  const own = scripts.find(({ isOwn }) => isOwn)?.text ?? "";
  const only = texts.length === 1 ? texts[0] : undefined;
  const yarn = only === own ? yarnGoingOn(own) : null;
  if (yarn !== null) return asScript(script, yarn);
  const listed = only === own ? listedScripts(own, manager, going.text(scriptsFile)) : null;
  if (listed !== null) return asScript(script, eachOf(listed, going));
  const told = only === undefined ? null : withGoOn(command, own);
  if (told !== null) return told;
  const parts = texts.flatMap((text) => chainOf(text) ?? [text]);
  if (parts.length > 1) return asScript(script, eachOf(parts, going));
  const changed = goneOn(only ?? "", { ...going, depth: going.depth + 1 });
  return changed === only ? command : asScript(script, changed);
}
