import { parse, TomlError } from "smol-toml";
import type { z } from "zod";
import { BaroError } from "../core/error.ts";
import { nearestName } from "../text/nearest.ts";
import { withoutPassword } from "../text/redact.ts";
import { shorten } from "../text/shorten.ts";
import { configSchema, knownKeys } from "./schema.ts";
import { isSection, type Settings, settingOfKey } from "./table.ts";

/** Reads a configuration file's text. Throws `config` naming the file, the line, the key and what is allowed. */
export function parseConfig(text: string, file: string): Settings {
  const document = parseToml(text, file);
  const checked = configSchema.safeParse(document);
  if (!checked.success) throw invalid(checked.error.issues[0], document, { text, file });
  const settings: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(checked.data)) {
    if (!isSection(key)) settings[settingOfKey(key)] = value;
    else for (const [name, one] of Object.entries(value as object)) settings[`${key}.${name}`] = one;
  }
  requireForge(settings, text, file);
  return settings as Settings;
}

function parseToml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const problem = error.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "");
    throw new BaroError("config", `Cannot read ${file}:${error.line}: ${problem}`, { cause: error });
  }
}

/** A configuration file's name and what it says. */
interface Source {
  text: string;
  file: string;
}

function invalid(issue: z.core.$ZodIssue | undefined, document: unknown, source: Source): BaroError {
  if (issue === undefined) throw new Error("A failed check has no issue");
  if (issue.code === "unrecognized_keys" || issue.code === "invalid_key") {
    const unknown = issue.code === "unrecognized_keys" ? (issue.keys[0] ?? "") : String(issue.path.at(-1));
    const table = issue.code === "unrecognized_keys" ? issue.path : issue.path.slice(0, -1);
    const known = knownKeys(table);
    const nearest = nearestName(unknown, known);
    const hint = nearest === null ? `Known keys: ${known.join(", ")}` : `Did you mean "${nearest}"?`;
    return wrong(source, [...table, unknown], "the key is unknown", { hint });
  }
  const hint = issue.code === "custom" ? issue.params?.["hint"] : undefined;
  const more = typeof hint === "string" ? { hint } : {};
  return wrong(source, issue.path, `it ${issue.message}`, { ...more, given: givenAt(document, issue.path) });
}

function requireForge(settings: Settings, text: string, file: string): void {
  if (settings["delivery.api-url"] === undefined || settings["delivery.forge"] !== undefined) return;
  const problem = "it has no effect without forge";
  throw wrong({ text, file }, ["delivery", "api-url"], problem, { hint: "Set forge in the same table" });
}

/** What a key was set to, as it can be shown: what is short, without a password. */
function givenAt(document: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>((inner, key) => (Object(inner) as Record<PropertyKey, unknown>)[key], document);
  if (typeof value === "object") return "";
  return ` = ${shorten(withoutPassword(JSON.stringify(value) ?? String(value)), 60)}`;
}

function wrong(
  { text, file }: Source,
  path: readonly PropertyKey[],
  problem: string,
  { hint, given = "" }: { hint?: string | undefined; given?: string },
): BaroError {
  const names = path.filter((part) => typeof part === "string");
  const line = lineOfKey(text, names);
  const place = line === null ? file : `${file}:${line}`;
  return new BaroError("config", `Cannot use "${names.join(".")}"${given} in ${place}: ${problem}`, { hint });
}

/**
 * The line (from 1) where a key of a TOML document is set; null when it is written in a way that this simple reading
 * does not see, such as inside an inline table.
 */
function lineOfKey(text: string, path: readonly string[]): number | null {
  let table: string[] = [];
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const header = /^\s*\[+([^\]]+)\]+/.exec(line)?.[1];
    if (header !== undefined) {
      table = keyParts(header);
      if (same(table, path)) return index + 1;
      continue;
    }
    const key = /^\s*([^=#]+?)\s*=/.exec(line)?.[1];
    if (key !== undefined && same([...table, ...keyParts(key)], path)) return index + 1;
  }
  return path.length > 1 ? lineOfKey(text, path.slice(0, -1)) : null;
}

function keyParts(key: string): string[] {
  return key.split(".").map((part) => part.trim().replace(/^["']|["']$/g, ""));
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
