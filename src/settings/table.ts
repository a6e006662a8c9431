import type { Kind } from "./kinds.ts";
import type { Row } from "./row.ts";
import { runRows } from "./rows-run.ts";
import { screenRows } from "./rows-screen.ts";
import { sectionRows } from "./rows-section.ts";
import { workRows } from "./rows-work.ts";

/**
 * Every setting, once. To add one, add its row and read it where it is used: flags, `BARO_*` variables, the configuration
 * file and its template, `--help`, completions, `docs/settings.md`, the options of a run and what a resumed run remembers
 * are made from the table. A name with a dot is a key of a section that only a file has.
 */
export const table = { ...runRows, ...workRows, ...screenRows, ...sectionRows } as const;

type Table = typeof table;
export type SettingName = keyof Table;
export const settingNames = Object.keys(table) as SettingName[];

/** The row of a setting, with no more known about its values than that there is a kind. */
export function rowOf(name: SettingName): Row {
  return table[name];
}

type Value<N extends SettingName> = Table[N]["kind"] extends Kind<infer T> ? T : never;

/** What one source sets; the sources are put on top of each other. */
export type Settings = { [N in SettingName]?: Value<N> };

type Camel<S extends string> = S extends `${infer Head}-${infer Rest}` ? `${Head}${Capitalize<Camel<Rest>>}` : S;
type OptionName<N extends SettingName> = Table[N] extends { option: infer O extends string } ? O : Camel<N>;
type OwnOption = {
  [N in SettingName]: N extends `${string}.${string}` ? never : Table[N] extends { settled: true } ? never : N;
}[SettingName];

/** The options that a setting fills by itself: its value, or what holds when nobody set it. */
export type TableOptions = {
  [N in OwnOption as OptionName<N>]: Value<N> | (Table[N]["unset"] extends null ? null : never);
};

/** A setting's name among the options: `max-stories` is `maxStories`, and `delivery.max-file-bytes` is `maxFileBytes`. */
export function optionName(name: SettingName): string {
  const key = name.slice(name.indexOf(".") + 1);
  return rowOf(name).option ?? key.replace(/-./g, (pair) => pair.slice(1).toUpperCase());
}

/** A setting whose value is its option, without a word from any other setting. */
export function isOwnOption(name: SettingName): boolean {
  return !name.includes(".") && rowOf(name).settled !== true;
}

/** The table of a file that a setting is in; null for the top level. */
export function sectionOf(name: SettingName): string | null {
  return name.includes(".") ? name.slice(0, name.indexOf(".")) : null;
}

/** A setting's key in a file, in the table that it is in. */
export function keyOf(name: SettingName): string {
  return rowOf(name).key ?? name.slice(name.indexOf(".") + 1);
}

/** The setting of the top level of a file that has this key. */
export function settingOfKey(key: string): string {
  return settingNames.find((name) => sectionOf(name) === null && keyOf(name) === key) ?? key;
}

/** Whether a key of a file's top level is a section. */
export function isSection(key: string): boolean {
  return settingNames.some((name) => sectionOf(name) === key);
}
