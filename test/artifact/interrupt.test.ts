import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { checkoutState } from "./checkout-state.ts";
import { orphans } from "./orphans.ts";
import { planText, running, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const stories = {
  A: [writing({ "a.txt": "from A\n" })],
  // Never ends by itself: only the signal ends it.
  B: [writing({ "b.txt": "half\n" }), running("sleep 600"), writing({ "b.txt": "whole\n" })],
};
const plan = planText("parallel", [
  story("S1", { title: "A", writes: ["a.txt"] }),
  story("S2", { title: "B", writes: ["b.txt"] }),
]);

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "%s while an agent runs a command: all stops, the journal is whole, resume goes on",
  async (signal, exitCode) => {
    await using endpoint = await scriptedEndpoint({ stories });
    using state = privateState();
    using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
    const env = { ...state.env, ...endpoint.env };
    const before = checkoutState(repo.path);
    const args = ["conduct", "-", "--agent", "openai", "--no-verify", "--json"];
    let merged = false;
    let sleeping = false;
    let sent = false;
    const first = await runArtifact({
      cwd: repo.path,
      env,
      args,
      stdin: plan,
      onEvent: (event, kill) => {
        merged ||= event.type === "story.merged";
        sleeping ||= event.type === "agent.tool.called" && JSON.stringify(event.input).includes("sleep 600");
        if (merged && sleeping && !sent) {
          sent = true;
          kill(signal);
        }
      },
    });
    expect(first.exitCode).toBe(exitCode);
    expect(first.events.at(-1)).toMatchObject({ type: "run.finished", outcome: "interrupted", exitCode });
    expect(orphans(state.path)).toEqual([]);
    expect(checkoutState(repo.path)).toEqual(before);
    expect(first.stderr).toContain("baro resume");

    stories.B = [writing({ "b.txt": "whole\n" })];
    const second = await runArtifact({ cwd: repo.path, env, args: ["resume", "--json"] });
    stories.B = [writing({ "b.txt": "half\n" }), running("sleep 600"), writing({ "b.txt": "whole\n" })];
    expect(second.exitCode).toBe(0);
    expect(eventsOf(second.events, "story.started").map(({ story }) => story)).toEqual(["S2"]);
    const branch = eventsOf(second.events, "delivery.finished")[0]?.branch ?? "";
    expect(repo.git("show", `${branch}:a.txt`)).toBe("from A");
    expect(repo.git("show", `${branch}:b.txt`)).toBe("whole");
    expect(second.events[0]?.seq).toBe((first.events.at(-1)?.seq ?? 0) + 1);
  },
);

/** In another repository a run must be named; outside of all there is only the one that is live. */
async function stopFromElsewhere(repository: string, env: Record<string, string>) {
  using other = scratchRepository();
  expect(other.path).not.toBe(repository);
  const refused = await runArtifact({ cwd: other.path, env, args: ["stop"] });
  return [refused, await runArtifact({ cwd: "/", env, args: ["stop"] })] as const;
}

test("stop ends a live run from another terminal", async () => {
  await using endpoint = await scriptedEndpoint({ stories });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  const env = { ...state.env, ...endpoint.env };
  let stopped: ReturnType<typeof stopFromElsewhere> | undefined;
  const ended = await runArtifact({
    cwd: repo.path,
    env,
    args: ["conduct", "-", "--agent", "openai", "--no-verify", "--json"],
    stdin: plan,
    onEvent: (event) => {
      const sleeping = event.type === "agent.tool.called" && JSON.stringify(event.input).includes("sleep 600");
      if (sleeping) stopped ??= stopFromElsewhere(repo.path, env);
    },
  });
  expect(ended.exitCode).toBe(143);
  const [refused, done] = (await stopped) ?? [];
  expect(refused?.exitCode).toBe(2);
  expect(refused?.stderr).toContain("none of this repository is live; of others: do-it-all-");
  expect(done?.exitCode).toBe(0);
  expect(done?.stdout).toContain("baro resume");
  expect(orphans(state.path)).toEqual([]);
});
