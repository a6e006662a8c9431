import { isRecord, type JsonRecord, textOf } from "../core/narrow.ts";
import type { PlanChange } from "../core/plan.ts";
import { type Weight, weights } from "../core/story.ts";
import { shorten } from "../text/shorten.ts";
import type { PlannedPlace } from "./path-at-base.ts";
import { repairDependencies } from "./repair-dependencies.ts";
import { pathsIn } from "./repair-path.ts";
import { storiesIn } from "./stories-in-reply.ts";
import { type Draft, idIn, listIn, quote, saysNothing } from "./story-draft.ts";
import { fromWhereTheyStand } from "./where-they-stand.ts";

export interface RepairedReply {
  /** `{stories}` with everything in place that could be understood; anything else as it was. */
  document: unknown;
  changes: PlanChange[];
}

/**
 * Puts a planner's book-keeping right where it is plain what was meant, and says so: ids and dependencies, paths, lists
 * that are one text, weights, a document around the document. Never drops a story, and never lets one write more than
 * it said. What can't be meant is left for the plan's check.
 */
export function repairReply(reply: unknown, place: PlannedPlace): RepairedReply {
  const { stories, around } = storiesIn(reply);
  if (stories === null || !stories.every(isRecord)) return { document: reply, changes: [] };
  const drafts = withIds(stories);
  const repaired = drafts.map((draft) => repairStory(draft, drafts, place));
  const changes = drafts.flatMap(({ id, changes: told }) =>
    told.map((why): PlanChange => ({ rule: "repair", stories: [id], why })),
  );
  const ids = drafts.map(({ id }) => id);
  const unpacked: PlanChange[] = around === null ? [] : [{ rule: "repair", stories: ids, why: around }];
  return { document: { stories: repaired }, changes: [...unpacked, ...changes] };
}

/** Ids that are only written differently become what they are; any other, or none, gets the next free number. */
function withIds(stories: readonly JsonRecord[]): Draft[] {
  const known = knownIds(stories);
  const taken = new Set(known);
  let next = 1;
  return stories.map((written, place) => {
    let id = known[place] ?? null;
    while (id === null) {
      const free = `S${next++}`;
      if (!taken.has(free)) id = free;
    }
    const changes = written["id"] === id ? [] : [`${id} has its id from ${quote(written["id"])}`];
    return { id, written: withOwnNames({ id, written, changes }), changes };
  });
}

/** The ids that stories have of themselves. Of two that have the same, and that none waits for by it, the later one has none. */
function knownIds(stories: readonly JsonRecord[]): (string | null)[] {
  const ids = stories.map(({ id }) => idIn(id));
  const waited = new Set(stories.flatMap((story) => waitedFor(story).map((item) => idIn(item) ?? item)));
  return ids.map((id, at) => (id !== null && ids.indexOf(id) < at && !waited.has(id) ? null : id));
}

/** What a story waits for, as far as it can be told before its fields have their names. */
function waitedFor(story: JsonRecord): unknown[] {
  const fields = Object.entries(story).filter(([key]) => isDependsOn(key));
  return fields.flatMap(([, value]) => (typeof value === "string" ? value.split(/[^\w#-]+/) : value));
}

/** What planners call a field when they do not call it by its name: without case, underlines and dashes. */
const otherNames = {
  title: ["name", "summary"],
  brief: ["description", "instructions", "details", "prompt"],
  writes: [
    "files",
    "write",
    "paths",
    "surface",
    "filestomodify",
    "filestochange",
    "writepaths",
    "writepatterns",
    "filestowrite",
    "filestoedit",
    "targetfiles",
    "outputs",
  ],
  reads: ["read", "context", "filestoread", "readpaths", "inputs"],
  dependsOn: ["dependson", "dependencies", "depends", "deps", "after", "requires", "blockedby"],
  acceptance: ["acceptancecriteria", "criteria"],
  verify: ["verification", "checks", "verifycommands", "testcommands"],
  weight: ["size", "complexity", "effort"],
} as const;

function isDependsOn(key: string): boolean {
  const names: readonly string[] = otherNames.dependsOn;
  return names.includes(bareName(key));
}

function bareName(key: string): string {
  return key.toLowerCase().replaceAll(/[\s_-]/g, "");
}

/** A story with its fields under their own names. One that has both keeps its own. */
function withOwnNames({ id, written, changes }: Draft): JsonRecord {
  const found: JsonRecord = { ...written };
  for (const [field, others] of Object.entries(otherNames)) {
    if (written[field] !== undefined) continue;
    const wanted: readonly string[] = others;
    const key = Object.keys(written).find(
      (one) => wanted.includes(bareName(one)) || bareName(one) === field.toLowerCase(),
    );
    if (key === undefined) continue;
    found[field] = written[key];
    changes.push(`${id}'s ${key} is its ${field}`);
  }
  return found;
}

function repairStory(draft: Draft, drafts: readonly Draft[], place: PlannedPlace): JsonRecord {
  const { id } = draft;
  const fields = {
    id,
    ...repairWords(draft),
    writes: repairPaths(draft, "writes", place),
    reads: repairPaths(draft, "reads", place),
    dependsOn: repairDependencies(draft, drafts),
    acceptance: repairTexts(draft, "acceptance"),
    verify: repairTexts(draft, "verify"),
    weight: repairWeight(draft),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}

function repairPaths(draft: Draft, field: "writes" | "reads", place: PlannedPlace): unknown {
  // A comma within braces belongs to the pattern.
  const list = flatPaths(listIn(draft, field, /\n|,(?![^{]*\})/));
  if (!Array.isArray(list)) return list;
  // A file may have such a name.
  const named = list.filter((item) => !saysNothing(item) || place.files.includes(String(item)));
  if (named.length > 0 && named.length < list.length)
    draft.changes.push(`${draft.id} ${field} ${named.length} paths: what else the planner wrote names none`);
  if (named.length === 0 && list.length > 0 && field === "reads")
    draft.changes.push(`${draft.id} reads nothing in particular: the planner wrote ${quote(list)}`);
  const words = [draft.written["title"], draft.written["brief"]].map(textOf);
  // A story that names no path may write everywhere: that is never made out of one that says something.
  return (named.length > 0 || field === "reads" ? named : list).flatMap((item: unknown) => {
    const text = isRecord(item) ? (item["path"] ?? item["file"] ?? item["pattern"]) : item;
    if (typeof text !== "string") return [item];
    const around = { words: [text, ...words], beside: list.map(textOf) };
    const paths = pathsIn(text, place).map((path) => fromWhereTheyStand(path, place, around));
    if (paths.length > 1 || paths[0] !== item) {
      const told = paths.map((path) => `\`${path}\``).join(" and ");
      draft.changes.push(`${draft.id} ${field} ${told}: the planner wrote ${quote(item)}`);
    }
    return paths;
  });
}

/** Paths by what becomes of them, paths as the keys of what is said of them, lists within lists: all of it is one list. */
function flatPaths(value: unknown): unknown {
  // Nothing is never what is left: a story that names no path may write everywhere.
  const flat = Array.isArray(value) ? value.flat(2) : [];
  if (!isRecord(value)) return flat.length > 0 ? flat : value;
  const [keys, values] = [Object.keys(value), Object.values(value)];
  if (keys.length > 0 && keys.every((key) => /[./*]/.test(key))) return keys;
  const isList = (inner: unknown) => Array.isArray(inner) && inner.every((path) => typeof path === "string");
  return values.every(isList) && values.flat().length > 0 ? values.flat() : value;
}

function repairTexts(draft: Draft, field: "acceptance" | "verify"): unknown {
  const list = listIn(draft, field, null);
  if (!Array.isArray(list)) return list;
  const filled = list.filter((item) => !saysNothing(item));
  if (filled.length < list.length)
    draft.changes.push(`${draft.id}'s ${field} has ${filled.length} entries: what else the planner wrote says nothing`);
  if (field === "acceptance") return filled.map((item) => acceptanceIn(draft, item));
  return filled.map((item: unknown) => {
    const text = isRecord(item) ? (item["command"] ?? item["cmd"] ?? item["run"]) : item;
    if (typeof text !== "string") return item;
    const bare = /^(`+)([^`]+)\1$/.exec(text.trim())?.[2] ?? text;
    // The prompt of a shell; a `>` or a `#` would be more than that.
    const command = bare.replace(/^\s*(?:\$|❯|%)\s+(?=\S)/, "");
    const wrote = typeof item === "string" && command === bare ? "it in backquotes" : quote(item);
    if (command !== item) draft.changes.push(`${draft.id} verifies with \`${command}\`: the planner wrote ${wrote}`);
    return command;
  });
}

/** One sentence, where a planner wrote it with a name before it. */
function acceptanceIn(draft: Draft, item: unknown): unknown {
  if (!isRecord(item)) return item;
  const known = ["text", "criterion", "criteria", "description", "condition", "then", "statement"];
  const values = Object.values(item).filter((value) => typeof value === "string");
  const text = known.map((key) => item[key]).find((value) => typeof value === "string") ?? values.join(", ");
  if (text === "") return item;
  draft.changes.push(`${draft.id}'s acceptance has ${quote(text)}: the planner wrote ${quote(item)}`);
  return text;
}

/** A title is without marks and without the id; one that is missing is the brief's first line. */
function repairWords({ id, written, changes }: Draft): JsonRecord {
  const { title, brief } = written;
  const whole = Array.isArray(brief) && brief.every((line) => typeof line === "string") ? brief.join("\n") : brief;
  const given = typeof title === "number" ? String(title) : title;
  const line = given ?? (typeof whole === "string" ? headline(whole) : given);
  const bare = typeof line === "string" ? withoutMarks(line, id) : line;
  if (bare !== title) changes.push(`${id} is called ${quote(bare)}: the planner wrote ${quote(title)}`);
  if (whole !== brief) changes.push(`${id}'s brief is a list of lines: it is one text`);
  return { title: bare, brief: whole };
}

function headline(text: string): string | undefined {
  const line = text.trim().split("\n")[0] ?? "";
  return line === "" ? undefined : shorten(line, 72);
}

function withoutMarks(title: string, id: string): string {
  const lead = /^(?:(?:story|task|step)\s+)?([\w-]+)\s*[:.–—]\s+(?=\S)/i.exec(title);
  const rest = lead !== null && idIn(lead[1]) === id ? title.slice(lead[0].length) : title;
  return /^(\*\*|__|`)(.+)\1$/s.exec(rest.trim())?.[2] ?? rest;
}

const sizes: Readonly<Record<string, Weight>> = {
  small: "light",
  low: "light",
  easy: "light",
  trivial: "light",
  medium: "standard",
  normal: "standard",
  moderate: "standard",
  large: "heavy",
  high: "heavy",
  hard: "heavy",
  complex: "heavy",
  big: "heavy",
  xs: "light",
  s: "light",
  m: "standard",
  l: "heavy",
  xl: "heavy",
};

/** A weight says how large a story is, and no more: one that nobody knows is the usual one. */
function repairWeight(draft: Draft): unknown {
  const value = draft.written["weight"] ?? undefined;
  if (value === undefined) return undefined;
  // What is said of it stands behind it: "light (one file)".
  const bare = typeof value === "string" ? (/[a-z]+/.exec(value.toLowerCase())?.[0] ?? "") : "";
  const meant = weights.find((weight) => weight === bare) ?? sizes[bare] ?? "standard";
  if (meant === value) return value;
  draft.changes.push(`${draft.id} is ${meant}: the planner wrote ${quote(value)}`);
  return meant;
}
