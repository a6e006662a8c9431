// Writes the pages of docs/ that are made from the code: `bun scripts/docs.ts`. `--check` writes nothing and ends with 1 when
// one of them is not what the code says.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventRows } from "../src/cli/event-fields.ts";
import { exitCodes } from "../src/cli/exit-codes.ts";
import { exitCodeOf } from "../src/core/error.ts";
import { ruleNames } from "../src/core/plan.ts";
import { ruleDescriptions } from "../src/plan/rules/descriptions.ts";
import { unsetWords } from "../src/settings/flags.ts";
import { groups, type Untrusted } from "../src/settings/row.ts";
import { rowOf, type SettingName, settingNames } from "../src/settings/table.ts";
import { variableOf } from "../src/settings/texts.ts";

const folder = join(import.meta.dirname, "..", "docs");

/** The generated pages, by file name in docs/. */
export function generatedPages(): Record<string, string> {
  return { "rules.md": rules(), "settings.md": settings(), "events.md": events(), "exit-codes.md": exits() };
}

/** The pages whose file is not what the code says now. */
export function stalePages(): string[] {
  return Object.entries(generatedPages()).flatMap(([name, text]) => {
    try {
      return readFileSync(join(folder, name), "utf8") === text ? [] : [name];
    } catch {
      return [name];
    }
  });
}

const made = "<!-- Made by scripts/docs.ts from the code: edit that, not this. -->";

function rules(): string {
  const rows = ruleNames.map((name) => `| \`${name}\` | ${ruleDescriptions[name]} |`);
  return `# Rules of plans
${made}

A planner proposes stories; these rules make a plan of them. They are code: pure functions, run again on every edit. Each change
that a rule makes is in \`plan.enforced.changes\` with the rule, the stories and a reason, and no rule drops work.

| rule | what it does |
|---|---|
${rows.join("\n")}
`;
}

function settings(): string {
  const parts = Object.entries(groups).map(([group, title]) => {
    const names = settingNames.filter((name) => rowOf(name).group === group);
    return `## ${title}\n\n${names.map(settingEntry).join("\n")}`;
  });
  return `# Settings
${made}

A setting is taken from the first of these that has it: the flag, the \`BARO_*\` variable, the repository's \`baro.toml\`, the person's
own configuration, the default. Until the person has trusted a repository's file (\`baro trust\`), it can only tighten: each setting
says what the file may do by then.

${parts.join("\n\n")}
`;
}

function settingEntry(name: SettingName): string {
  const row = rowOf(name);
  const places = [
    ...(row.from.includes("flag") ? [`\`--${name}${row.kind.hint === null ? "" : ` ${row.kind.hint}`}\``] : []),
    ...(row.from.includes("variable") ? [`\`${variableOf(name)}\``] : []),
    ...(row.from.includes("file") ? [`\`${name}\` in a file`] : []),
  ];
  const more = [
    `default: ${unsetWords(name)}`,
    ...(row.recorded ? ["a resumed run goes on with it"] : []),
    ...(row.from.includes("file") ? [`an untrusted file ${untrustedWords(row.untrusted)}`] : []),
  ];
  return `- ${places.join(", ")}: ${row.help}. ${sentence(more.join("; "))}`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function untrustedWords(may: Untrusted): string {
  if (may === "never") return "can't set it";
  if (may === "free") return "may set it";
  if (may === "known") return "may name an agent of baro's own";
  if (may === "empty") return "may only empty it";
  if ("lower" in may) return "may only lower it";
  if ("only" in may) return `may only turn it ${may.only ? "on" : "off"}`;
  return `may only move it toward ${may.order[0] ?? ""}`;
}

function events(): string {
  const rows = eventRows().map(([type, fields]) => `| \`${type}\` | ${fields === "" ? "" : fields} |`);
  return `# Events
${made}

With \`--json\`, and in a run's journal, each line is one event: \`v\` (1), \`seq\` (from 0, without gaps), \`at\`, \`run\`, \`type\`, and what
the type says. Events of a story also have \`story\`, those of its agent \`story\` and \`attempt\`. Readers ignore types and fields that
they do not know.

| type | fields |
|---|---|
${rows.join("\n")}
`;
}

function exits(): string {
  const rows = exitCodes.map(([code, meaning]) => `| ${code} | ${meaning} | ${codesOf(code)} |`);
  return `# Exit codes
${made}

| code | meaning | errors |
|---|---|---|
${rows.join("\n")}
`;
}

function codesOf(exitCode: string): string {
  const wanted = exitCode.split(", ").map(Number);
  const codes = Object.entries(exitCodeOf).filter(([, code]) => wanted.includes(code));
  return codes.map(([code]) => `\`${code}\``).join(", ");
}

if (import.meta.main) {
  if (process.argv.includes("--check")) {
    const stale = stalePages();
    for (const name of stale) process.stderr.write(`docs/${name} is not what the code says: run bun scripts/docs.ts\n`);
    process.exit(stale.length === 0 ? 0 : 1);
  }
  for (const [name, text] of Object.entries(generatedPages())) writeFileSync(join(folder, name), text);
}
