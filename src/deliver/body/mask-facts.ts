import type { CheckFacts } from "../../core/check.ts";
import { redacted, redactor, type Secret } from "../../text/redact.ts";
import type { BodyFacts } from "../body-facts.ts";
import { findShapes } from "../clean/find-secrets.ts";

/** The facts without private values and without what looks like a token: a request is read by more people than a goal. */
export async function maskFacts(facts: BodyFacts, values: readonly Secret[]): Promise<BodyFacts> {
  const mask = (text: string) => maskText(text, values);
  return {
    ...facts,
    goal: await mask(facts.goal),
    reason: await mask(facts.reason),
    askedInstead: await Promise.all((facts.askedInstead ?? []).map(mask)),
    stories: await Promise.all(
      facts.stories.map(async (story) => ({
        ...story,
        title: await mask(story.title),
        reason: await mask(story.reason),
        takenOver: await Promise.all((story.takenOver ?? []).map(mask)),
        leftOut: await Promise.all((story.leftOut ?? []).map(mask)),
      })),
    ),
    names: await Promise.all((facts.names ?? []).map(mask)),
    unchecked: await Promise.all(facts.unchecked.map(mask)),
    checks: await Promise.all(facts.checks.map((check) => maskCheck(check, mask))),
  };
}

async function maskCheck(check: CheckFacts, mask: (text: string) => Promise<string>): Promise<CheckFacts> {
  const [command, tail, failing, newlyFailing] = await Promise.all([
    mask(check.command),
    mask(check.tail),
    Promise.all((check.failing ?? []).map(mask)),
    Promise.all((check.newlyFailing ?? []).map(mask)),
  ]);
  const { why = null } = check;
  return { ...check, command, tail, failing, newlyFailing, why: why === null ? null : await mask(why) };
}

/** A text without private values and without what looks like a token. */
export async function maskText(text: string, values: readonly Secret[]): Promise<string> {
  let result = redactor(values)(text);
  // From the end, so that the places of the others stay right.
  const shapes = (await findShapes({ path: "text", content: result })).toSorted((a, b) => b.start - a.start);
  for (const { start, end } of shapes) result = `${result.slice(0, start)}${redacted}${result.slice(end)}`;
  return result;
}
