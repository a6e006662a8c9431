import { type Group, groups } from "./row.ts";
import { rowOf, type SettingName, settingNames } from "./table.ts";
import { canBeOff } from "./texts.ts";

/** A flag as a command line, its help and its completions need to know it. */
export interface Flag {
  name: string;
  alias?: string;
  /** What stands behind it, for help; null for a switch. */
  hint: string | null;
  /** The values that are allowed, where there are only these. */
  values?: readonly string[];
  /** What may stand behind a switch's equals sign beside true and false. */
  also?: readonly string[];
  /** It can be given again. */
  list?: boolean;
  /** What it does, with its default in brackets; null when only its negative says something new. */
  help: string | null;
  /** What `--no-NAME` does, where that is worth a line. */
  off?: string;
  /** `--no-NAME` is understood. */
  negative: boolean;
  group: Group;
}

/** The flags of a command that are settings, the most needed first. */
export function flagsOf(command: string): Flag[] {
  return settingNames
    .filter((name) => rowOf(name).takers.includes(command))
    .map(flagOf)
    .toSorted(inGroups);
}

/** Every flag that is a setting. */
export function allFlags(): Flag[] {
  return settingNames.filter((name) => rowOf(name).from.includes("flag")).map(flagOf);
}

const order = Object.keys(groups);

function inGroups(a: Flag, b: Flag): number {
  return order.indexOf(a.group) - order.indexOf(b.group);
}

function flagOf(name: SettingName): Flag {
  const { kind, alias, group, help, off } = rowOf(name);
  const said = `${help} (${unsetWords(name)})${kind.list === true ? "; repeatable" : ""}`;
  const onlyOff = off !== undefined && kind.is === "switch";
  return {
    name,
    ...(alias === undefined ? {} : { alias }),
    hint: kind.hint,
    ...(kind.values === undefined ? {} : { values: kind.values }),
    ...(kind.also === undefined ? {} : { also: kind.also }),
    list: kind.list === true,
    help: onlyOff ? null : said,
    ...(off === undefined ? {} : { off }),
    negative: canBeOff(name),
    group,
  };
}

/** What holds when nobody sets a setting, in words. */
export function unsetWords(name: SettingName): string {
  const { kind, unset, unsetWords: words } = rowOf(name);
  if (words !== undefined) return words;
  if (unset === null) return "none";
  if (typeof unset === "boolean" && kind.hint === null) return unset ? "on" : "off";
  return kind.render(unset);
}

/** `--json` of the commands whose result is one thing and not a stream. */
export const jsonDocument: Flag = {
  name: "json",
  hint: null,
  help: "Print one JSON document, on one line (off)",
  negative: true,
  group: "common",
};

/** `--all` of the commands that are about a run. A whole name is found without it. */
export const allRepositories: Flag = {
  name: "all",
  hint: null,
  help: "The runs of other repositories too; a run's full name works without it (off)",
  negative: false,
  group: "common",
};

/** A switch of one command alone, which no variable and no file sets. */
export function ownSwitch(name: string, help: string): Flag {
  return { name, hint: null, help: `${help} (off)`, negative: true, group: "common" };
}
