import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import { protocols } from "../support/stand-in/steps.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { checkoutState } from "./checkout-state.ts";
import { planText, running, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** How a folder is made that can't be removed by whoever runs the tests: root needs more than permissions. */
const lock = process.getuid?.() === 0 ? "chattr +i" : "chmod a-w";
const unlock = lock === "chattr +i" ? "chattr -R -i" : "chmod -R u+w";

function canLock(): boolean {
  using folder = scratchFolder();
  const place = join(folder.path, "d");
  mkdirSync(place);
  writeFileSync(join(place, "f"), "");
  const locked = spawnSync("/bin/sh", [
    "-c",
    `${lock} '${place}'; rm -rf '${place}' 2>/dev/null; test -e '${place}/f'; r=$?; ${unlock} '${place}'; exit $r`,
  ]);
  chmodSync(place, 0o755);
  return locked.status === 0;
}

test.skipIf(!canLock()).each([
  ["among what tools leave", "node_modules/.cache/d"],
  ["among its own files", "s1/d"],
  ["outside of its surface", "elsewhere/d"],
])("a folder that can't be removed, %s, holds no other story up, and is named at the end", async (_where, place) => {
  const command = `echo 1 > s1.txt; mkdir -p ${place}; echo x > ${place}/f; ${lock} ${place}`;
  const stories = { First: [running(command)], Second: [writing({ "s2.txt": "2\n" })] };
  await using endpoint = await scriptedEndpoint({ stories });
  using state = privateState();
  using repo = scratchRepository({ ".gitignore": "node_modules/\n", "a.txt": "a\n" });
  const before = checkoutState(repo.path);
  const plan = planText("parallel", [
    story("S1", { title: "First", writes: ["s1.txt", "s1/**"] }),
    story("S2", { title: "Second", writes: ["s2.txt"] }),
  ]);
  const args = ["conduct", "-", "--agent", "openai", "--json", "--no-verify", "--parallel", "1", "--deliver", "branch"];
  try {
    const run = await runArtifact({ cwd: repo.path, args, env: { ...state.env, ...endpoint.env }, stdin: plan });
    const ends = new Map(
      eventsOf(run.events, "story.finished").map(({ story: id, outcome }) => [id as string, outcome]),
    );
    expect(ends.get("S2")).toBe("merged");
    expect([0, 1]).toContain(run.exitCode ?? -1);
    const notices = eventsOf(run.events, "run.notice").map(({ message }) => message);
    expect(notices.filter((text) => text.includes("Cannot remove everything"))).toHaveLength(1);
    expect(run.events.findIndex(({ type }) => type === "delivery.finished")).toBeGreaterThan(0);
    expect(checkoutState(repo.path)).toEqual(before);
  } finally {
    spawnSync("/bin/sh", ["-c", `${unlock} '${state.path}'`]);
  }
});

test.skipIf(!canLock()).each(protocols.map((name) => [name]))(
  "%s plans and leaves what can't be removed: the plan is there, and the place is named",
  async (protocol) => {
    using state = privateState();
    using repo = scratchRepository({ "a.txt": "a\n" });
    const before = checkoutState(repo.path);
    const bin = join(state.path, "bin");
    const stories = [1, 2].map((n) => story(`S${n}`, { title: `Part ${n}`, writes: [`p${n}.txt`] }));
    const agent = installStandIn(bin, protocol, [
      { do: "run", command: `mkdir d; echo x > d/f; ${lock} d` },
      { do: "say", text: JSON.stringify({ stories }) },
      { do: "end" },
    ]);
    const env = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}` };
    const goal = "Create p1.txt with a list of colours and create p2.txt with a list of animals";
    try {
      const planned = await runArtifact({ cwd: repo.path, env, args: ["plan", "--mode", "parallel", goal, ...agent] });
      expect(planned.exitCode).toBe(0);
      expect(planned.stdout).toContain("Part 2");
      expect(planned.stdout + planned.stderr).toMatch(/Cannot remove everything in\s+"[^"]*look-/);
      expect(checkoutState(repo.path)).toEqual(before);
    } finally {
      spawnSync("/bin/sh", ["-c", `${unlock} '${state.path}'`]);
    }
  },
  40_000,
);
