import { expect, test } from "bun:test";
import { judgeChanges } from "../../src/conduct/guard.ts";
import type { Story } from "../../src/core/story.ts";
import { type Change, mostBytes } from "../../src/worktrees/change.ts";
import { story } from "./support/conduct-in.ts";

const kinds = { "+": "added", "-": "deleted", "~": "modified" } as const;
const change = (text: string, more: Partial<Change> = {}): Change => ({
  path: text.slice(1),
  kind: kinds[text[0] as keyof typeof kinds],
  node: "file",
  bytes: 10,
  oid: null,
  leadsOut: false,
  ...more,
});

const mine = story("S1", { writes: ["src/cart/"] });
const whole = story("S1", { writes: [] });
const blob = { oid: "1".repeat(40) };

/** Each change with what becomes of it. */
function judged(changes: Change[], own: Story, others: Story[] = []): Record<string, string> {
  const { take, grant, revert, leave } = judgeChanges(own, [own, ...others], changes);
  return Object.fromEntries([
    ...take.map((path) => [path, grant.find((one) => one.path === path)?.why ?? "taken"]),
    ...revert.map(({ path, why }) => [path, why]),
    ...leave.map((path) => [path, "left"]),
  ]) as Record<string, string>;
}

const itsTest = "a new test of src/cart/sum.ts";
const outside = "outside the surface";

test.each<[string, string, string]>([
  ["in a test folder beside it", "+src/cart/__tests__/sum.test.ts", itsTest],
  ["at the mirrored place below the tests", "+test/cart/sum.test.ts", itsTest],
  ["at the same place below the tests", "+test/src/cart/sum.test.ts", itsTest],
  ["at another place below the tests", "+test/mail/sum.test.ts", outside],
  ["of another folder", "+src/mail/sum.test.ts", outside],
  ["at the root of the tests", "+test/sum.test.ts", outside],
  ["of another file", "+test/cart/total.test.ts", outside],
  ["that was there before", "~test/cart/sum.test.ts", outside],
])("a test of a changed file, %s", (_name, text, why) => {
  const testFile = change(text);
  const own = story("S1", { writes: ["src/cart/sum.ts"] });
  expect(judged([change("~src/cart/sum.ts"), testFile], own)[testFile.path]).toBe(why);
});

test("a test of a file that is not the story's to change goes with that file", () => {
  const both = judged([change("~src/mail/send.ts"), change("+test/mail/send.test.ts")], mine);
  expect(both).toEqual({ "src/mail/send.ts": outside, "test/mail/send.test.ts": outside });
});

test("of two files that a new test may be of, it is said to be of the first", () => {
  const changes = [change("+src/cart/sum.js"), change("~src/cart/sum.ts"), change("+test/cart/sum.test.ts")];
  expect(judged(changes, mine)["test/cart/sum.test.ts"]).toBe("a new test of src/cart/sum.js");
});

test.each<[string, Change, string]>([
  ["a snapshot", change("~test/__snapshots__/a.snap"), "a test's snapshot"],
  ["a snapshot that is gone", change("-test/__snapshots__/a.snap"), outside],
  ["a link that is called a snapshot", change("+test/__snapshots__/a.snap", { node: "symlink" }), outside],
  ["a file of the greatest size", change("+src/cart/big", { bytes: mostBytes }), "taken"],
  [
    "a file with a name outside",
    change("+src/cart/a", { node: "linked" }),
    "a hard link to a file that is not in the repository",
  ],
  [
    "a pipe",
    change("+src/cart/a", { node: "special" }),
    "a pipe, a socket or a device, or too large to be what its name says",
  ],
  ["a link out that goes away", change("-src/cart/a", { node: "symlink", leadsOut: true }), "taken"],
  ["a repository that goes away", change("-src/cart/a", { node: "repository" }), "taken"],
  ["a file of a submodule", change("+src/cart/sub/a", { submodule: true }), "left"],
  ["a special file of a submodule", change("+src/cart/sub/a", { submodule: true, node: "special" }), "left"],
])("%s", (_name, one, verdict) => {
  expect(judged([one], mine)).toEqual({ [one.path]: verdict });
});

test("a name with characters that are not seen is refused where it is new, and stays where it was", () => {
  const path = "src/cart/su\u200bm.ts";
  expect(judged([change(`+${path}`)], mine)).toEqual({ [path]: "a name with characters that are not seen" });
  expect(judged([change(`~${path}`)], mine)).toEqual({ [path]: "taken" });
  expect(judged([change("+src/cart/.GIT/config")], mine)["src/cart/.GIT/config"]).toContain("take for .git");
});

test.each<[string, string, boolean]>([
  ["conf/a.local", "conf/a.local", true],
  ["conf/a.local", "conf/b.local", false],
  ["src/lib/", "src/lib/util.py", true],
  ["src/lib/**", "src/lib/util.py", true],
  ["src/lib/*.py", "src/lib/util.py", true],
  ["src/", "src/lib/util.py", false],
  ["src/**", "src/lib/util.py", false],
  ["**", "util.py", false],
  ["*.py", "util.py", false],
  ["util.py", "util.py", true],
  ["lib/", "lib/deep/util.py", false],
  ["build*/**", "build-1/util.py", true],
  ["build*/*.py", "build-1/util.py", true],
  ["build*/**", "build-1/deep/util.py", false],
  ["packages/*/gen/**", "packages/a/gen/util.py", true],
  ["packages/*/*.py", "packages/a/util.py", false],
  ["packages/{a,b}/**", "packages/a/util.py", true],
  ["**/gen/*.py", "packages/gen/util.py", false],
  // Of a folder that is ignored as a whole.
  ["lib/", "lib//deep/util.py", true],
  ["build*/**", "build-1//deep/down/util.py", true],
  ["build*/deep/**", "build-1//deep/down/util.py", true],
  ["src/", "src/lib//deep/util.py", false],
  ["*/**", "build-1//deep/util.py", false],
  ["**", "build-1//deep/util.py", false],
])("the surface %s means the ignored file %s: %p", (pattern, written, isMeant) => {
  const path = written.replace("//", "/");
  const folder = written === path ? {} : { ignoredFolder: written.slice(0, written.indexOf("//") + 1) };
  const ignored = change(`+${path}`, { ignored: true, ...folder });
  for (const writes of [[pattern], ["docs/", pattern], [pattern, "docs/"]]) {
    const result = judgeChanges(story("S1", { writes }), [], [ignored]);
    expect(result.take).toEqual(isMeant ? [path] : []);
    expect(result.hidden).toEqual(isMeant ? [] : [path]);
  }
});

test("what is left behind is told apart: ignored, in a submodule, or made by tools", () => {
  const result = judgeChanges(
    mine,
    [mine],
    [
      change("+src/cart/gen/a", { ignored: true }),
      change("+src/cart/sub/b", { submodule: true }),
      change("+src/cart/sub/c", { submodule: true, ignored: true }),
      change("+src/cart/stash/e", { stray: true }),
      change("+.idea/d"),
    ],
  );
  expect(result).toEqual({
    take: [],
    grant: [],
    revert: [],
    leave: ["src/cart/gen/a", "src/cart/sub/b", "src/cart/sub/c", ".idea/d"],
    hidden: ["src/cart/gen/a"],
    inSubmodule: ["src/cart/sub/b", "src/cart/sub/c"],
    stray: ["src/cart/stash/e"],
    matters: false,
  });
});

test("what another story names is its own, the first of them where two do; what only another one spans is nobody's", () => {
  const [mail, post] = [story("S2", { writes: ["src/mail/"] }), story("S3", { writes: ["src/mail/send.ts"] })];
  const all = story("S4", { writes: ["**"] });
  const path = "src/mail/send.ts";
  expect(judged([change(`~${path}`)], mine, [mail, post])).toEqual({ [path]: "belongs to S2" });
  expect(judged([change(`~${path}`)], mine, [post, mail])).toEqual({ [path]: "belongs to S3" });
  expect(judged([change(`~${path}`)], mine, [all])).toEqual({ [path]: outside });
  // Whoever has the whole repository has it all.
  expect(judged([change(`~${path}`)], whole, [mail])).toEqual({ [path]: "taken" });
  // Both name it: the plan has put them in order.
  expect(judged([change(`~${path}`)], post, [mail])).toEqual({ [path]: "taken" });
});

test("what may be missed is told to the agent, a forbidden thing whatever it is called", () => {
  const matters = (one: Change) => judgeChanges(mine, [mine], [one]).matters;
  expect(matters(change("+notes.md"))).toBe(false);
  expect(matters(change("+notes.MD"))).toBe(false);
  expect(matters(change("-notes.md"))).toBe(true);
  expect(matters(change("+src/cart/notes.md", { node: "special" }))).toBe(true);
  expect(matters(change("~src/cart/a.ts"))).toBe(false);
});

test("a folder that was put in the place of files goes back, and the files come back", () => {
  const changes = [
    change("+src/cart", { node: "symlink", leadsOut: true }),
    change("-src/cart/a.ts", blob),
    change("-src/cart/b.ts", { oid: "2".repeat(40) }),
  ];
  const result = judgeChanges(mine, [mine], changes);
  expect(result.take).toEqual([]);
  expect(result.revert.map(({ path }) => path)).toEqual(["src/cart", "src/cart/a.ts", "src/cart/b.ts"]);
  expect(result.revert.at(-1)?.why).toBe("its other half is put back");
  expect(result.matters).toBe(true);
});

test.each<[string, Change[], string[]]>([
  ["moved out", [change("-src/cart/a.ts", blob), change("+lib/a.md", blob)], ["lib/a.md", "src/cart/a.ts"]],
  [
    "deleted, beside something else outside",
    [change("-src/cart/a.ts", blob), change("+lib/b.md", { oid: "2".repeat(40) })],
    ["lib/b.md"],
  ],
  ["deleted, with nothing known of either", [change("-src/cart/a.ts"), change("+lib/b.md")], ["lib/b.md"]],
  ["changed, like something outside", [change("~src/cart/a.ts", blob), change("+lib/a.md", blob)], ["lib/a.md"]],
  [
    "deleted, where the same is changed outside",
    [change("-src/cart/a.ts", blob), change("~lib/a.md", blob)],
    ["lib/a.md"],
  ],
  [
    "deleted, beside a file whose name it begins with",
    [change("-src/cart/a.ts/b", blob), change("~src/cart.ts")],
    ["src/cart.ts"],
  ],
  [
    "deleted below what became a file elsewhere",
    [change("-src/cart/a", blob), change("+src/car", { node: "special" })],
    ["src/car"],
  ],
])("a file that is %s: what goes back", (_name, changes, back) => {
  const { revert, matters } = judgeChanges(mine, [mine], changes);
  expect(revert.map(({ path }) => path)).toEqual(back);
  // A file that came back has to be told of, though the note that it became would not.
  if (back.length > 1) expect(matters).toBe(true);
});

test("in a story of the whole repository a lockfile that nothing is made from stays out", () => {
  const verdict = (own: Story, ...texts: string[]) =>
    judged(
      texts.map((text) => change(text)),
      own,
    )["package-lock.json"];
  expect(verdict(whole, "~package.json", "~package-lock.json")).toBe("taken");
  expect(verdict(whole, "~src/a.ts", "~package-lock.json")).toBe("left");
  expect(verdict(whole, "~package-lock.json")).toBe("left");
  // The manifest is in the surface, the lockfile is not.
  expect(verdict(story("S1", { writes: ["package.json"] }), "~package.json", "~package-lock.json")).toBe("left");
});
