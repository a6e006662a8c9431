import { expect, test } from "bun:test";
import fc from "fast-check";
import { guardRules, judgeChanges } from "../../src/conduct/guard.ts";
import { storyPrompt } from "../../src/conduct/story-prompt.ts";
import { type Change, mostBytes } from "../../src/worktrees/change.ts";
import { story } from "./support/conduct-in.ts";

const change = (path: string, more: Partial<Change> = {}): Change => ({
  path,
  kind: "modified",
  node: "file",
  bytes: 10,
  oid: null,
  leadsOut: false,
  ...more,
});
const added = (path: string, more: Partial<Change> = {}) => change(path, { kind: "added", ...more });

const own = story("S1", { writes: ["src/cart/", "package.json"] });
const other = story("S2", { writes: ["src/mail/**"] });
const judge = (changes: Change[], mine = own) => {
  const result = judgeChanges(mine, [mine, other], changes);
  const verdict = (path: string) => {
    if (result.grant.some((one) => one.path === path)) return "granted";
    if (result.take.includes(path)) return "taken";
    if (result.leave.includes(path)) return "left";
    return result.revert.find((one) => one.path === path)?.why ?? "nothing";
  };
  return { result, verdict };
};

test.each<[string, Change[], string, string]>([
  ["in the surface", [change("src/cart/sum.ts")], "src/cart/sum.ts", "taken"],
  ["outside", [change("src/app.ts")], "src/app.ts", "outside the surface"],
  ["another story's", [added("src/mail/new.ts")], "src/mail/new.ts", "belongs to S2"],
  [
    "a new test beside the code",
    [change("src/cart/sum.ts"), added("test/cart/sum.test.ts")],
    "test/cart/sum.test.ts",
    "granted",
  ],
  [
    "a new test of something else",
    [change("src/cart/sum.ts"), added("test/cart/other.test.ts")],
    "test/cart/other.test.ts",
    "outside the surface",
  ],
  [
    "a changed test",
    [change("src/cart/sum.ts"), change("test/cart/sum.test.ts")],
    "test/cart/sum.test.ts",
    "outside the surface",
  ],
  ["a python test", [change("src/cart/sum.py"), added("tests/cart/test_sum.py")], "tests/cart/test_sum.py", "granted"],
  ["a snapshot", [change("test/__snapshots__/a.test.ts.snap")], "test/__snapshots__/a.test.ts.snap", "granted"],
  ["a lockfile of nobody", [change("package-lock.json")], "package-lock.json", "left"],
  ["an editor's file", [added(".vscode/settings.json")], ".vscode/settings.json", "left"],
  ["build output", [added("dist/app.js")], "dist/app.js", "left"],
  ["a tracked folder named dist", [change("dist/app.js")], "dist/app.js", "outside the surface"],
  [
    "a symlink out",
    [added("src/cart/out", { node: "symlink", leadsOut: true })],
    "src/cart/out",
    "a symlink that leads out of the repository",
  ],
  ["a symlink within", [added("src/cart/in", { node: "symlink" })], "src/cart/in", "taken"],
  [
    "a repository",
    [added("src/cart/repo", { node: "repository" })],
    "src/cart/repo",
    "a repository inside the repository",
  ],
  ["a huge file", [added("src/cart/big", { bytes: mostBytes + 1 })], "src/cart/big", "larger than 95 MB"],
])("%s", (_name, changes, path, expected) => {
  expect(judge(changes).verdict(path)).toBe(expected);
});

test("what names a submodule goes back with it, and stays without one", () => {
  const mine = story("S1", { writes: ["mod", ".gitmodules"] });
  const names = change(".gitmodules");
  const { result, verdict } = judge([names, added("mod", { node: "repository" })], mine);
  expect([verdict(".gitmodules"), result.matters]).toEqual(["it names a repository that is put back", true]);
  expect(judge([names, added("mod")], mine).verdict(".gitmodules")).toBe("taken");
  // The commit still has the repository, as its files are left out.
  const gone = change(".gitmodules", { kind: "deleted" });
  const vendored = judge([gone, added("mod/a", { submodule: true })], mine);
  expect(vendored.verdict(".gitmodules")).toBe("it names a repository that stays");
  expect(judge([names, added("mod/a", { submodule: true })], mine).verdict(".gitmodules")).toBe("taken");
});

test("a story of the whole repository takes a lockfile only with a manifest beside or below it", () => {
  const whole = story("S1", { writes: [] });
  expect(judge([change("package-lock.json")], whole).verdict("package-lock.json")).toBe("left");
  const both = [change("package.json"), change("package-lock.json")];
  expect(judge(both, whole).verdict("package-lock.json")).toBe("taken");
  // A workspace keeps one lockfile above its packages.
  expect(judge([change("web/package.json"), change("package-lock.json")], whole).verdict("package-lock.json")).toBe(
    "taken",
  );
  expect(judge([change("package.json"), change("web/yarn.lock")], whole).verdict("web/yarn.lock")).toBe("left");
});

test("a surface that names a lockfile owns it", () => {
  const named = story("S1", { writes: ["package-lock.json"] });
  expect(judge([change("package-lock.json")], named).verdict("package-lock.json")).toBe("taken");
});

test("notes that an agent left beside its work are undone without a word; code is not", () => {
  expect(judge([change("src/cart/a.ts"), added("NOTES.md")]).result.matters).toBe(false);
  expect(judge([change("src/cart/a.ts"), added("src/util.ts")]).result.matters).toBe(true);
  expect(judge([change("README.md")]).result.matters).toBe(true);
});

test("a file that is moved out comes back whole", () => {
  const moved = [
    change("src/cart/a.ts", { kind: "deleted", oid: "1".repeat(40) }),
    added("lib/a.ts", { oid: "1".repeat(40) }),
  ];
  expect(judge(moved).result.revert.map((one) => one.path)).toEqual(["lib/a.ts", "src/cart/a.ts"]);
});

test("every change gets exactly one verdict, and nothing forbidden is ever taken", () => {
  const paths = ["src/cart/a.ts", "src/mail/b.ts", "lib/c.ts", "yarn.lock", ".idea/x", "x.snap", "src/cart/d.test.ts"];
  const anyChange: fc.Arbitrary<Change> = fc.record({
    path: fc.constantFrom(...paths),
    kind: fc.constantFrom("added", "modified", "deleted"),
    node: fc.constantFrom("file", "symlink", "repository"),
    bytes: fc.constantFrom(1, mostBytes + 1),
    oid: fc.constantFrom(null, "1".repeat(40)),
    leadsOut: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.uniqueArray(anyChange, { selector: (one) => one.path }), (changes) => {
      const { result } = judge(changes);
      const sorted = [...result.take, ...result.leave, ...result.revert.map((one) => one.path)].sort();
      expect(sorted).toEqual(changes.map((one) => one.path).sort());
      for (const one of changes) {
        const forbidden =
          one.kind !== "deleted" && (one.leadsOut || one.node === "repository" || one.bytes > mostBytes);
        if (forbidden || one.path === "src/mail/b.ts" || one.path === "lib/c.ts") {
          expect(result.take).not.toContain(one.path);
        }
      }
    }),
  );
});

test("an agent is told every rule, in less than 1.5 KB beside its story", () => {
  const brief = { goal: "Goal", story: own, checks: ["npm test"], news: null, cutOff: false, session: false };
  const prompt = storyPrompt(brief);
  for (const rule of guardRules) expect(prompt).toContain(rule);
  expect(Buffer.byteLength(prompt) - Buffer.byteLength(own.title + own.brief + own.writes.join(""))).toBeLessThan(1536);
});

test("an agent that goes on in its own session is told the news alone", () => {
  const news = {
    kind: "reverted" as const,
    paths: Array.from({ length: 100 }, (_, n) => `p${n}`),
    unfit: [],
    leftOut: [] as string[],
  };
  const prompt = storyPrompt({ goal: "Goal", story: own, checks: [], news, cutOff: false, session: true });
  expect(prompt).not.toContain("## Rules");
  expect(prompt).toContain("- p0\n");
  expect(prompt).toContain("- and 60 more");
});
