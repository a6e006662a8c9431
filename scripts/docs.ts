// Writes the pages of docs/ that are made from the code: `bun scripts/docs.ts`. `--check` writes nothing and ends with 1 when
// one of them is not what the code says.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventRows } from "../src/cli/event-fields.ts";
import { eventMeanings } from "../src/cli/event-meanings.ts";
import { exitCodes } from "../src/cli/help.ts";
import { exitCodeOf } from "../src/core/error.ts";
import { ruleNames } from "../src/core/plan.ts";
import { planDocumentSchema } from "../src/plan/plan-schema.ts";
import { ruleDescriptions } from "../src/plan/rules/descriptions.ts";
import { configFileSchema } from "../src/settings/schema.ts";
import { eventSchema } from "./event-schema.ts";
import { settingsPage } from "./settings-page.ts";

const folder = join(import.meta.dirname, "..", "docs");

/** The generated pages, by file name in docs/. */
export function generatedPages(): Record<string, string> {
  return {
    "rules.md": rules(),
    "settings.md": settingsPage(),
    "events.md": events(),
    "exit-codes.md": exits(),
    "schemas/events.json": json(eventSchema()),
    "schemas/plan.json": json(planDocumentSchema()),
    "schemas/config.json": json(configFileSchema()),
  };
}

function json(document: object): string {
  return `${JSON.stringify(document, null, 1)}\n`;
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

function events(): string {
  const meanings = new Map<string, string>(Object.entries(eventMeanings));
  const rows = eventRows().map(([type, fields]) => `| \`${type}\` | ${meanings.get(type)} | ${fields} |`);
  return `# Events
${made}

With \`--json\`, and in a run's journal, each line is one event: \`v\` (1), \`seq\` (from 0, without gaps), \`at\`, \`run\`, \`type\`, and the
type's own fields. Events of a story also have \`story\`, and those of its agent \`story\` and \`attempt\`. Ignore types and fields that
you do not know. \`baro schema events\` prints the JSON Schema.

| type | what has happened | fields |
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
