import type { CheckFacts, CheckVerdict } from "./event.ts";

/** The verdict of a check; of a journal from before there were verdicts, by its exit code and the base's. */
export function verdictOfCheck({ verdict, ok, baseOk }: CheckFacts): CheckVerdict {
  if (verdict !== undefined) return verdict;
  if (ok) return "passed";
  return baseOk === false ? "as_on_base" : "failed";
}

/** A check that fails, and not only as it did before the work began. */
export function isBlamed(check: CheckFacts): boolean {
  return verdictOfCheck(check) === "failed";
}
