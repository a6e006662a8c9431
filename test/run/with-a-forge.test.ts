import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { deliverRun } from "../../src/run/deliver-run.ts";
import { readRun } from "../../src/run/read-run.ts";
import { conductPlan, continueWork, resumeRun, runGoal } from "../../src/run/run.ts";
import type { Invocation } from "../../src/run/run-context.ts";
import { planText, story, writing } from "../artifact/scripted-endpoint.ts";
import { type StandInForge, standInToken, startForge } from "../deliver/stand-in/forge.ts";
import type { StandInRepository } from "../deliver/stand-in/state.ts";
import { gitIn } from "../support/scratch.ts";
import { failureOf } from "./support/failure-of.ts";
import { playground } from "./support/in-process.ts";

const typo = "Fix the typo in README.md";
const stories = {
  [typo]: [writing({ "README.md": "# Worlds\n" })],
  "Write a": [writing({ "a.txt": "new a\n" })],
  "Write b": [writing({ "b.txt": "new b\n" })],
};
const [a, b] = [
  story("S1", { title: "Write a", writes: ["a.txt"] }),
  story("S2", { title: "Write b", writes: ["b.txt"] }),
];

let forge: StandInForge;
beforeAll(async () => {
  forge = await startForge();
});
afterAll(() => forge[Symbol.asyncDispose]());

/** A clone of a repository of the forge, signed in to. */
async function clone(path: string, scripted: Parameters<typeof playground>[0] = { stories }) {
  const there: StandInRepository = forge.add(path);
  const place = await playground(scripted);
  Object.assign(place.env, { BARO_FORGE: "github", GH_TOKEN: standInToken });
  place.repo.git("remote", "add", "origin", forge.cloneUrl(path));
  place.repo.git("push", "--quiet", there.folder, "main");
  place.repo.git("update-ref", "refs/remotes/origin/main", "main");
  return { ...place, there };
}
const focused = { mode: "focused", verify: false } as const;

describe("a run that opens a pull request", () => {
  test("opens one, and a follow-up of it pushes onto the same branch", async () => {
    await using place = await clone("acme/one");
    const { there } = place;
    const run = await place.play({ ...focused, deliver: "pr" }, (invocation) => runGoal(invocation, typo));
    expect([run.error, run.end?.exitCode]).toEqual([null, 0]);
    const branch = `baro/${run.end?.run}`;
    const url = `${forge.url}/acme/one/pull/1`;
    expect(run.of("delivery.finished")).toMatchObject([{ kind: "pr", branch, url }]);
    expect(there.pulls).toMatchObject([{ title: typo, headBranch: branch, base: "main", state: "open" }]);
    const head = gitIn(there.folder, "rev-parse", branch);

    const comment = { author: "bob", body: "Please write a new a.txt" };
    there.pulls[0]?.threads.push({ resolved: false, path: "README.md", line: 1, comments: [comment] });
    const flags = { pr: "1", "pr-comments": true, verify: false };
    const next = await place.play(flags, (invocation) => continueWork(invocation, null));
    expect(next.error).toBeNull();
    expect(next.of("run.started")).toMatchObject([{ base: head, follows: { branch, pr: 1, target: "main" } }]);
    expect(next.of("run.started")[0]?.goal).toContain("Please write a new a.txt");
  });

  test("says what a request lacks that feedback is asked of", async () => {
    await using place = await clone("acme/two");
    const first = await place.play({ ...focused, deliver: "branch" }, (invocation) => runGoal(invocation, typo));
    expect(first.end?.exitCode).toBe(0);
    const branch = `baro/${first.end?.run}`;
    const feedback = (flags: object) =>
      place.play({ ...focused, ...flags }, (invocation) => continueWork(invocation, null));
    const none = await feedback({ branch, "pr-comments": true });
    expect(String(none.error)).toContain(`Cannot read the open review comments of "${branch}": it has no pull request`);
    const checks = await feedback({ branch, "pr-checks": true });
    expect(String(checks.error)).toContain(`Cannot read the failing checks of "${branch}"`);
    const opened = await place.play({ verify: false }, (invocation) =>
      asEnd(deliverRun(invocation, { run: null, all: false })),
    );
    expect(opened.error).toBeNull();
    const quiet = await feedback({ pr: "1", "pr-comments": true });
    expect(String(quiet.error)).toContain("Cannot find anything to do: #1 has no open review comments");
    const green = await feedback({ pr: "1", "pr-checks": true });
    expect(String(green.error)).toContain("Cannot find anything to do: #1 has no failing checks");
  });
});

/** A delivery as an end of something that is played. */
async function asEnd(delivering: ReturnType<typeof deliverRun>): Promise<{ exitCode: number; run: null }> {
  const { exitCode } = await delivering;
  return { exitCode, run: null };
}

describe("a run that left a branch", () => {
  test("is delivered later, again as often as is asked, and its journal knows", async () => {
    await using place = await clone("acme/three");
    let at: Invocation | null = null;
    const run = await place.play({ deliver: "branch", verify: ["grep -q new b.txt"] }, (invocation) => {
      at = invocation;
      return conductPlan(invocation, planText("parallel", [a, b]), "plan.json");
    });
    expect(run.end?.exitCode).toBe(0);
    const name = run.end?.run ?? "";
    const events = () => readRun((at as unknown as Invocation).options.stateDir, name);
    const before = events().length;
    const deliver = () => place.play({}, (invocation) => asEnd(deliverRun(invocation, { run: name, all: false })));
    const first = await deliver();
    expect([first.error, first.end?.exitCode]).toEqual([null, 0]);
    expect(first.types).toEqual(["run.resumed", "delivery.finished", "run.finished"]);
    expect(first.of("delivery.finished")).toMatchObject([{ kind: "pr", url: `${forge.url}/acme/three/pull/1` }]);
    expect(first.of("run.finished")).toMatchObject([
      { outcome: "delivered", exitCode: 0, mode: "parallel", stories: 2, files: 2 },
    ]);
    const pull = place.there.pulls[0];
    expect(pull?.body).toContain("grep -q new b.txt");
    expect(pull?.body).toContain("Write b");
    expect(gitIn(place.there.folder, "rev-parse", `baro/${name}`)).toBe(place.repo.git("rev-parse", `baro/${name}`));
    expect(events().length).toBe(before + 3);
    const again = await deliver();
    expect(again.of("delivery.finished")).toMatchObject([
      { kind: "pr", why: "Updated the open pull request #1 into main" },
    ]);
    expect(place.there.pulls).toHaveLength(1);
    // What is delivered has nothing left to do.
    const resumed = await place.play({}, (invocation) => resumeRun(invocation, { run: name, stories: [], all: false }));
    expect(String(resumed.error)).toContain("everything is delivered");
  });

  test("stays as it is where the forge says no: that is told, with exit code 1", async () => {
    await using place = await clone("acme/four");
    const run = await place.play({ ...focused, deliver: "branch" }, (invocation) => runGoal(invocation, typo));
    forge.misbehave("POST", /\/repos\/acme\/four\/pulls$/, { answer: 422, body: { message: "No" } }, 5);
    const failed = await place.play({}, (invocation) =>
      asEnd(deliverRun(invocation, { run: run.end?.run ?? null, all: false })),
    );
    expect([failed.error, failed.end?.exitCode]).toEqual([null, 1]);
    expect(failed.of("delivery.finished")[0]?.kind).not.toBe("pr");
    expect(place.there.pulls).toEqual([]);
  });

  test("is pushed through the person's own hook, whose refusal is theirs", async () => {
    await using place = await clone("acme/five");
    const run = await place.play({ ...focused, deliver: "branch" }, (invocation) => runGoal(invocation, typo));
    const hook = join(place.repo.path, ".git/hooks/pre-push");
    place.repo.write({ ".git/hooks/pre-push": "#!/bin/sh\necho 'not on a Friday' >&2\nexit 1\n" });
    chmodSync(hook, 0o755);
    const held = await place.play({}, (invocation) =>
      asEnd(deliverRun(invocation, { run: run.end?.run ?? null, all: false })),
    );
    expect(held.of("delivery.finished")[0]?.why ?? String(held.error)).toContain("not on a Friday");
    expect(gitIn(place.there.folder, "branch", "--list", "baro/*")).toBe("");
  });
});

/** A follow-up that writes `ours` to b.txt, while somebody pushes `theirs` onto its branch. */
async function pushedMeanwhile(path: string, ours: string, theirs: Record<string, string>) {
  let push = () => {};
  const place = await clone(path, {
    stories: {
      ...stories,
      "Write a new b.txt": ({ turn }) => {
        push();
        return turn === 0 ? writing({ "b.txt": ours }) : { text: "Done" };
      },
    },
  });
  const { folder } = place.there;
  const run = await place.play({ ...focused, deliver: "pr" }, (invocation) => runGoal(invocation, typo));
  const branch = `baro/${run.end?.run}`;
  let pushed = "";
  push = () => {
    if (pushed !== "") return;
    pushed = commitOnTop(folder, branch, theirs);
  };
  const next = await place.play({ pr: "1", verify: false }, (invocation) =>
    continueWork(invocation, "Write a new b.txt"),
  );
  expect([next.error, next.end?.exitCode]).toEqual([null, 0]);
  const at = (file: string) => gitIn(folder, "show", `${branch}:${file}`);
  return {
    at,
    before: gitIn(folder, "rev-parse", `${branch}~1`),
    pushed,
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

/** A commit with these files on a branch of a bare repository; gives back its id. */
function commitOnTop(folder: string, branch: string, files: Record<string, string>): string {
  const made = (args: string[], text: string) =>
    Bun.spawnSync(["git", ...args], { cwd: folder, stdin: Buffer.from(text) })
      .stdout.toString()
      .trim();
  const kept = gitIn(folder, "ls-tree", branch)
    .split("\n")
    .filter((entry) => !Object.keys(files).some((path) => entry.endsWith(`\t${path}`)));
  const added = Object.entries(files).map(
    ([path, text]) => `100644 blob ${made(["hash-object", "-w", "--stdin"], text)}\t${path}`,
  );
  const tree = made(["mktree"], `${[...kept, ...added].join("\n")}\n`);
  const commit = gitIn(folder, "commit-tree", "-p", branch, "-m", "Theirs", tree);
  gitIn(folder, "update-ref", `refs/heads/${branch}`, commit);
  return commit;
}

test("what somebody pushed onto the branch meanwhile is kept: the run's commits go on top of it", async () => {
  await using ended = await pushedMeanwhile("acme/six", "new b\n", { "theirs.txt": "theirs\n" });
  expect([ended.at("b.txt"), ended.at("theirs.txt")]).toEqual(["new b", "theirs"]);
  expect(ended.before).toBe(ended.pushed);
});

test("on top of what somebody pushed meanwhile a file is merged by the attributes that it has there", async () => {
  const theirs = { "b.txt": "b\ntheirs\n", ".gitattributes": "b.txt merge=union\n" };
  await using ended = await pushedMeanwhile("acme/nine", "b\nours\n", theirs);
  expect(ended.at("b.txt")).toBe("b\ntheirs\nours");
});

test("a run that was shown what it would deliver, and can't any more, says so before it begins", async () => {
  await using place = await clone("acme/seven");
  Object.assign(place.env, { GH_TOKEN: "wrong" });
  const run = await place.play({ ...focused, deliver: "pr" }, (invocation) => runGoal(invocation, typo));
  expect(await failureOf(Promise.reject(run.error))).toStartWith("delivery-impossible: ");
  expect(run.types).toEqual([]);
  expect(place.served).toEqual([]);
});
