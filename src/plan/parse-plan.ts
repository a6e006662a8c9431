import type { Decision } from "../core/decision.ts";
import { BaroError, messageOf } from "../core/error.ts";
import { parseJson } from "../core/parse-json.ts";
import { type GivenPlan, mostPlanBytes, type Plan } from "../core/plan.ts";
import { checkPlan } from "./check-plan.ts";
import { invalidPlan } from "./plan-problems.ts";
import { decisionSchema, derivedFields } from "./plan-schema.ts";

/** Reads a plan from JSON text, with the decision that it was made under; `where` names its source in messages. Throws `plan-invalid`. */
export function parsePlanText(text: string, where: string): GivenPlan {
  const hint = "Write one JSON document, as `baro plan --json` prints it";
  if (text.length > mostPlanBytes) {
    throw new BaroError("plan-invalid", `Cannot read the plan in "${where}": it is larger than 32 MiB`, { hint });
  }
  let document: unknown;
  try {
    // Editors on some systems begin a file with a byte order mark.
    document = parseJson(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const why = text.trim() === "" ? "it is empty" : `it is not JSON (${messageOf(error)})`;
    throw new BaroError("plan-invalid", `Cannot read the plan in "${where}": ${why}`, { hint });
  }
  return { plan: parsePlan(document, where, []), decision: decisionIn(document, where) };
}

/** Null in a plan that was written by hand: nobody decided. */
function decisionIn(document: unknown, where: string): Decision | null {
  const told = isRecord(document) ? (document["decision"] ?? null) : null;
  if (told === null) return null;
  const read = decisionSchema.safeParse(told);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const at = ["decision", ...(issue?.path ?? [])].join(".");
  const remedy = "Leave it as `baro plan --json` printed it, or remove it";
  throw invalidPlan([{ at, what: issue?.message ?? "it is not a decision", remedy }], `the plan in "${where}"`);
}

/** Checks a plan: `{version, goal, mode, stories}`, or what `baro plan --json` prints; `files` as for `checkPlan`. Throws `plan-invalid`. */
export function parsePlan(document: unknown, where: string, files: readonly string[] | null = null): Plan {
  const checked = checkPlan(planOf(document), files);
  if (checked.ok) return checked.plan;
  throw invalidPlan(checked.problems, `the plan in "${where}"`);
}

/** The plan in a document: all of it, or its `plan`; what is worked out anew is left out. */
export function planOf(document: unknown): unknown {
  if (!isRecord(document)) return document;
  const inner = document["plan"];
  if (isRecord(inner)) return inner;
  return Object.fromEntries(Object.entries(document).filter(([key]) => !derivedFields.includes(key)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
