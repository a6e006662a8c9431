import { describe, expect, test } from "bun:test";
import type { Decision } from "../../src/core/decision.ts";
import { BaroError } from "../../src/core/error.ts";
import { systemHost } from "../../src/host/system.ts";
import { overviewOfFiles } from "../../src/plan/file-overview.ts";
import { focusedPlan } from "../../src/plan/focused-plan.ts";
import { missingUsers } from "../../src/plan/missing-users.ts";
import { parsePlanText } from "../../src/plan/parse-plan.ts";
import { invalidPlan } from "../../src/plan/plan-problems.ts";
import { splitPaths } from "../../src/plan/repair-path.ts";
import { repairReply } from "../../src/plan/repair-reply.ts";
import { repositoryBrief } from "../../src/plan/repository-brief.ts";
import { titleOfGoal } from "../../src/text/goal-title.ts";
import { scratchRepository } from "../support/scratch.ts";
import { planOf, story } from "./story.ts";

const host = systemHost();
const signal = new AbortController().signal;
const decision: Decision = {
  mode: "focused",
  confidence: 0.9,
  reason: "One place",
  source: "rules",
  signals: [],
  clarity: "clear",
  question: null,
  probabilities: { focused: 0.9, sequential: 0.05, parallel: 0.05 },
};

describe("a goal as one story", () => {
  test.each([
    ["\n\n  Fix   the parser  \nIt stops.", "Fix the parser"],
    ["Fix the parser \r\nIt stops.", "Fix the parser"],
    ["", ""],
    ["word ".repeat(30), /^(word ?){10,14}…$/],
  ])("%j is called %p", (goal, title) => {
    expect(titleOfGoal(goal)).toMatch(title instanceof RegExp ? title : new RegExp(`^${title}$`));
    expect(titleOfGoal(goal).length).toBeLessThanOrEqual(72);
  });

  const surface = (goal: string) => {
    const signals = ["src/a.ts", "src/b/", "src/a.ts"].map((path) => ({ name: "names", detail: "", path }));
    return focusedPlan(goal, { ...decision, signals }).stories[0]?.writes;
  };
  test.each([
    ["Fix src/a.ts and src/b/, touch nothing else", ["src/a.ts", "src/b/"]],
    ["Only change src/a.ts and src/b/", ["src/a.ts", "src/b/"]],
    ["Fix src/a.ts and src/b/", []],
  ])("%j may write %j", (goal, writes) => {
    expect(surface(goal)).toEqual(writes);
    expect(focusedPlan(goal, null).stories[0]?.writes).toEqual([]);
  });
});

describe("what the planner wrote", () => {
  const place = { root: "/r", folder: "", files: [] };
  const base = { title: "Work", brief: "Do it", writes: ["a.ts"] };
  const told = (...stories: object[]) => repairReply({ stories }, place).changes.map(({ why }) => why);
  const read = (...stories: object[]) =>
    (repairReply({ stories }, place).document as { stories: Record<string, unknown>[] }).stories;

  test.each<[string, object, string[]]>([
    ["nothing to repair", { id: "S1", dependsOn: [], weight: "light" }, []],
    ["no id", {}, ["S1 has its id from nothing"]],
    ["an id of its own", { id: "x" }, ['S1 has its id from "x"']],
    ["another field", { id: "S1", deps: [] }, ["S1's deps is its dependsOn"]],
    ["two fields for one", { id: "S1", dependsOn: [], deps: ["S9"] }, []],
    ["another case", { id: "S1", depends_on: [] }, ["S1's depends_on is its dependsOn"]],
    ["nobody", { id: "S1", dependsOn: ["none"] }, ['S1 waits for nobody: the planner wrote "none"']],
    ["nobody at all", { id: "S1", dependsOn: [null] }, ["S1 waits for nobody: the planner wrote null"]],
    ["itself", { id: "S1", dependsOn: ["s1"] }, ['S1 does not wait for itself: the planner wrote "s1"']],
    ["a text for a list", { id: "S1", acceptance: "It works" }, ['S1\'s acceptance "It works" is a list']],
    ["an empty text for a list", { id: "S1", acceptance: "" }, []],
    [
      "a command in quotes",
      { id: "S1", verify: ["`npm test`"] },
      ["S1 verifies with `npm test`: the planner wrote it in backquotes"],
    ],
    ["another weight", { id: "S1", weight: "Large" }, ['S1 is heavy: the planner wrote "Large"']],
    ["a weight that nobody knows", { id: "S1", weight: 13 }, ["S1 is standard: the planner wrote 13"]],
    ["a path with lines", { id: "S1", writes: ["a.ts:3"] }, ['S1 writes `a.ts`: the planner wrote "a.ts:3"']],
    [
      "a path in an object",
      { id: "S1", reads: [{ path: "b.ts" }] },
      ['S1 reads `b.ts`: the planner wrote {"path":"b.ts"}'],
    ],
    [
      "two paths in one",
      { id: "S1", writes: ["a.ts and b.ts"] },
      ['S1 writes `a.ts` and `b.ts`: the planner wrote "a.ts and b.ts"'],
    ],
  ])("%s is told", (_what, more, expected) => {
    expect(told({ ...base, ...more })).toEqual(expected);
  });

  test("a number too long for an id is none, and numbers that are taken are passed over", () => {
    expect(read({ ...base, id: "S123456789012" }, { ...base, id: "S1" }, base).map(({ id }) => id)).toEqual([
      "S2",
      "S1",
      "S3",
    ]);
    expect(read({ ...base, id: "S12345678901" })[0]?.["id"]).toBe("S12345678901");
    expect(read({ ...base, id: 1.5 })[0]?.["id"]).toBe("S1");
  });

  test("a dependency is whom it names, and what names two or nobody stays for the check", () => {
    const twins = [
      { ...base, id: "S1", title: "Split" },
      { ...base, id: "S2", title: "split." },
    ];
    const waits = (item: unknown) => read(...twins, { ...base, id: "S3", dependsOn: [item] })[2]?.["dependsOn"];
    expect(waits("split")).toEqual(["split"]);
    expect(waits("S1 - Split")).toEqual(["S1"]);
    expect(waits({ story: "s2" })).toEqual(["S2"]);
    expect(waits("S7")).toEqual(["S7"]);
    expect(waits(7)).toEqual([7]);
    expect(read({ ...base, id: "S1" }, { ...base, id: "S2", dependsOn: 1 })[1]?.["dependsOn"]).toEqual(["S1"]);
    expect(read({ ...base, id: "S1" }, { ...base, id: "S2", dependsOn: "S1; S1" })[1]?.["dependsOn"]).toEqual(["S1"]);
  });

  test.each<[string, unknown, string | null]>([
    ["by id", { stories: { S1: base, S2: base } }, "The planner wrote the stories by id: they are a list"],
    ["in a list", [base, base], "The planner wrote only a list of stories: they are the plan"],
    ["as a list of one plan", [{ stories: [base, base] }], "The planner wrote the plan as a list of one"],
    ["within a plan", { plan: { stories: [base, base] } }, 'The planner wrote the plan within "plan"'],
    ["as text", { plan: JSON.stringify({ stories: [base, base] }) }, 'The planner wrote the plan within "plan"'],
  ])("stories %s are found", (_how, reply, around) => {
    const { document, changes } = repairReply(reply, place);
    expect((document as { stories: unknown[] }).stories).toHaveLength(2);
    expect(changes[0]).toMatchObject({ stories: ["S1", "S2"], why: around });
  });

  test.each([[null], [7], ["text"], [{ stories: [7] }], [{ plan: "no" }]])("%j is left as it was", (reply) => {
    expect(repairReply(reply, place)).toEqual({ document: reply, changes: [] });
  });

  test.each([
    ["src/{a.ts => b.ts}", ["src/a.ts", "src/b.ts"]],
    ["{src => lib}/a.ts", ["src/a.ts", "lib/a.ts"]],
    ["src/{ => deep}/a.ts", ["src/a.ts", "src/deep/a.ts"]],
    ["rename a.ts to b.ts", ["a.ts", "b.ts"]],
    ["a.ts -> b.ts", ["a.ts", "b.ts"]],
    ["a.ts (moved to b.ts)", ["a.ts", "b.ts"]],
    ["src/ and lib/*", ["src/", "lib/*"]],
    ["my notes and more.md", ["my notes and more.md"]],
    ["src/{a, b}.ts", ["src/{a, b}.ts"]],
  ])("%j names %j", (written, paths) => {
    expect(splitPaths(written)).toEqual(paths);
  });
});

test("a refusal tells the first problem in full, and where three others are", () => {
  const problem = (at: string) => ({ at, what: "is wrong", remedy: `Mend ${at}` });
  const message = (...places: string[]) => {
    const [first = problem(""), ...rest] = places.map(problem);
    return invalidPlan([first, ...rest], "it").message;
  };
  expect(message("")).toBe("Cannot use it: the document: is wrong");
  expect(message("a", "b")).toBe("Cannot use it: a: is wrong (and 1 more: b)");
  expect(message("a", "b", "c", "d")).toBe("Cannot use it: a: is wrong (and 3 more: b, c, d)");
  expect(message("a", "b", "c", "d", "")).toBe("Cannot use it: a: is wrong (and 4 more: b, c, d, …)");
  expect(invalidPlan([problem("a")], "it").hint).toBe("Mend a");
});

test.each([
  ["", "it is empty"],
  [" \n\t", "it is empty"],
  ["{", "it is not JSON ("],
])("a plan of %j is refused: %s", (text, why) => {
  try {
    parsePlanText(text, "plan.json");
    throw new Error("It was taken");
  } catch (error) {
    expect(error).toBeInstanceOf(BaroError);
    expect((error as Error).message).toContain(`Cannot read the plan in "plan.json": ${why}`);
  }
});

describe("what is told of a repository", () => {
  test("the manifests nearest to the root first, and how many there are more", async () => {
    const deep = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`packages/package-${at}/package.json`, "{}"]),
    );
    using repository = scratchRepository({ ...deep, "a/b/c/Cargo.toml": "", "package.json": "{}", "z/go.mod": "" });
    const brief = await repositoryBrief(host, { root: repository.path, base: "HEAD", decision, signal });
    const line = /Manifests:\n(.*)/.exec(brief)?.[1] ?? "";
    expect(line).toStartWith("package.json, z/go.mod, packages/package-0/package.json, ");
    expect(line.length).toBeLessThanOrEqual(500);
    const more = Number(/, and (\d+) more$/.exec(line)?.[1]);
    expect(line.split(", ").length - 1 + more).toBe(43);
    // None more would have fitted.
    expect(line.length).toBeGreaterThan(500 - "packages/package-10/package.json, ".length - 14);
  });

  test("no more of the tree than fits, whole lines of it", () => {
    const files = Array.from({ length: 30 }, (_, at) => `f${at + 10}/x.ts`).sort();
    const all = overviewOfFiles(files, [], 10_000);
    const lines = all.split("\n");
    expect(lines).toHaveLength(31);
    // A line and its end have to fit.
    expect(overviewOfFiles(files, [], all.length + 1)).toBe(all);
    expect(overviewOfFiles(files, [], all.length).split("\n")).toEqual(lines.slice(0, -1));
    expect(overviewOfFiles(files, ["f39/x.ts"], 10_000).split("\n")[1]).toBe("f39/: x.ts");
    const [root = ""] = overviewOfFiles(
      Array.from({ length: 200 }, (_, at) => `file-${at}.ts`),
      [],
      10_000,
    ).split("\n");
    expect(root.length).toBeLessThanOrEqual(320);
    const more = Number(/, and (\d+) more$/.exec(root)?.[1]);
    expect(root.split(", ").length - 1 + more).toBe(200);
    // It is cut only where the next name would not have fitted, whatever the names' lengths are.
    for (let long = 1; long < 60; long++) {
      const names = Array.from({ length: 200 }, (_, at) => `${"x".repeat(long)}${at + 100}`);
      const [line = ""] = overviewOfFiles(names, [], 10_000).split("\n");
      expect(line.length + `, ${names[0]}`.length).toBeGreaterThan(320);
    }
  });
});

test("who takes away one of several definitions is told of those who use it, and of twelve by name", async () => {
  const users = Object.fromEntries(Array.from({ length: 14 }, (_, at) => [`lib/u${at + 10}.ts`, "setCharset(1);\n"]));
  using repository = scratchRepository({
    ...users,
    "src/a.ts": "export function setCharset(a) {}\n",
    "src/b.ts": "export function setCharset(b) {}\n",
  });
  const missing = (stories: ReturnType<typeof story>[]) =>
    missingUsers(host, { root: repository.path, base: "HEAD", signal }, planOf(stories));
  const rename = story(1, { title: "Rename setCharset to withCharset", writes: ["src/a.ts"] });
  const [problem, ...others] = await missing([rename]);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    at: "stories[0].writes",
    what: expect.stringMatching(/^S1 renames `setCharset`.*`lib\/u21.ts` and 2 more$/),
  });
  expect(await missing([rename, story(2, { writes: ["lib/"] })])).toEqual([]);
  expect(await missing([{ ...rename, writes: [] }])).toEqual([]);
  // Only who writes a definition can take it away.
  expect(await missing([{ ...rename, writes: ["lib/u10.ts"] }])).toEqual([]);
});
