import { setImmediate as breathe } from "node:timers/promises";
import { lintSource } from "@secretlint/core";
import { secretLintProfiler } from "@secretlint/profiler";
import { creator as presetRecommend } from "@secretlint/secretlint-rule-preset-recommend";
import { decodedIn } from "../../text/decoded.ts";
import { type Secret, shows } from "../../text/redact.ts";
import type { AddedLines } from "./added-lines.ts";
import type { Finding } from "./finding.ts";

// Else it keeps a record of every step of every file until the process ends, and nobody reads it.
secretLintProfiler.mark = () => {};

/** Looks through added lines for known private values and for what has the shape of a token or key. */
export async function findSecrets(files: readonly AddedLines[], values: readonly Secret[]): Promise<Finding[]> {
  const contents = files.map(({ path, lines }) => ({ path, content: lines.map(({ text }) => text).join("\n") }));
  const shapes = await findShapesIn(contents);
  const findings: Finding[] = [];
  for (const [index, file] of files.entries()) {
    findings.push(...findValues(file, values), ...tokensIn(file, contents[index]?.content ?? "", shapes[index] ?? []));
    await breathe();
  }
  const seen = new Set<string>();
  return findings.filter(({ path, line }) => {
    const place = `${path}\0${line}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

function findValues({ path, lines, removed }: AddedLines, values: readonly Secret[]): Finding[] {
  const before = removed.join("\n");
  const joined = lines.map(({ text }) => text.trim()).join("");
  const joinedBefore = removed.map((text) => text.trim()).join("");
  const decoded = decodedParts(lines);
  const findings: Finding[] = [];
  for (const value of values) {
    const fresh = notIn([before, joinedBefore], value);
    const why = `holds the value of ${value.origin}`;
    const shown = lines.filter(({ text }) => shows(text, fresh));
    const inside = decoded.filter(({ texts }) => texts.some((text) => shows(text, fresh)));
    for (const { number } of [...shown, ...inside]) findings.push({ kind: "private-value", path, line: number, why });
    const first = lines[0];
    // base64 comes in lines of a fixed length, which break a value in two.
    if (shown.length === 0 && first !== undefined && shows(joined, fresh)) {
      findings.push({ kind: "private-value", path, line: first.number, why });
    }
  }
  return findings;
}

/** What these lines stand for where they are encoded or dumped, and where it begins. */
function decodedParts(lines: AddedLines["lines"]): { number: number | null; texts: string[] }[] {
  const whole = lines.map(({ text }) => text).join("\n");
  return decodedIn(whole).map(({ start, texts }) => {
    const at = whole.slice(0, start).split("\n").length - 1;
    return { number: lines[at]?.number ?? null, texts };
  });
}

/** The ways of writing a value that do not stand in these texts: what was there before is no news. */
function notIn(texts: readonly string[], { origin, forms, disguises }: Secret): Secret {
  const isThere = (secret: Secret) => texts.some((text) => shows(text, secret));
  return {
    origin,
    forms: forms.filter((form) => !isThere({ origin, forms: [form], disguises: [] })),
    disguises: isThere({ origin, forms: [], disguises }) ? [] : disguises,
  };
}

function tokensIn({ path, lines, removed }: AddedLines, content: string, shapes: readonly SecretShape[]): Finding[] {
  const before = removed.join("\n");
  return shapes.flatMap(({ start, end, line, rule }): Finding[] => {
    if (before.includes(content.slice(start, end))) return [];
    const number = lines[line - 1]?.number ?? null;
    return [{ kind: "secret", path, line: number, why: `holds what looks like a secret (${rule})` }];
  });
}

/** A place in a text that has the shape of a token or key; `line` counts from 1. */
export interface SecretShape {
  start: number;
  end: number;
  line: number;
  rule: string;
}

/** Something that is looked through: what it is called, which some rules go by, and what it holds. */
export interface NamedContent {
  path: string;
  content: string;
}

/** So much text is looked through at once as makes no pause that is felt. */
const charsAtOnce = 128 * 1024;
const mostAtOnce = 256;

/** Some rules hold for these files alone, and a key of several lines must not be sought across two files. */
const alone = ({ path, content }: NamedContent) =>
  /\.(?:json|npmrc)$/.test(path) || content.includes("-----BEGIN") || content.length > charsAtOnce;

/**
 * Finds the shapes of tokens and keys in each of many texts. Most have none, and one look at many costs little more than
 * one at one, which is taken only of those that were found to have some together.
 */
export async function findShapesIn(texts: readonly NamedContent[]): Promise<SecretShape[][]> {
  const found: SecretShape[][] = texts.map(() => []);
  const look = async (indices: readonly number[]) => {
    for (const index of indices) {
      found[index] = await findShapes(texts[index] as NamedContent);
      // The ruleset never waits for anything: signals and timers would stand still until the last file.
      await breathe();
    }
  };
  for (const indices of together(texts)) {
    const content = indices.map((index) => texts[index]?.content ?? "").join("\n\n");
    if (indices.length > 1 && (await findShapes({ path: "text", content })).length === 0) await breathe();
    else await look(indices);
  }
  return found;
}

/** The places of texts that may be looked at together, in order. */
export function together(texts: readonly NamedContent[]): number[][] {
  const groups: number[][] = [];
  let open: number[] = [];
  let chars = 0;
  for (const [index, text] of texts.entries()) {
    if (alone(text)) {
      groups.push([index]);
      continue;
    }
    if (open.length === 0 || open.length === mostAtOnce || chars + text.content.length > charsAtOnce) {
      open = [];
      chars = 0;
      groups.push(open);
    }
    open.push(index);
    chars += text.content.length;
  }
  return groups;
}

/** Finds the shapes of tokens and keys in one text, by one ruleset that others keep. */
export async function findShapes({ path, content }: NamedContent): Promise<SecretShape[]> {
  // What else rules know an extension for is read from the disk, where it is another file or none.
  const ext = path.endsWith(".json") ? ".json" : "";
  const { messages } = await lintSource({
    source: { filePath: path, content, contentType: "text", ext },
    options: { config: { rules: [{ id: "preset", rule: presetRecommend }] }, noPhysicFilePath: true },
  });
  return messages.map(({ range: [start, end], loc, ruleId, messageId }) => {
    return { start, end, line: loc.start.line, rule: `${ruleId.replace(/^.*secretlint-rule-/, "")}: ${messageId}` };
  });
}
