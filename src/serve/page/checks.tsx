import { type CheckFacts, skippedText, verdictOfCheck } from "../../core/check.ts";
import { checkText } from "../../report/figure-rows.ts";
import type { RunState } from "../../state/run-state.ts";
import { failingLines } from "../../text/failing-lines.ts";
import { plainLines } from "../../text/plain.ts";
import { Folded } from "./printed.tsx";

const marks = { passed: "good", failed: "bad", as_on_base: "warn", not_run: "quiet" } as const;

/** What each check said the last time that it ran. A red one shows what fails, and on demand the end of its output. */
export function Checks({ checks }: { checks: readonly CheckFacts[] }) {
  if (checks.length === 0) return null;
  const newest = new Map(checks.map((check) => [check.command, check]));
  return (
    <ul class="checks">
      {[...newest.values()].map((check) => (
        <li key={check.command} class={marks[verdictOfCheck(check)]}>
          <span class="lines">{checkText(check)}</span>
          {verdictOfCheck(check) === "passed" ? null : <Failing check={check} />}
        </li>
      ))}
    </ul>
  );
}

function Failing({ check }: { check: CheckFacts }) {
  const lines = failingLines(check, 8);
  const output = plainLines(check.tail);
  return (
    <>
      {lines.length === 0 ? null : <pre>{lines.join("\n")}</pre>}
      {output.length <= lines.length ? null : (
        <Folded summary="Last lines of output">{() => <pre>{output.join("\n")}</pre>}</Folded>
      )}
    </>
  );
}

/** What the checks of the merged result proved, and which did not run. */
export function ResultChecks({ state }: { state: RunState }) {
  if (state.verified.length + state.unchecked.length === 0) return null;
  return (
    <>
      <h3>Checks of the result</h3>
      <Checks checks={state.verified} />
      {state.unchecked.map((skipped) => (
        <p class="warn">{skippedText(skipped)}</p>
      ))}
    </>
  );
}
