import type { ArgDef, ArgsDef } from "citty";
import { BaroError } from "../core/error.ts";
import { nearestName } from "../text/nearest.ts";

/** The short spellings of a flag; a positional has none. */
export function aliasesOf(def: ArgDef): string[] {
  return "alias" in def ? [def.alias ?? []].flat() : [];
}

/** What an argument list means to a command, before any value is understood. */
export interface StrictRules {
  /** The command as it is typed, for messages: `baro run`. */
  command: string;
  args: ArgsDef;
  /** Flags that may be given several times. Their values reach citty as one, see `valuesOf`. */
  repeatable: readonly string[];
  /** The last positional takes all the words that are left. */
  manyWords: boolean;
}

/** No argument can hold this character, so repeated values are joined by it without doubt. */
const separator = "\0";

/** The values of a repeatable flag; undefined when it was not given. */
export function valuesOf(joined: string | undefined): string[] | undefined {
  if (joined === undefined) return undefined;
  return joined === "" ? [] : joined.split(separator);
}

/**
 * Rewrites an argument list so that citty can't misread it, and fails on what citty would accept in silence: an unknown
 * flag (whose value would become a positional), a missing value, a value off the list, a word too many.
 */
export function strictArguments(argv: readonly string[], rules: StrictRules): string[] {
  const values = new Map<string, string | boolean>();
  const words: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const token = argv[index] ?? "";
    if (token === "--") {
      words.push(...argv.slice(index + 1));
      break;
    }
    if (token === "-" || !token.startsWith("-")) {
      words.push(token);
      continue;
    }
    const flag = readFlag(token, rules);
    if (flag.kind === "switch") {
      values.set(flag.name, flag.on);
      continue;
    }
    const value = flag.value ?? argv[++index];
    if (value === undefined || (flag.value === null && value.startsWith("--"))) throw valueMissing(flag, rules);
    checkListed(flag, value);
    values.set(flag.name, joinValue(flag.name, value, values.get(flag.name), rules));
  }
  checkWords(words, rules);
  emptyLists(values, rules);
  return [...[...values].map(([name, value]) => written(name, value)), "--", ...words];
}

type Flag =
  | { kind: "switch"; name: string; on: boolean }
  | { kind: "value"; name: string; def: ArgDef; value: string | null };

function readFlag(token: string, rules: StrictRules): Flag {
  const equals = token.indexOf("=");
  const typed = equals < 0 ? token : token.slice(0, equals);
  const value = equals < 0 ? null : token.slice(equals + 1);
  const known = knownFlags(rules);
  const found = known.get(typed);
  if (found === undefined) throw unknownFlag(typed, [...known.keys()], rules);
  const def = rules.args[found.name];
  if (def === undefined) throw new Error(`The flag ${found.name} has no definition`);
  if (found.on === null) return { kind: "value", name: found.name, def, value };
  if (value === null) return { kind: "switch", name: found.name, on: found.on };
  if (value !== "true" && value !== "false") {
    throw new BaroError("usage", `Cannot use ${typed}=${value}: the flag takes no value`, { hint: `Write ${typed}` });
  }
  return { kind: "switch", name: found.name, on: (value === "true") === found.on };
}

interface Spelling {
  name: string;
  /** What a switch's spelling sets; null for a flag with a value. */
  on: boolean | null;
}

/** Every spelling of every flag. */
function knownFlags(rules: StrictRules): Map<string, Spelling> {
  const flags = Object.entries(rules.args).filter(([, def]) => def.type !== "positional");
  return new Map(flags.flatMap(([name, def]) => spellings(name, def)));
}

function spellings(name: string, def: ArgDef): [string, Spelling][] {
  const on = def.type === "boolean" ? true : null;
  const all: [string, Spelling][] = aliasesOf(def).map((alias) => [`-${alias}`, { name, on }]);
  // A flag that exists only to be switched off, such as --no-input, has no positive spelling.
  const onlyOff = on === true && def.description === undefined;
  if (!onlyOff) all.push([`--${name}`, { name, on }]);
  if (on === true) all.push([`--no-${name}`, { name, on: false }]);
  return all;
}

function unknownFlag(typed: string, known: readonly string[], rules: StrictRules): BaroError {
  if (/\s/.test(typed)) {
    return new BaroError("usage", `Cannot use "${typed}": it begins as a flag, and ${rules.command} has no such one`, {
      hint: `If it is the goal, write: ${rules.command} -- "${typed}"`,
    });
  }
  const nearest = nearestName(typed, known);
  const hint =
    nearest === null ? `See ${rules.command} --help` : `Did you mean ${nearest}? See ${rules.command} --help`;
  return new BaroError("usage", `Cannot use ${typed}: ${rules.command} has no such flag`, { hint });
}

function valueMissing(flag: Flag & { kind: "value" }, rules: StrictRules): BaroError {
  const wanted = "options" in flag.def && flag.def.options ? ` (${flag.def.options.join(", ")})` : "";
  return new BaroError("usage", `Cannot use --${flag.name}: its value is missing${wanted}`, {
    hint: `Write --${flag.name}=VALUE when the value starts with a dash; see ${rules.command} --help`,
  });
}

function checkListed(flag: Flag & { kind: "value" }, value: string): void {
  const options = "options" in flag.def ? flag.def.options : undefined;
  if (options === undefined || options.includes(value)) return;
  const nearest = nearestName(value, options);
  throw new BaroError("usage", `Cannot use --${flag.name} "${value}": it is none of ${options.join(", ")}`, {
    hint: nearest === null ? undefined : `Did you mean --${flag.name} ${nearest}?`,
  });
}

function joinValue(name: string, value: string, before: string | boolean | undefined, rules: StrictRules): string {
  if (!rules.repeatable.includes(name)) return value;
  if (value.trim() === "") throw new BaroError("usage", `Cannot use --${name}: its value is empty`);
  return typeof before === "string" && before !== "" ? `${before}${separator}${value}` : value;
}

/** `--no-verify` is the empty list of `--verify`. */
function emptyLists(values: Map<string, string | boolean>, rules: StrictRules): void {
  for (const name of rules.repeatable) {
    if (!values.delete(`no-${name}`)) continue;
    if (values.has(name)) throw new BaroError("usage", `Cannot use --${name} and --no-${name} together`);
    values.set(name, "");
  }
}

function checkWords(words: readonly string[], rules: StrictRules): void {
  const positionals = Object.entries(rules.args).filter(([, def]) => def.type === "positional");
  const missing = positionals.slice(words.length).find(([, def]) => def.required !== false);
  if (missing !== undefined) {
    throw new BaroError("usage", `Cannot run ${rules.command}: ${missing[0].toUpperCase()} is missing`, {
      hint: `See ${rules.command} --help`,
    });
  }
  const places = positionals.length;
  if (rules.manyWords || words.length <= places) return;
  const extra = words.slice(places).join(" ");
  throw new BaroError("usage", `Cannot read "${extra}": ${rules.command} takes no such argument`, {
    hint: `If these words are the goal, write: baro run "${rules.command.replace(/^baro /, "")} ${words.join(" ")}"`,
  });
}

function written(name: string, value: string | boolean): string {
  if (typeof value === "string") return `--${name}=${value}`;
  return value ? `--${name}` : `--no-${name}`;
}
