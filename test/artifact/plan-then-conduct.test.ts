import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

test("what `plan --json` decided stays with the plan through conduct and its report", async () => {
  using repo = scratchRepository({ "README.md": "# Words\n", "a.txt": "a\n", "b.txt": "b\n" });
  using state = privateState();
  await using endpoint = await scriptedEndpoint({
    stories: { First: [writing({ "a.txt": "a1\n" })], Second: [writing({ "b.txt": "b1\n" })] },
    plan: {
      stories: [
        story("S1", { title: "First", writes: ["a.txt"] }),
        story("S2", { title: "Second", writes: ["b.txt"], dependsOn: ["S1"] }),
      ],
    },
  });
  const by = ["--agent", "openai"];
  const call = (args: string[], stdin?: string) =>
    runArtifact({
      args,
      cwd: repo.path,
      env: { ...state.env, ...endpoint.env },
      ...(stdin === undefined ? {} : { stdin }),
    });
  const planned = await call(["plan", "--json", "--mode", "sequential", "First a.txt, then b.txt from it", ...by]);
  expect(planned.exitCode).toBe(0);
  const { decision } = JSON.parse(planned.stdout);
  expect(decision).toMatchObject({ mode: "sequential", source: "flag" });
  const asked = endpoint.served.length;

  const ended = await call(["conduct", "-", "--json", ...by], planned.stdout);
  expect(ended.exitCode).toBe(0);
  expect(eventsOf(ended.events, "run.started")[0]?.decided).toEqual(decision);
  expect(eventsOf(ended.events, "intake.decided")).toMatchObject([decision]);
  expect(eventsOf(ended.events, "mode.chosen")).toMatchObject([
    { mode: "sequential", by: "plan", suggested: "sequential" },
  ]);
  // Nothing was decided anew: only stories were worked on.
  expect(endpoint.served.slice(asked).every(({ lastUser }) => /^# (First|Second)/.test(lastUser))).toBe(true);
  const report = await call(["report", "--format", "markdown"]);
  expect(report.stdout.replaceAll("\\", "")).toContain(decision.reason);

  const broken = { ...JSON.parse(planned.stdout), decision: { ...decision, confidence: "high" } };
  const refused = await call(["conduct", "-", ...by], JSON.stringify(broken));
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("decision.confidence");
});
