import { expect, test } from "bun:test";
import { delimiter, join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import type { Protocol, Step } from "../support/stand-in/steps.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";

async function play(protocol: Protocol, steps: (place: string) => Step[], args: readonly string[]) {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const bin = join(state.path, "bin");
  const agent = installStandIn(bin, protocol, steps(state.path));
  const env = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}` };
  const flags = ["--intake", "rules", "--deliver", "branch", "--no-verify", "--json"];
  return await runArtifact({ cwd: repo.path, env, args: ["Fix the typo in a.txt", ...agent, ...flags, ...args] });
}

test.each<[Protocol]>([["claude"], ["codex"], ["pi"]])(
  "%s says that it is done and then fails: that is what is told, not that it said nothing",
  async (protocol) => {
    const steps: Step[] = [
      { do: "write", path: "a.txt", content: "x\n" },
      { do: "say", text: "Done." },
      { do: "end", exit: 7 },
    ];
    const { events } = await play(protocol, () => steps, ["--mode", "focused"]);
    const [error] = eventsOf(events, "agent.error");
    expect(error?.message).toBe("It said that it was done, and then failed with exit code 7");
  },
  40_000,
);

const story = (n: number) => ({
  ...{ id: `S${n}`, title: `Part ${n}`, brief: `Do part ${n}`, writes: [`p${n}.txt`], reads: [], dependsOn: [] },
  ...{ acceptance: ["done"], verify: [], weight: "light" },
});

test("a planner that fails after its plan has planned; and a dry run's last line says so", async () => {
  const plan: Step = { do: "say", text: JSON.stringify({ stories: [story(1), story(2)] }) };
  const args = ["--mode", "parallel", "--dry-run"];
  const ended = await play("codex", () => [plan, { do: "end", exit: 7 }], args);
  expect([ended.exitCode, eventsOf(ended.events, "plan.enforced").length]).toEqual([0, 1]);
  expect(eventsOf(ended.events, "run.finished")[0]).toMatchObject({ outcome: "delivered", dryRun: true });
  const last = ended.stderr.split("\n").filter((line) => / dry run: /.test(line));
  expect(last).toEqual([expect.stringMatching(/: planned in /)]);
}, 40_000);

test("a story that changes nothing after its folder was removed says both", async () => {
  const once = (place: string) => `if [ ! -e '${place}/once' ]; then touch '${place}/once'; rm -rf "$PWD"; fi`;
  const ended = await play("claude", (place) => [{ do: "run", command: once(place) }, { do: "end" }], [
    "--mode",
    "focused",
  ]);
  expect(ended.exitCode).toBe(4);
  const reason = eventsOf(ended.events, "story.finished")[0]?.reason ?? "";
  expect(reason).toMatch(/changed nothing.*; the attempt before it failed: The story's folder ".*" was removed/);
  expect(ended.stderr).toMatch(/S1 trouble: The story's folder .* was removed/);
}, 40_000);
