import type { z } from "zod";
import { BaroError } from "../core/error.ts";
import type { Plan } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import { normalisePattern } from "../surface/pattern/pattern.ts";
import { shorten } from "../text/shorten.ts";
import { isAtBase } from "./path-at-base.ts";
import type { Problem, Problems } from "./plan-problems.ts";
import { holdsNul, planSchema } from "./plan-schema.ts";
import { saysNothing } from "./story-draft.ts";

export type Checked = { ok: true; plan: Plan } | { ok: false; problems: Problems };

/**
 * Checks that a document is a plan: its shape, its ids and its patterns. Patterns come back in their one spelling. `files`,
 * of a plan that was just written: those of the base, of which one may have a name such as "none".
 */
export function checkPlan(document: unknown, files: readonly string[] | null = null): Checked {
  const parsed = planSchema.safeParse(document);
  if (!parsed.success) return failed(parsed.error.issues.flatMap((issue) => problemsOfIssue(issue, document)));
  const problems: Problem[] = [];
  const stories = parsed.data.stories.map((story, place) => checkStory(story, `stories[${place}]`, problems));
  if (files !== null) problems.push(...namelessPaths(parsed.data.stories, files));
  problems.push(...repeatedIds(stories));
  return problems.length > 0 ? failed(problems) : { ok: true, plan: { ...parsed.data, stories } };
}

function failed(problems: readonly Problem[]): Checked {
  const [first, ...rest] = problems;
  if (first === undefined) throw new Error("A check failed without a problem");
  return { ok: false, problems: [first, ...rest] };
}

function checkStory(story: Story, at: string, problems: Problem[]): Story {
  if (story.dependsOn.includes(story.id)) {
    const what = `"${story.id}" waits for itself`;
    problems.push({
      at: `${at}.dependsOn[${story.dependsOn.indexOf(story.id)}]`,
      what,
      remedy: `Remove "${story.id}"`,
    });
  }
  const patterns = (field: "writes" | "reads") =>
    story[field].map((pattern, place) => checkPattern(pattern, `${at}.${field}[${place}]`, problems));
  return { ...story, title: oneLine(story.title), writes: patterns("writes"), reads: patterns("reads") };
}

function checkPattern(pattern: string, at: string, problems: Problem[]): string {
  try {
    return normalisePattern(pattern);
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    const why = error.message.slice(error.message.lastIndexOf(": ") + 2);
    problems.push({ at, what: `${quote(pattern)}: ${why}`, remedy: error.hint ?? "" });
    return pattern;
  }
}

function namelessPaths(stories: readonly Story[], files: readonly string[]): Problem[] {
  return stories.flatMap((story, at) =>
    (["writes", "reads"] as const).flatMap((field) =>
      story[field].flatMap((path, place): Problem[] => {
        const what = path.trim() === "" || files.includes(path) ? null : wordsOf(path, files);
        if (what === null) return [];
        const remedy = `Name the files that ${story.id} ${field}`;
        return [{ at: `stories[${at}].${field}[${place}]`, what: `${quote(path)} ${what}`, remedy }];
      }),
    ),
  );
}

/** What is wrong with words in the place of a path, which would be taken for the name of a new file; `null`: nothing. */
function wordsOf(path: string, files: readonly string[]): string | null {
  if (saysNothing(path)) return "names no file";
  if (path.startsWith("!")) return "takes files away, which no list of paths can";
  if (!/\s/.test(path.trim()) || (isAtBase(path, files) && !/[*?{]/.test(path))) return null;
  const words = path.split(/[\s"'`|,;()]+/).filter((word) => /[./]/.test(word) && /^(?:[^{}]|\{[^{}]*\})*$/.test(word));
  return words.some((word) => isAtBase(word, files)) ? "is words about files, and no path" : null;
}

/** A title becomes the subject of a commit. */
function oneLine(title: string): string {
  return title.replaceAll(/\s+/g, " ").trim();
}

function repeatedIds(stories: readonly Story[]): Problem[] {
  const firstPlaces = new Map<string, number>();
  return stories.flatMap((story, place): Problem[] => {
    const first = firstPlaces.get(story.id);
    if (first === undefined) {
      firstPlaces.set(story.id, place);
      return [];
    }
    const what = `${quote(story.id)} is already the id of stories[${first}]`;
    return [{ at: `stories[${place}].id`, what, remedy: "Give every story an id of its own" }];
  });
}

function problemsOfIssue(issue: z.core.$ZodIssue, document: unknown): Problem[] {
  const at = pathText(issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = issue.path.length === 0 ? planSchema.shape : planSchema.shape.stories.element.shape;
    const remedy = `Known fields: ${Object.keys(known).join(", ")}`;
    return issue.keys.map((key) => ({ at: pathText([...issue.path, key]), what: "this field is unknown", remedy }));
  }
  const value = valueAt(document, issue.path);
  if (value === undefined) return [{ at, what: "it is missing", remedy: remedyFor(issue) }];
  return [{ at, what: `${quote(value)}: ${reasonOf(issue)}`, remedy: remedyFor(issue) }];
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `it is not ${article(issue.expected)}`;
    case "invalid_value":
      return `it is not ${issue.values.map((value) => quote(value)).join(" or ")}`;
    case "too_big":
      return `it has more than ${issue.maximum} ${issue.origin === "string" ? "characters" : "entries"}`;
    default:
      return issue.message;
  }
}

function remedyFor(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `Write ${issue.values.map((value) => quote(value)).join(", ")}`;
  if (issue.code === "invalid_type") return `Write ${article(issue.expected)}`;
  if (issue.code === "too_big") return "Make it smaller";
  if (issue.path.at(-1) === "id") return 'Number the stories "S1", "S2", and so on';
  return issue.message === holdsNul ? "Leave that character out" : "Fill it in";
}

function article(type: string): string {
  return type === "array" ? "a list" : /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    document,
  );
}

function quote(value: unknown): string {
  return shorten(JSON.stringify(value) ?? String(value), 80);
}
