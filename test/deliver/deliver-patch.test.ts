import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deliver } from "../../src/deliver/deliver.ts";
import type { DeliverInput } from "../../src/deliver/deliver-input.ts";
import { planDelivery } from "../../src/deliver/plan-delivery.ts";
import { shellWord } from "../../src/text/quoting.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";
import { anywhere, bodyFacts, never, testHost } from "./support.ts";

const host = testHost();

/** A repository with work on `baro/bye-abc`, and what is needed to deliver it as a patch. */
async function work(make: (repo: ReturnType<typeof scratchRepository>) => void) {
  const repo = scratchRepository({ "a.txt": "one\ntwo\n", "dos.txt": "one\r\ntwo\r\n" });
  const state = scratchFolder();
  const base = repo.git("rev-parse", "HEAD");
  repo.git("switch", "--quiet", "-c", "baro/bye-abc");
  make(repo);
  const commit = repo.git("rev-parse", "HEAD");
  repo.git("switch", "--quiet", "main");
  const plan = await planDelivery(host, {
    root: repo.path,
    choice: "patch",
    base: "HEAD",
    target: null,
    signal: never,
  });
  const input: DeliverInput = {
    plan,
    root: repo.path,
    branch: "baro/bye-abc",
    base,
    commit,
    run: "abc",
    runFolder: join(state.path, "a run's"),
    body: bodyFacts({ stories: [anywhere] }),
    signal: never,
  };
  const dispose = () => {
    repo[Symbol.dispose]();
    state[Symbol.dispose]();
  };
  return { repo, input, [Symbol.dispose]: dispose };
}

/** Types the command that the delivery names, in the person's checkout, and gives the resulting tree. */
function applyByHand(root: string, next: string | null): string {
  Bun.spawnSync(["sh", "-c", next ?? "false"], { cwd: root, env: process.env as Record<string, string> });
  gitIn(root, "add", "--all");
  return gitIn(root, "write-tree");
}

test("a patch is a series for git am that gives the same files, binary and CRLF ones too", async () => {
  using made = await work((repo) => {
    repo.commit("First", { "a.txt": "one\n2\n", "new dir/ü.txt": "x\n" });
    repo.commit("Second", { "dos.txt": "one\r\n2\r\n", "bin.dat": "\u0000\u0001\u0002" });
  });
  const before = gitIn(made.repo.path, "status", "--porcelain");
  const delivered = await deliver(host, made.input);
  expect(gitIn(made.repo.path, "status", "--porcelain")).toBe(before);
  expect(delivered).toMatchObject({ kind: "patch", branch: "baro/bye-abc", url: null });
  expect(delivered.next).toBe(`git am --keep-cr ${shellWord(join(made.input.runFolder, "bye-abc.patch"))}`);
  const tree = applyByHand(made.repo.path, delivered.next);
  expect(tree).toBe(made.repo.git("rev-parse", `${made.input.commit}^{tree}`));
  expect(made.repo.git("log", "--format=%s", "-2")).toBe("Second\nFirst");
});

test("a history with merges becomes a plain diff for git apply", async () => {
  using made = await work((repo) => {
    repo.commit("Left", { "left.txt": "l\n" });
    repo.git("switch", "--quiet", "-c", "right", "main");
    repo.commit("Right", { "right.txt": "r\n" });
    repo.git("switch", "--quiet", "baro/bye-abc");
    repo.git("merge", "--quiet", "--no-edit", "right");
  });
  const delivered = await deliver(host, made.input);
  expect(delivered.next).toStartWith(`git -C ${shellWord(made.repo.path)} apply `);
  expect(applyByHand(made.repo.path, delivered.next)).toBe(made.repo.git("rev-parse", `${made.input.commit}^{tree}`));
});

test("the person's diff settings do not change what the patch says", async () => {
  using made = await work((repo) => {
    repo.commit("First", { "a.txt": "one\n2\n" });
    for (const [key, value] of [
      ["diff.noprefix", "true"],
      ["diff.external", "false"],
      ["color.ui", "always"],
      ["format.attach", "true"],
      ["apply.whitespace", "error"],
    ]) {
      repo.git("config", key ?? "", value ?? "");
    }
  });
  const delivered = await deliver(host, made.input);
  expect(applyByHand(made.repo.path, delivered.next)).toBe(made.repo.git("rev-parse", `${made.input.commit}^{tree}`));
});

test("a patch file that can't be written is an error that names it", async () => {
  using made = await work((repo) => void repo.commit("First", { "a.txt": "2\n" }));
  const patchFile = join(made.repo.path, "a.txt", "out.patch");
  const plan = { ...made.input.plan, settings: { ...made.input.plan.settings, patchFile } };
  await expect(deliver(host, { ...made.input, plan })).rejects.toThrow(`Cannot write the patch "${patchFile}"`);
});

test("a patch goes where it was asked to go", async () => {
  using made = await work((repo) => void repo.commit("First", { "a.txt": "2\n" }));
  const patchFile = join(made.input.runFolder, "deep", "out.patch");
  const plan = { ...made.input.plan, settings: { ...made.input.plan.settings, patchFile } };
  expect((await deliver(host, { ...made.input, plan })).why).toBe(`The patch is in ${patchFile}`);
  expect(readFileSync(patchFile, "utf8")).toContain("Subject: [PATCH] First");
});
