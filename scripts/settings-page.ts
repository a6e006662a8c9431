import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { unsetWords } from "../src/settings/flags.ts";
import { groups, type Untrusted } from "../src/settings/row.ts";
import { sections } from "../src/settings/rows-section.ts";
import { keyOf, rowOf, type SettingName, sectionOf, settingNames } from "../src/settings/table.ts";
import { canBeOff, negativeOf, variableOf } from "../src/settings/texts.ts";

/** `docs/settings.md`, made of the settings' own table. Run this file to write it; a test holds it to the table. */
export function settingsPage(): string {
  const top = Object.entries(groups).flatMap(([group, title]) => {
    const names = settingNames.filter((name) => rowOf(name).group === group && sectionOf(name) === null);
    return [`## ${title === "Common flags" ? "Common" : title}`, "", ...names.flatMap(entry)];
  });
  const tables = Object.entries(sections).flatMap(([section, meaning]) => {
    const names = settingNames.filter((name) => sectionOf(name) === section);
    return [`## \`[${section}]\` of a file`, "", meaning, "", ...names.flatMap(entry)];
  });
  return [...head, ...top, ...tables].join("\n");
}

const head = `# Settings

<!-- Made by \`bun scripts/settings-page.ts\` from the table in src/settings. -->

A setting is written behind a flag, in a \`BARO_*\` variable or in a configuration file. The first of these that sets it wins:

1. the flag,
2. the variable,
3. the repository's \`baro.toml\` (or \`.baro.toml\`) once you trust it (\`baro trust\`); \`--config FILE\` is read in its place,
4. your own file, \`baro/config.toml\` in the platform's configuration folder (\`~/.config\` on Linux),
5. the default.

**A repository's file that you have not trusted can only make your runs tighter**: lower a ceiling, deliver closer to home, be
stricter. Each setting says below what such a file may do; what it tried beyond that is named once and left out. A list is one entry
per line in a variable, and one flag per entry.
`.split("\n");

function entry(name: SettingName): string[] {
  const row = rowOf(name);
  const facts = [
    `default: ${unsetWords(name)}`,
    ...(row.off === undefined ? [] : [`switched off: ${meaningOfOff(row.off)}`]),
    ...(row.kind.is === "switch" ? [] : [`value: ${row.kind.must}`]),
    ...(row.recorded ? ["a resumed run goes on with it"] : []),
    ...(row.from.includes("file") ? [`untrusted file: ${mayDo(row.untrusted)}`] : []),
    ...(row.takers.length > 0 ? [`commands: ${row.takers.join(", ")}`] : []),
  ];
  return [`### ${spellings(name).join(", ")}`, "", `${row.help}.`, "", ...facts.map((fact) => `- ${fact}`), ""];
}

/** Without when it holds by itself, which the default says. */
function meaningOfOff(off: string): string {
  const words = off.replace(/ \([^()]*\)$/, "");
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function spellings(name: SettingName): string[] {
  const { from, alias, off, kind } = rowOf(name);
  const onlyOff = off !== undefined && kind.is === "switch";
  const code = (text: string) => `\`${text}\``;
  return [
    ...(from.includes("flag") && alias !== undefined ? [code(`-${alias}`)] : []),
    ...(from.includes("flag") && !onlyOff ? [code(`--${name}`)] : []),
    ...(from.includes("flag") && off !== undefined ? [code(`--no-${name}`)] : []),
    ...(from.includes("variable") ? [code(variableOf(name))] : []),
    ...(from.includes("variable") && canBeOff(name) ? [code(negativeOf(name))] : []),
    ...(from.includes("file") ? [code(`${keyOf(name)} = …`)] : []),
  ];
}

function mayDo(rule: Untrusted): string {
  if (rule === "never") return "nothing";
  if (rule === "known") return "name one without a model where you have named none, no command line";
  if (rule === "empty") return "switch it off where you have not set it";
  if ("only" in rule) return `set it to ${rule.only}`;
  if ("order" in rule) return `choose one that comes earlier in ${rule.order.join(", ")}`;
  return `lower it${rule.lower === null ? "" : `, below ${rule.lower} where you have set none`}`;
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, "..", "docs", "settings.md"), settingsPage());
