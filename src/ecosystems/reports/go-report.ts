import { shellWord } from "../../text/quoting.ts";
import { goEvents, goTest } from "../results/compiled.ts";
import type { MakeForm } from "./report-form.ts";

/** `go test -json`. What it would have printed without stands in it, line by line. */
export const goReport: MakeForm = (command) =>
  /^go test \.\S/.test(command) || command === "go test ."
    ? {
        command: (file) => `${command.replace(/^go test/, "go test -json")} >${shellWord(file)}`,
        read: (report) => {
          const read = goTest(report);
          return read === null ? null : { ...read, text: textIn(report) };
        },
        alone: true,
      }
    : null;

/** What is printed of packages and of the tests that fail; of all others only with -v. */
function textIn(report: string): string {
  const red = new Set<string>();
  const events = goEvents(report);
  for (const { action, place, test } of events) if (action === "fail" && test !== null) red.add(`${place} ${test}`);
  return events
    .filter(({ place, test, output }) => {
      if (/^=== (?:RUN|PAUSE|CONT|NAME) /.test(output)) return false;
      return test === null ? output !== "PASS\n" : red.has(`${place} ${test}`);
    })
    .map(({ output }) => output)
    .join("");
}
