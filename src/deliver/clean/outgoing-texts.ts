import { besideFiles } from "../../git/beside-files.ts";
import { git } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";
import { decodedIn } from "../../text/decoded.ts";
import { redactor, type Secret, shows } from "../../text/redact.ts";
import { findShapes, findShapesIn } from "./find-secrets.ts";
import type { Finding } from "./finding.ts";

/** What a push shows beside the content of files. */
export interface OutgoingTexts {
  /** By commit. */
  messages: readonly { commit: string; message: string }[];
  paths: readonly string[];
  branches: readonly string[];
}

/** The messages of a range's commits, and every path that one of them touches. */
export async function outgoingTexts(
  host: Host,
  root: string,
  range: readonly string[],
  branches: readonly string[],
): Promise<OutgoingTexts> {
  const log = ["log", "--no-color", "--no-show-signature", "--no-notes", "--encoding=UTF-8"];
  const names = ["--format=", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--diff-merges=first-parent"];
  const { cwd, env } = await besideFiles(host, root);
  const [messages, paths] = await Promise.all([
    git(host, cwd, [...log, "--no-patch", "--format=%H%x00%B%x00", ...range, "--"], { env }),
    git(host, cwd, [...log, ...names, ...range, "--"], { env }),
  ]);
  const fields = messages.split("\0");
  const commits = fields.flatMap((field, index) => {
    const commit = field.trim();
    return index % 2 === 0 && commit !== "" ? [{ commit, message: fields[index + 1] ?? "" }] : [];
  });
  return { messages: commits, paths: [...new Set(paths.split("\0").filter((path) => path !== ""))], branches };
}

/** Looks for secrets in messages and names. A finding in a name says where, without the secret. */
export async function findInTexts(texts: OutgoingTexts, values: readonly Secret[]): Promise<Finding[]> {
  const clean = redactor(values);
  const [messages, paths, branches] = [
    await findIn(texts.messages, ({ message }) => message, values),
    await findIn(texts.paths, (path) => path, values),
    await findIn(texts.branches, (branch) => branch, values),
  ];
  const findings: Finding[] = [];
  for (const [{ commit }, found] of messages) {
    findings.push({ ...found, path: `the message of ${commit.slice(0, 10)}`, line: null, at: "message" });
  }
  for (const [path, found] of paths) {
    findings.push({ ...found, path: await withoutShapes(clean(path)), line: null, at: "path" });
  }
  for (const branch of texts.branches) {
    const found = branches.get(branch) ?? findSlug(branch, values);
    if (found !== null) findings.push({ ...found, path: "the branch's name", line: null, at: "branch" });
  }
  return findings;
}

type Found = Pick<Finding, "kind" | "why">;

/** Those of some things whose text holds a secret, and what it is. */
async function findIn<T>(
  things: readonly T[],
  textOf: (thing: T) => string,
  values: readonly Secret[],
): Promise<Map<T, Found>> {
  const found = new Map<T, Found>();
  const unshown: T[] = [];
  for (const thing of things) {
    const text = textOf(thing);
    const seen = [text, text.replace(/\s+/g, ""), ...decodedIn(text).flatMap(({ texts }) => texts)];
    const value = values.find((one) => seen.some((each) => shows(each, one)));
    if (value === undefined) unshown.push(thing);
    else found.set(thing, { kind: "private-value", why: `holds the value of ${value.origin}` });
  }
  const shapes = await findShapesIn(unshown.map((thing) => ({ path: "text", content: textOf(thing) })));
  for (const [index, thing] of unshown.entries()) {
    const rule = shapes[index]?.[0]?.rule;
    if (rule !== undefined) found.set(thing, { kind: "secret", why: `holds what looks like a secret (${rule})` });
  }
  return found;
}

/** A branch's name is made of words of a goal in lower case, with dashes for everything else. */
function findSlug(branch: string, values: readonly Secret[]): Found | null {
  const slugOf = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const name = slugOf(branch);
  const value = values.find(({ forms: [exact = ""] }) => slugOf(exact).length >= 8 && name.includes(slugOf(exact)));
  return value === undefined ? null : { kind: "private-value", why: `holds the value of ${value.origin}` };
}

async function withoutShapes(path: string): Promise<string> {
  const shapes = (await findShapes({ path: "text", content: path })).toSorted((a, b) => b.start - a.start);
  return shapes.reduce((text, { start, end }) => `${text.slice(0, start)}[redacted]${text.slice(end)}`, path);
}
