import { expect, test } from "bun:test";
import { BaroError } from "../../src/core/error.ts";
import { parsePlan, parsePlanText } from "../../src/plan/parse-plan.ts";
import { enforce, planOf, story } from "./story.ts";

/** Message and hint of the error that reading ends in. */
function errorOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    expect(error.code).toBe("plan-invalid");
    return [error.message, error.hint ?? ""];
  }
  throw new Error("It was taken as a plan");
}

const good = planOf([story(1), story(2, { dependsOn: ["S1"] })]);
const withStory = (more: object) => ({ ...good, stories: [story(1), { ...story(2), ...more }] });

test("parsePlan() gives a plan as it is", () => {
  expect(parsePlan(good, "plan.json")).toEqual(good);
});

test("parsePlan() fills in what a hand-written plan leaves out, and cleans what has one spelling", () => {
  const written = {
    id: "S1",
    title: " Do\n it ",
    brief: "Do it",
    writes: ["./src//a.ts", "docs\\"],
    dependsOn: ["S9"],
  };
  expect(parsePlan({ version: 1, goal: "Go", mode: "sequential", stories: [written] }, "x").stories).toEqual([
    {
      id: "S1",
      title: "Do it",
      brief: "Do it",
      writes: ["src/a.ts", "docs/"],
      reads: [],
      dependsOn: ["S9"],
      acceptance: [],
      verify: [],
      weight: "standard",
    },
  ]);
});

test("parsePlan() takes what `plan --json` prints: the fields beside the plan, or the enforced plan around it", () => {
  const enforced = enforce(planOf([story(1), story(2), story(3)]));
  const { plan, ...derived } = enforced;
  expect(parsePlan(JSON.parse(JSON.stringify(enforced)), "-")).toEqual(plan);
  expect(parsePlan(JSON.parse(JSON.stringify({ ...plan, ...derived, decision: { mode: "parallel" } })), "-")).toEqual(
    plan,
  );
});

test("parsePlanText() takes JSON with a byte order mark", () => {
  expect(parsePlanText(`\uFEFF${JSON.stringify(good)}\n`, "plan.json")).toEqual({ plan: good, decision: null });
});

const decision = {
  mode: "sequential",
  confidence: 0.8,
  reason: "Two steps",
  source: "rules",
  signals: [{ name: "steps", detail: "first, then", weight: 1.5, towards: "sequential" }],
  clarity: "clear",
  question: null,
  probabilities: { focused: 0.1, sequential: 0.8, parallel: 0.1 },
};

test("parsePlanText() keeps the decision that the plan was made under, without what a later version adds", () => {
  const told = JSON.stringify({ ...good, decision: { ...decision, mood: "fine" }, pairs: [] });
  expect(parsePlanText(told, "-")).toEqual({ plan: good, decision } as never);
});

test.each([
  ["a confidence above 1", { confidence: 1.2 }, "decision.confidence"],
  ["an unknown mode", { mode: "wild" }, "decision.mode"],
  ["a chance that is missing", { probabilities: { focused: 1 } }, "decision.probabilities.sequential"],
  ["a vague goal", { clarity: "vague", question: "What?" }, "decision.clarity"],
])("parsePlanText() refuses a decision with %s", (_, change, at) => {
  const text = JSON.stringify({ ...good, decision: { ...decision, ...change } });
  expect(errorOf(() => parsePlanText(text, "p.json"))[0]).toContain(`Cannot use the plan in "p.json": ${at}: `);
});

test.each([
  ["is empty", "", /^Cannot read the plan in "p.json": it is empty$/],
  ["is not JSON", '{"version": 1,', /^Cannot read the plan in "p.json": it is not JSON \(.+\)$/],
])("parsePlanText() refuses a file that %s", (_, text, message) => {
  expect(errorOf(() => parsePlanText(text, "p.json"))[0]).toMatch(message);
});

test.each([
  ["no object", 12, "the document: 12: it is not an object", "Write an object"],
  ["a list", [], "the document: []: it is not an object", "Write an object"],
  ["no version", { ...good, version: undefined }, "version: it is missing", "Write 1"],
  ["another version", { ...good, version: 2 }, "version: 2: it is not 1", "Write 1"],
  [
    "an unknown mode",
    { ...good, mode: "serial" },
    'mode: "serial": it is not "focused" or "sequential" or "parallel"',
    'Write "focused", "sequential", "parallel"',
  ],
  [
    "a NUL in the goal",
    { ...good, goal: "a\0b" },
    'goal: "a\\u0000b": it contains a NUL character',
    "Leave that character out",
  ],
  ["no goal", { ...good, goal: " " }, 'goal: " ": it is empty', "Fill it in"],
  ["no stories", { ...good, stories: [] }, "stories: []: it has no stories", "Fill it in"],
  [
    "an unknown field",
    { ...good, storys: [] },
    "storys: this field is unknown",
    "Known fields: version, goal, mode, stories",
  ],
  [
    "an unknown field of a story",
    withStory({ write: ["a"] }),
    "stories[1].write: this field is unknown",
    "Known fields: id, title, brief, writes, reads, dependsOn, acceptance, verify, weight",
  ],
  ["a story without an id", withStory({ id: undefined }), "stories[1].id: it is missing", "Write a string"],
  [
    "a wrong id",
    withStory({ id: "two" }),
    'stories[1].id: "two": it is not of the form "S1"',
    'Number the stories "S1", "S2", and so on',
  ],
  [
    "an id twice",
    withStory({ id: "S1" }),
    'stories[1].id: "S1" is already the id of stories[0]',
    "Give every story an id of its own",
  ],
  ["no title", withStory({ title: "" }), 'stories[1].title: "": it is empty', "Fill it in"],
  ["a number for a text", withStory({ brief: 5 }), "stories[1].brief: 5: it is not a string", "Write a string"],
  [
    "a text for a list",
    withStory({ writes: "src/a.ts" }),
    'stories[1].writes: "src/a.ts": it is not a list',
    "Write a list",
  ],
  [
    "an unknown weight",
    withStory({ weight: "huge" }),
    'stories[1].weight: "huge": it is not "light" or "standard" or "heavy"',
    'Write "light", "standard", "heavy"',
  ],
  [
    "a story that waits for itself",
    withStory({ dependsOn: ["S1", "S2"] }),
    'stories[1].dependsOn[1]: "S2" waits for itself',
    'Remove "S2"',
  ],
  [
    "an absolute path",
    withStory({ writes: ["src/a.ts", "/etc/passwd"] }),
    'stories[1].writes[1]: "/etc/passwd": it is absolute',
    "Write a path relative to the repository",
  ],
  [
    "a path that leaves",
    withStory({ writes: ["src/../../x"] }),
    'stories[1].writes[0]: "src/../../x": it holds ".."',
    "Write a path relative",
  ],
  [
    "a path into .git",
    withStory({ writes: [".git/hooks/pre-commit"] }),
    'stories[1].writes[0]: ".git/hooks/pre-commit": it reaches into .git',
    "Write a path relative",
  ],
  ["a path into .GIT", withStory({ writes: ["sub/.GIT/config"] }), "stories[1].writes[0]: ", "Write a path relative"],
  [
    "a drive's path",
    withStory({ writes: ["C:\\x"] }),
    'stories[1].writes[0]: "C:\\\\x": it is absolute',
    "Write a path relative",
  ],
  ["an empty pattern", withStory({ reads: [""] }), 'stories[1].reads[0]: "": it is empty', "Write a path relative"],
] as [string, unknown, string, string][])(
  "parsePlan() refuses %s, and says where and what to do",
  (_, document, what, hint) => {
    const [message, advice] = errorOf(() => parsePlan(document, "p.json"));
    expect(message).toStartWith(`Cannot use the plan in "p.json": ${what}`);
    expect(advice).toStartWith(hint);
  },
);

test("parsePlan() tells how many problems there are beside the first", () => {
  const broken = { ...good, stories: [story(1, { writes: ["/a", "../b", "/c", "/d", "/e"] })] };
  expect(errorOf(() => parsePlan(broken, "p.json"))[0]).toBe(
    'Cannot use the plan in "p.json": stories[0].writes[0]: "/a": it is absolute (and 4 more: stories[0].writes[1], stories[0].writes[2], stories[0].writes[3], …)',
  );
});

test("parsePlan() bounds what it takes", () => {
  const many = Array.from({ length: 501 }, (_, place) => story(place + 1));
  expect(errorOf(() => parsePlan(planOf(many), "p.json"))[0]).toContain("stories: [{");
  expect(errorOf(() => parsePlan(planOf(many), "p.json"))[0]).toContain("it has more than 500 entries");
  const long = withStory({ title: "x".repeat(1001) });
  expect(errorOf(() => parsePlan(long, "p.json"))[0]).toContain("it has more than 1000 characters");
  expect(errorOf(() => parsePlanText(" ".repeat(33 * 1024 * 1024), "p.json"))[0]).toContain("larger than 32 MiB");
  // A bracket that is closed by nobody takes a hundred bytes until that is seen.
  for (const deep of ["[".repeat(100_000), `{"a":"\\"]",${'"a":{'.repeat(100_000)}`]) {
    expect(errorOf(() => parsePlanText(deep, "p.json"))[0]).toContain("it is nested more than 512 levels deep");
  }
});

test.each<[string, object, object]>([
  ["id", { id: "S12345678901" }, { id: "S123456789012" }],
  ["title", { title: "x".repeat(1000) }, { title: "x".repeat(1001) }],
  ["writes[0]", { writes: ["x".repeat(4096)] }, { writes: ["x".repeat(4097)] }],
  ["dependsOn[0]", { dependsOn: ["x".repeat(100)] }, { dependsOn: ["x".repeat(101)] }],
  ["verify[0]", { verify: ["x".repeat(20_000)] }, { verify: ["x".repeat(20_001)] }],
  ["reads", { reads: Array(20_000).fill("a") }, { reads: Array(20_001).fill("a") }],
  ["needs", { needs: Array(100).fill("os=linux") }, { needs: Array(101).fill("os=linux") }],
  ["needs[0]", { needs: ["x".repeat(200)] }, { needs: ["x".repeat(201)] }],
])("parsePlan() takes a story's %s up to its bound, and says when it is more", (at, fits, more) => {
  expect(parsePlan(withStory(fits), "p.json").stories).toHaveLength(2);
  const [message] = errorOf(() => parsePlan(withStory(more), "p.json"));
  expect(message).toContain(`stories[1].${at}: `);
  expect(message).toMatch(/it has more than \d+ (?:characters|entries)/);
});

test("parsePlan() names the first place of what stands there twice", () => {
  const [message] = errorOf(() => parsePlan(withStory({ dependsOn: ["S1", "S2", "S3", "S2"] }), "p.json"));
  expect(message).toContain('stories[1].dependsOn[1]: "S2" waits for itself');
});

test("parsePlan() takes the largest plan that enforcement can make of what it took", () => {
  const brief = "x".repeat(1500);
  const stories = Array.from({ length: 500 }, (_, place) => story(place + 1, { brief }));
  const { plan } = enforce(parsePlan(planOf(stories), "p.json"), { mode: "focused" });
  expect(parsePlan(plan, "p.json")).toEqual(plan);
});
