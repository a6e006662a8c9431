import { expect, test } from "bun:test";
import { resumeRun, runGoal } from "../../src/run/run.ts";
import { failureOf } from "./support/failure-of.ts";
import { playground } from "./support/in-process.ts";

test.each<[string, Record<string, string>, string]>([
  ["filter", { "filter.vault.clean": "no-such-vault" }, 'README.md goes through the filter "vault"'],
  ["signer", { "commit.gpgSign": "true", "gpg.program": "false" }, "Cannot sign the commit"],
])("a %s that broke since stops a run from going on, before an agent is started anew", async (_what, broken, told) => {
  await using place = await playground(
    { stories: {} },
    { ".gitattributes": "*.md filter=vault\n", "README.md": "# Words\n" },
  );
  const set = (settings: Record<string, string>) => {
    for (const [name, value] of Object.entries(settings)) place.repo.git("config", name, value);
  };
  set({ "filter.vault.clean": "cat", "filter.vault.smudge": "cat", "filter.vault.required": "true" });
  const flags = { mode: "focused", verify: false, deliver: "branch" } as const;
  const first = await place.play(flags, (invocation) => runGoal(invocation, "Fix the typo in README.md"));
  expect(first.types).toContain("story.started");
  const run = first.events[0]?.run ?? "";
  set(broken);
  const next = await place.play(flags, (invocation) => resumeRun(invocation, { run, stories: ["S1"], all: false }));
  expect(await failureOf(Promise.reject(next.error))).toContain(told);
  expect(next.types).toEqual([]);
});
