import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gitIn, writeFiles } from "../support/scratch.ts";
import { leftovers } from "./checkout-state.ts";
import { playground } from "./playground.ts";
import { planText, story, writing } from "./scripted-endpoint.ts";

const typo = { "Fix the typo in a.txt": [writing({ "a.txt": "fixed\n" })] };

test("focused: a goal ends in one pull request with not a byte of ours, and a follow-up goes on with it", async () => {
  await using play = await playground({
    stories: { ...typo, "Rename the heading of a.txt": [writing({ "a.txt": "renamed\n" })] },
  });
  const first = await play.run(["Fix the typo in a.txt", "--mode", "focused", "--verify", "sh check.sh"]);
  expect(first.exitCode).toBe(0);
  const url = `${play.forge.url}/acme/shop/pull/1`;
  expect(first.delivered).toMatchObject({ kind: "pr", url, pushed: true });
  expect(play.changed()).toEqual(["a.txt"]);
  const [pull] = play.there.pulls;
  expect(pull).toMatchObject({ title: "Fix the typo in a.txt", draft: false, base: "main" });
  expect(pull?.body).toContain("- `sh check.sh`: passes");
  const second = await play.run(["continue", "--pr", "1", "Rename the heading of a.txt"]);
  expect(second.exitCode).toBe(0);
  expect(second.delivered).toMatchObject({ kind: "pr", url, why: "Updated the open pull request #1 into main" });
  expect(play.there.pulls).toHaveLength(1);
  expect(gitIn(play.there.folder, "show", `${pull?.headBranch}:a.txt`)).toBe("renamed");
  expect(pull?.body).toContain("> Fix the typo in a.txt");
  expect(pull?.body).toContain("> Rename the heading of a.txt");
  expect(leftovers(play.repo.path)).toEqual([]);
});

test.each(["sequential", "parallel"] as const)("%s: the stories of a plan end in one pull request", async (mode) => {
  await using play = await playground({
    stories: { A: [writing({ "a.txt": "a1\n" })], B: [writing({ "b.txt": "b1\n" })] },
  });
  const stories = [story("S1", { title: "A", writes: ["a.txt"] }), story("S2", { title: "B", writes: ["b.txt"] })];
  const ended = await play.run(["conduct", "-", "--mode", mode], { stdin: planText(mode, stories) });
  expect(ended.exitCode).toBe(0);
  expect(ended.delivered).toMatchObject({ kind: "pr", url: `${play.forge.url}/acme/shop/pull/1` });
  expect(play.changed()).toEqual(["a.txt", "b.txt"]);
  expect(play.there.pulls[0]?.body).toContain(`**Mode:** ${mode}`);
});

test("killed between the push and the request, and resumed: one pull request", async () => {
  await using play = await playground({ stories: typo });
  play.forge.misbehave("POST", /\/pulls$/, { hang: true });
  const arrived = play.forge.arrival("POST", /\/pulls$/);
  const killed = await play.run(["Fix the typo in a.txt", "--mode", "focused"], {
    onStart: (kill) => void arrived.then(() => kill("SIGKILL")),
  });
  expect(killed.signal).toBe("SIGKILL");
  expect(killed.delivered).toBeUndefined();
  const resumed = await play.run(["resume"]);
  expect(resumed.exitCode).toBe(0);
  expect(resumed.delivered).toMatchObject({ kind: "pr", url: `${play.forge.url}/acme/shop/pull/1` });
  expect(play.there.pulls).toHaveLength(1);
  expect(play.changed()).toEqual(["a.txt"]);
});

test("what failed is run again: the pull request that is open is brought up to date, and no second one is made", async () => {
  let good = false;
  const second = () => writing({ "d.txt": good ? "good\n" : "bad\n" });
  await using play = await playground({
    stories: {
      A: [writing({ "a.txt": "a1\n" })],
      B: ({ turn }) => (turn === 0 ? second() : { text: "Done" }),
    },
  });
  const stories = [
    story("S1", { title: "A", writes: ["a.txt"] }),
    story("S2", { title: "B", writes: ["d.txt"], verify: ["grep good d.txt"] }),
  ];
  const args = ["conduct", "-", "--no-verify"];
  const first = await play.run(args, { stdin: planText("parallel", stories) });
  expect(first.exitCode).toBe(1);
  expect(play.there.pulls[0]).toMatchObject({ draft: true });
  good = true;
  const again = await play.run(["resume"]);
  expect(again.exitCode).toBe(0);
  expect(again.delivered).toMatchObject({ kind: "pr", url: first.delivered?.url ?? "" });
  expect(again.delivered?.why).toBe(
    "Updated the open pull request #1 into main; it is still a draft: mark it as ready there",
  );
  expect(play.there.pulls).toHaveLength(1);
  expect(play.changed()).toEqual(["a.txt", "d.txt"]);
  expect(play.there.pulls[0]?.body).not.toContain("failed");
}, 60_000);

test("a follow-up that failed in part is run again on the branch that it follows", async () => {
  let good = false;
  await using play = await playground({
    stories: {
      ...typo,
      B: ({ turn }) => (turn === 0 ? writing({ "d.txt": good ? "good\n" : "bad\n" }) : { text: "Done" }),
      C: [writing({ "c.txt": "c\n" })],
    },
    plan: {
      stories: [
        story("S1", { title: "C", writes: ["c.txt"] }),
        story("S2", { title: "B", writes: ["d.txt"], verify: ["grep good d.txt"] }),
      ],
    },
  });
  const opened = await play.run(["Fix the typo in a.txt", "--mode", "focused", "--no-verify"]);
  const followed = opened.delivered?.branch ?? "";
  const first = await play.run(["continue", "Write c.txt, then d.txt", "--mode", "sequential", "--no-verify"]);
  expect([first.exitCode, first.delivered?.branch]).toEqual([1, followed]);
  good = true;
  const again = await play.run(["resume", first.events[0]?.run ?? ""]);
  expect([again.exitCode, again.delivered?.branch]).toEqual([0, followed]);
  expect(play.there.pulls).toHaveLength(1);
  expect(play.changed()).toEqual(["a.txt", "c.txt", "d.txt"]);
  expect(play.repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro")).toBe(followed);
}, 60_000);

test("a pull request that can't be had is exit 5 before anything is spent, and auto says what it leaves", async () => {
  await using play = await playground({ stories: typo });
  const refused = await play.run(["Fix the typo in a.txt", "--mode", "focused", "--deliver", "pr"], {
    env: { GH_TOKEN: "" },
  });
  expect(refused.exitCode).toBe(5);
  expect(refused.stderr).toContain("there is no sign-in for");
  expect(refused.events).toEqual([]);
  // Known to nobody here: the remote alone has it.
  gitIn(play.there.folder, "branch", "baro", "main");
  const inTheWay = await play.run(["Fix the typo in a.txt", "--mode", "focused", "--deliver", "pr"]);
  expect(inTheWay.exitCode).toBe(5);
  expect(inTheWay.stderr).toContain('a branch called "baro"');
  expect(inTheWay.events).toEqual([]);
  gitIn(play.there.folder, "branch", "-D", "baro");
  const local = await play.run(["Fix the typo in a.txt", "--mode", "focused"], { env: { GH_TOKEN: "" } });
  expect(local.exitCode).toBe(0);
  expect(local.delivered).toMatchObject({ kind: "branch", next: `git push origin ${local.delivered?.branch}` });
});

test("in a job of GitHub Actions the summary and the step's outputs are written", async () => {
  await using play = await playground({ stories: typo });
  const env = {
    GITHUB_ACTIONS: "true",
    GITHUB_STEP_SUMMARY: join(play.state.path, "summary.md"),
    GITHUB_OUTPUT: join(play.state.path, "output"),
  };
  await play.run(["Fix the typo in a.txt", "--mode", "focused"], { env });
  expect(readFileSync(env.GITHUB_STEP_SUMMARY, "utf8")).toContain("Delivered");
  expect(readFileSync(env.GITHUB_OUTPUT, "utf8")).toContain(`${play.forge.url}/acme/shop/pull/1`);
});

test("a pre-push hook of the person looks at what is pushed and at nothing else, and its refusal is told as theirs", async () => {
  const hook = (folder: string) => `#!/bin/sh
read local commit remote was
echo "saw $(cat a.txt) $(ls untracked.txt 2>/dev/null)$(git status --porcelain) $1 $remote $was" >> "${folder}/hook.txt"
[ -e "${folder}/agree" ] && exit 0
echo 'the large files are not uploaded' >&2
exit 1
`;
  await using play = await playground({ stories: typo }, hook);
  const args = ["Fix the typo in a.txt", "--mode", "focused", "--no-verify"];
  const refused = await play.run(args);
  expect(refused.delivered).toMatchObject({ kind: "branch" });
  expect(refused.delivered?.why).toBe("Not pushed: your pre-push hook refused it (the large files are not uploaded)");
  expect(play.there.pulls).toEqual([]);
  writeFiles(play.state.path, { agree: "" });
  const agreed = await play.run(args);
  expect(agreed.delivered).toMatchObject({ kind: "pr" });
  const [first = "", second = ""] = readFileSync(join(play.state.path, "hook.txt"), "utf8").split("\n");
  for (const line of [first, second]) {
    expect(line).toMatch(/^saw fixed {2}origin refs\/heads\/baro\/\S+ 0{40}$/);
  }
});
