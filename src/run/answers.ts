import { z } from "zod";
import { BaroError } from "../core/error.ts";
import { type Mode, modes } from "../core/mode.ts";
import type { ModeAnswer, PlanReview } from "../core/person.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import { parsePlan } from "../plan/parse-plan.ts";

/** What came, as an answer of the kind that was asked for; or why it is none, as the end of a sentence. */
export type Read<T> = { ok: true; value: T } | { ok: false; why: string };

/** How an answer is read, for each kind of question. A `null` answer leaves. */
export type Reader<T> = (answer: unknown) => Read<T>;

/** The envelope of an answer on stdin: `{"id": "q1", "answer": …}`. */
const envelope = z.strictObject({ id: z.string().min(1).max(40), answer: z.unknown().optional() });

/** Reads one line of stdin. `id` null: it names no question. */
export function readAnswerLine(line: string): { id: string; answer: unknown } | { id: string | null; why: string } {
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch {
    return { id: null, why: 'it is not JSON: write {"id": …, "answer": …} on one line' };
  }
  const read = envelope.safeParse(document);
  if (!read.success) return { id: idOf(document), why: problemsOf(read.error) };
  const { id, answer } = read.data;
  return answer === undefined ? { id, why: "answer: it is missing" } : { id, answer };
}

function idOf(document: unknown): string | null {
  const { id } = (document ?? {}) as { id?: unknown };
  return typeof id === "string" && id.length <= 40 ? id : null;
}

/** The most characters of an answer in words: as many as a goal may have. */
const mostWords = 64 * 1024;

const words = z
  .string()
  .max(mostWords)
  .refine((text) => text.trim() !== "", "some words are needed")
  .refine((text) => !text.includes("\0"), "it has a NUL character");

export const readWords: Reader<string> = (answer) => readAs(words, answer, (text) => text.trim());

const yesOrNo = z.union([z.boolean(), z.enum(["yes", "no"])]);

/** As the word that a terminal's question gets. */
export const readYesOrNo: Reader<string> = (answer) =>
  readAs(yesOrNo, answer, (said) => (said === true || said === "yes" ? "yes" : "no"));

/** The value of one of a few answers. */
export function readChoice<T extends string>(answers: readonly { value: T }[]): Reader<T> {
  const values = answers.map(({ value }) => value);
  return (answer) => {
    const chosen = values.find((value) => value === answer);
    return chosen === undefined
      ? { ok: false, why: `answer: it must be one of ${values.join(", ")}` }
      : { ok: true, value: chosen };
  };
}

const modeAnswer = z.union([
  z.enum(modes).transform((mode) => ({ mode, accepted: false })),
  z.strictObject({ mode: z.enum(modes), accepted: z.boolean().default(false) }),
]);

/** `shown`: the mode whose plan, one story, was shown and can be accepted with it; null: none was. */
export function readMode(shown: Mode | null): Reader<ModeAnswer> {
  return (answer) =>
    readAs(modeAnswer, answer, ({ mode, accepted }) => ({ mode, accepted: accepted && mode === shown }));
}

const review = z.union([
  z.enum(["accept", "leave", "undo"]).transform((action) => ({ action })),
  z.discriminatedUnion("action", [
    z.strictObject({ action: z.literal("accept") }),
    z.strictObject({ action: z.literal("leave") }),
    z.strictObject({ action: z.literal("undo") }),
    z.strictObject({ action: z.literal("mode"), mode: z.enum(modes), keeps: z.boolean().default(false) }),
    z.strictObject({ action: z.literal("edit"), stories: z.unknown() }),
  ]),
]);

/**
 * An edit gives all stories of the plan as they shall be; what they are called and hold is checked as in a plan's file.
 * `changes`: so many can be taken back.
 */
export function readReview({ plan }: EnforcedPlan, changes: number): Reader<PlanReview> {
  return (answer) => {
    const read = readAs(review, answer, (said) => said);
    if (read.ok && read.value.action === "undo" && changes === 0) {
      return { ok: false, why: "answer: there is no change to take back" };
    }
    if (!read.ok || read.value.action !== "edit") return read as Read<PlanReview>;
    try {
      const edited = parsePlan({ ...plan, stories: read.value.stories }, "the answer");
      return { ok: true, value: { action: "edit", plan: edited } };
    } catch (error) {
      if (!(error instanceof BaroError)) throw error;
      return { ok: false, why: error.message };
    }
  };
}

function readAs<S extends z.ZodType, T>(schema: S, answer: unknown, take: (value: z.output<S>) => T): Read<T> {
  const read = schema.safeParse(answer);
  return read.success ? { ok: true, value: take(read.data) } : { ok: false, why: problemsOf(read.error, "answer") };
}

/** Each field that is wrong and why, on one line. */
function problemsOf(error: z.ZodError, root = ""): string {
  const problems = error.issues.flatMap((issue) => {
    // Of a choice, the form that came nearest tells most.
    const inner = issue.code === "invalid_union" ? issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0] : null;
    return (inner ?? [issue]).map((each) => ({ path: [...issue.path, ...(inner == null ? [] : each.path)], each }));
  });
  const texts = problems.map(({ path, each }) => {
    const place = [...(root === "" ? [] : [root]), ...path.map(String)].join(".");
    return place === "" ? each.message : `${place}: ${each.message}`;
  });
  return [...new Set(texts)].join("; ");
}

/** How far into the answer a form got before it did not fit. */
function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path, code }) => path.length + (code === "unrecognized_keys" ? 1 : 0)));
}
