import { unsetWords } from "./flags.ts";
import { schemaAddress } from "./own-addresses.ts";
import type { Row } from "./row.ts";
import { sections } from "./rows-section.ts";
import { keyOf, rowOf, type SettingName, type Settings, sectionOf, settingNames } from "./table.ts";

/** Whose file it is. */
type Scope = "repository" | "user";

/** By this editors (Taplo and what is built on it) complete and check the file. The branch holds the keys of the newest release. */
const schemaLine = `#:schema ${schemaAddress}`;

/** A configuration file with every key, its meaning and its default; only what was chosen is set. */
export function configTemplate(chosen: Settings, scope: Scope): string {
  const own =
    scope === "user"
      ? "# Yours, for every repository. A repository's baro.toml comes before it once you trust it (baro trust)."
      : "# This repository's. Until a person trusts it (baro trust), it can only make their runs tighter.";
  const top = fileNames.filter((name) => sectionOf(name) === null && rowOf(name).kind.is !== "tiers");
  const tables = Object.entries(sections).map(([section, meaning]) => {
    const names = fileNames.filter((name) => sectionOf(name) === section);
    const mark = names.some((name) => chosen[name] !== undefined) ? "" : "# ";
    return `# ${meaning}\n${mark}[${section}]\n${names.map((name) => entry(name, chosen, scope)).join("\n")}`;
  });
  return `${[
    `${schemaLine}\n# baro configuration. Flags and BARO_* variables come before it; docs/settings.md explains each key.\n${own}`,
    ...top.map((name) => entry(name, chosen, scope)),
    tierTable,
    ...tables,
  ].join("\n\n")}\n`;
}

const fileNames = settingNames.filter((name) => rowOf(name).from.includes("file"));

/** Tiers are the one setting that is a table of its own in a file. */
const tierTable = `# An agent per story weight.
# [tier]
# light = "openai:gpt-5-nano"
# standard = "claude"
# heavy = "claude:opus"`;

function entry(name: SettingName, chosen: Settings, scope: Scope): string {
  const row = rowOf(name);
  const needsTrust = scope === "repository" && (row.untrusted === "never" || row.untrusted === "empty");
  const values = row.kind.values === undefined ? "" : `: ${row.kind.values.join(", ")}`;
  const meaning = `${row.help}${values} (${unsetWords(name)})${needsTrust ? "; needs trust" : ""}`;
  const key = keyOf(name);
  const value = chosen[name];
  const line = value === undefined ? `# ${key} = ${exampleOf(row)}` : `${key} = ${toml(row, row.kind.render(value))}`;
  return [...wrapped(meaning), line].join("\n");
}

function exampleOf(row: Row): string {
  if (row.example !== undefined) return toml(row, row.example);
  return row.unset === null ? toml(row, "") : toml(row, row.kind.render(row.unset));
}

/** A value as TOML writes it; `text` is how a flag has it, a list one entry per line. */
function toml({ kind }: Row, text: string): string {
  if (kind.list === true)
    return `[${text
      .split("\n")
      .map((entry) => JSON.stringify(entry))
      .join(", ")}]`;
  const isWord = (kind.is === "draft" && text !== "auto") || (kind.is === "sandbox" && text !== "net-off");
  const bare = ["switch", "count", "money"].includes(kind.is) || isWord;
  return bare ? text : JSON.stringify(text);
}

function wrapped(text: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last.length + word.length < 110) lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => `# ${line}`);
}
