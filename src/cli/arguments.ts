import { parseArgs } from "node:util";
import { BaroError } from "../core/error.ts";
import type { Flag } from "../settings/flags.ts";
import type { FlagValues } from "../settings/texts.ts";
import { nearestName } from "../text/nearest.ts";
import { quotedWords } from "../text/quoting.ts";

/** A place of a command line that a word takes. */
export interface Word {
  name: string;
  help: string;
  needed: boolean;
  /** What can stand there, for completions. */
  values?: readonly string[] | "files" | "runs" | "live" | "stories";
}

/** What a command line says, before any value is understood. */
export interface Arguments {
  words: readonly string[];
  flags: FlagValues;
}

/** What an argument list means to a command, before any value is understood. */
export interface Form {
  /** The command as it is typed, for messages: `baro run`. */
  command: string;
  words: readonly Word[];
  manyWords: boolean;
  flags: readonly Flag[];
}

/** What a spelling sets: a switch's is on or off, a list's `--no-` form empties it, and the others take a value. */
interface Spelling {
  flag: Flag;
  sets: "on" | "off" | "value";
}

/**
 * Reads an argument list strictly: an unknown flag, a missing value, a value off the list or a word too many is an error
 * that names what was probably meant. `parseArgs` of Node cuts the list into tokens; it alone would take the value of an
 * unknown flag for a word.
 */
export function readArguments(argv: readonly string[], form: Form): Arguments {
  const spellings = new Map(form.flags.flatMap(spellingsOf));
  const { tokens } = parseArgs({ args: [...argv], options: optionsOf(form.flags), strict: false, tokens: true });
  const flags: Record<string, string | boolean | string[]> = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const spelling = spellings.get(token.rawName);
    if (spelling === undefined) throw unknownFlag(argv[token.index] ?? token.rawName, token.rawName, form, spellings);
    set(flags, spelling, token, form);
  }
  checkWords(words, form);
  return { words, flags };
}

/** Every spelling of a flag. One that exists only to be switched off, such as --no-input, has no positive spelling. */
function spellingsOf(flag: Flag): [string, Spelling][] {
  const sets = flag.hint === null ? "on" : "value";
  const all: [string, Spelling][] = flag.alias === undefined ? [] : [[`-${flag.alias}`, { flag, sets }]];
  if (flag.help !== null) all.push([`--${flag.name}`, { flag, sets }]);
  if (flag.negative) all.push([`--no-${flag.name}`, { flag, sets: "off" }]);
  return all;
}

function optionsOf(flags: readonly Flag[]) {
  return Object.fromEntries(
    flags.flatMap((flag) => {
      const type = flag.hint === null ? ("boolean" as const) : ("string" as const);
      const short = flag.alias === undefined ? {} : { short: flag.alias };
      return [
        [flag.name, { type, ...short }],
        [`no-${flag.name}`, { type: "boolean" as const }],
      ];
    }),
  );
}

interface Given {
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
}

function set(
  flags: Record<string, string | boolean | string[]>,
  { flag, sets }: Spelling,
  given: Given,
  form: Form,
): void {
  const before = flags[flag.name];
  if (sets === "value") {
    const value = valueBehind(flag, given, form);
    if (flag.list !== true) flags[flag.name] = value;
    else if (before === false) throw bothWays(flag);
    else flags[flag.name] = [...(Array.isArray(before) ? before : []), value];
    return;
  }
  if (Array.isArray(before)) throw bothWays(flag);
  const { value = "" } = given;
  const isOther = sets === "on" && given.inlineValue === true && flag.also?.includes(value) === true;
  flags[flag.name] = isOther ? value : switched(given, flag) === (sets === "on");
}

function bothWays({ name }: Flag): BaroError {
  return new BaroError("usage", `Cannot use --${name} and --no-${name} together`, { hint: "Use one of the two" });
}

/** Whether a switch is meant as it is spelt: `--json=false` is not. */
function switched({ rawName, value, inlineValue }: Given, { also = [] }: Flag): boolean {
  if (inlineValue !== true) return true;
  if (value === "true" || value === "false") return value === "true";
  const but = also.length === 0 ? "no value" : `no value but ${also.join(", ")}`;
  throw new BaroError("usage", `Cannot use ${rawName}=${value}: the flag takes ${but}`, {
    hint: `Write ${[rawName, ...also.map((one) => `${rawName}=${one}`)].join(" or ")}`,
  });
}

function valueBehind(flag: Flag, { value, inlineValue }: Given, form: Form): string {
  if (value === undefined || (inlineValue !== true && value.startsWith("--"))) {
    const wanted = flag.values === undefined ? "" : ` (${flag.values.join(", ")})`;
    throw new BaroError("usage", `Cannot use --${flag.name}: its value is missing${wanted}`, {
      hint: `Write --${flag.name}=VALUE when the value starts with a dash; see ${form.command} --help`,
    });
  }
  if (flag.values !== undefined && !flag.values.includes(value)) {
    const nearest = nearestName(value, flag.values);
    const must = `Cannot use --${flag.name} "${value}": it must be one of ${flag.values.join(", ")}`;
    throw new BaroError("usage", must, {
      hint: nearest === null ? undefined : `Did you mean --${flag.name} ${nearest}?`,
    });
  }
  return value;
}

/** `token` is the whole argument: `-mode` is read as five letters, and named as it was typed. */
function unknownFlag(token: string, rawName: string, form: Form, spellings: ReadonlyMap<string, Spelling>): BaroError {
  const typed = rawName.startsWith("--") ? rawName : token;
  if (/\s/.test(typed)) {
    const message = `Cannot use "${token}": it looks like a flag, and ${form.command} has no such flag`;
    return new BaroError("usage", message, { hint: `If it is the goal, write: ${form.command} -- "${token}"` });
  }
  // One letter is near to every other one, and the nearest would be the one that agrees to everything.
  const long = ["--help", "--version", ...spellings.keys()].filter((name) => name.startsWith("--"));
  const near = typed.length > 2 ? nearestName(typed.replace(/^-+/, "--"), long) : null;
  const hint = near === null ? `See ${form.command} --help` : `Did you mean ${near}? See ${form.command} --help`;
  return new BaroError("usage", `Cannot use ${typed}: ${form.command} has no such flag`, { hint });
}

function checkWords(words: readonly string[], form: Form): void {
  const missing = form.words.slice(words.length).find(({ needed }) => needed);
  if (missing !== undefined) {
    throw new BaroError("usage", `Cannot run ${form.command}: ${missing.name.toUpperCase()} is missing`, {
      hint: `See ${form.command} --help`,
    });
  }
  const places = form.words.length;
  if (form.manyWords || words.length <= places) return;
  const extra = words.slice(places).join(" ");
  throw new BaroError("usage", `Cannot use "${extra}": ${form.command} takes no such argument`, {
    hint: `If these words are the goal, write: baro run ${quotedWords(`${form.command.replace(/^baro /, "")} ${words.join(" ")}`)}`,
  });
}

/** A word of a command line that must be one of a few. Throws `usage` naming them and the nearest. */
export function wordAmong<T extends string>(word: string, allowed: readonly T[], what: string): T {
  const found = allowed.find((value) => value === word);
  if (found !== undefined) return found;
  const nearest = nearestName(word, allowed);
  throw new BaroError("usage", `Cannot use ${what} "${word}": it must be one of ${allowed.join(", ")}`, {
    hint: nearest === null ? undefined : `Did you mean ${nearest}?`,
  });
}
