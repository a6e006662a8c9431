import { expect, test } from "bun:test";
import { runChecks } from "../../src/conduct/run-checks.ts";
import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchRepository } from "../support/scratch.ts";

/** The stream of a run so far, and what is said from here on. */
function streamOf(told: string[]) {
  const events: RunEvent[] = told.map((message, seq) => ({
    v: 1,
    seq,
    at: "",
    run: "r1",
    type: "run.notice",
    message,
  }));
  const said: RunEventBody[] = [];
  return { said, stream: { events, emit: async (event: RunEventBody) => void said.push(event) } };
}

const notice = "Checks found in the project: `make test` (Makefile)";

test.each<[string, string[] | null, string[], string[], string[]]>([
  ["finds them when nothing was asked for", null, [], ["make test"], [notice]],
  ["says so once over a resume", null, [notice], ["make test"], []],
  ["takes what was asked for", ["npm run check"], [], ["npm run check"], []],
  ["runs none when none are wanted", [], [], [], []],
])("runChecks() %s", async (_name, verify, told, checks, notices) => {
  using repository = scratchRepository({ Makefile: "test:\n\ttrue\n" });
  const { said, stream } = streamOf(told);
  const request = {
    host: systemHost(),
    options: { verify },
    repository: { root: repository.path },
    base: "HEAD",
    stream,
  };
  expect(await runChecks(request)).toMatchObject({ checks, skipped: [] });
  expect(said).toEqual(notices.map((message) => ({ type: "run.notice", message })));
});
