import { expect, test } from "bun:test";
import fc from "fast-check";
import { checkPlan } from "../../src/plan/check-plan.ts";
import { repairPath } from "../../src/plan/repair-path.ts";
import { repairReply } from "../../src/plan/repair-reply.ts";
import { parsePattern, patternMatches } from "../../src/surface/pattern/pattern.ts";

const root = "/home/ada/work";
const place = { root, folder: "", files: [] };

test.each([
  ["src/x.ts:1-40", "src/x.ts"],
  ["src/x.ts:12", "src/x.ts"],
  ["src/x.ts:12:3", "src/x.ts"],
  ["src/x.ts:L10-L20", "src/x.ts"],
  ["src/x.ts#L3-L9", "src/x.ts"],
  ["src/x.ts, lines 3-9", "src/x.ts"],
  ["src/x.ts (lines 3 to 9)", "src/x.ts"],
  ["`src/x.ts`", "src/x.ts"],
  ["`src/x.ts`:10-20", "src/x.ts"],
  ["```src/x.ts```", "src/x.ts"],
  ['"src/x.ts"', "src/x.ts"],
  ["'src/x.ts'", "src/x.ts"],
  ["<src/x.ts>", "src/x.ts"],
  ["[x.ts](src/x.ts)", "x.ts"],
  ["src/x.ts (new)", "src/x.ts"],
  ["src/x.ts (new file)", "src/x.ts"],
  ["src/x.ts [new]", "src/x.ts"],
  ["src/x.ts [created]", "src/x.ts"],
  ["docs/my [id] notes.md", "docs/my [id] notes.md"],
  ["`src/x.ts` (created)", "src/x.ts"],
  ["create src/x.ts", "src/x.ts"],
  ["new file: src/x.ts", "src/x.ts"],
  ["(new) src/x.ts", "src/x.ts"],
  ["- src/x.ts", "src/x.ts"],
  ["src/x.ts - the parser", "src/x.ts"],
  ["src/x.ts — the parser", "src/x.ts"],
  ["src/x.ts: the parser", "src/x.ts"],
  ["src/x.ts # the parser", "src/x.ts"],
  ["src/x.ts,", "src/x.ts"],
  ["`src/x.ts `", "src/x.ts"],
  ["src/x.ts (new) ,", "src/x.ts"],
  ["src\\deep\\x.ts", "src/deep/x.ts"],
  [`${root}/src/x.ts`, "src/x.ts"],
  [`${root}/src/x.ts:3`, "src/x.ts"],
  [`\`${root}/src/\``, "src/"],
  ["src/**/*.ts", "src/**/*.ts"],
  ["src/{a,b}/x.ts", "src/{a,b}/x.ts"],
  ["src/", "src/"],
  ["app/(auth)/page.tsx", "app/(auth)/page.tsx"],
  ["app/[id]/page.tsx", "app/[id]/page.tsx"],
  ["docs/my notes.md", "docs/my notes.md"],
  ["src/c#/x.cs", "src/c#/x.cs"],
  // Less than the path was meant, or something else: left for the plan's check.
  ["src/ (only the tests)", "src/ (only the tests)"],
  ["src/** except src/gen", "src/** except src/gen"],
  ["/etc/passwd", "/etc/passwd"],
  [`${root}-other/x.ts`, `${root}-other/x.ts`],
  [root, root],
  ["../x.ts", "../x.ts"],
])("repairPath(%j) is %j", (written, meant) => {
  expect(repairPath(written, place)).toBe(meant);
});

test.each([
  ["C:\\Work\\repo", "c:\\work\\repo\\src\\x.ts", "src/x.ts"],
  ["C:\\Work\\repo\\", "C:/Work/repo/src/x.ts", "src/x.ts"],
  ["C:\\Work\\repo", "D:\\Work\\repo\\x.ts", "D:/Work/repo/x.ts"],
])("repairPath() below %s: %s is %s", (below, written, meant) => {
  expect(repairPath(written, { ...place, root: below })).toBe(meant);
});

const story = (more: object) => ({ title: "Work", brief: "Do it", writes: ["a.ts"], ...more });

function planned(reply: unknown) {
  const { document, changes } = repairReply(reply, place);
  const stories = (document as { stories?: unknown }).stories;
  return { checked: checkPlan({ version: 1, goal: "Go", mode: "parallel", stories }), changes };
}

test.each<[string, unknown, object[]]>([
  [
    "numbers as ids",
    { stories: [story({ id: 1 }), story({ id: 2, dependsOn: [1] })] },
    [{ id: "S1" }, { id: "S2", dependsOn: ["S1"] }],
  ],
  [
    "ids in small letters",
    { stories: [story({ id: "s1" }), story({ id: "s2", dependsOn: ["s1"] })] },
    [{ id: "S1" }, { id: "S2", dependsOn: ["S1"] }],
  ],
  [
    "ids with words",
    { stories: [story({ id: "story-1" }), story({ id: "Story 2", dependsOn: ["Story 1"] })] },
    [{ id: "S1" }, { id: "S2", dependsOn: ["S1"] }],
  ],
  [
    "names as ids",
    { stories: [story({ id: "parser" }), story({ id: "S1", dependsOn: ["parser"] })] },
    [{ id: "S2" }, { id: "S1", dependsOn: ["S2"] }],
  ],
  ["no ids", { stories: [story({}), story({ id: null })] }, [{ id: "S1" }, { id: "S2" }]],
  [
    "a dependency by title",
    { stories: [story({ id: "S1", title: "Split `parse`" }), story({ id: "S2", dependsOn: ["split parse"] })] },
    [{}, { dependsOn: ["S1"] }],
  ],
  [
    "a dependency with its title",
    { stories: [story({ id: "S1" }), story({ id: "S2", dependsOn: ["S1: Work", "S1 (Work)"] })] },
    [{}, { dependsOn: ["S1"] }],
  ],
  [
    "dependencies as one text",
    { stories: [story({ id: "S1" }), story({ id: "S2" }), story({ id: "S3", dependsOn: "S1, S2" })] },
    [{}, {}, { dependsOn: ["S1", "S2"] }],
  ],
  ["no dependency in words", { stories: [story({ id: "S1", dependsOn: "none" })] }, [{ dependsOn: [] }]],
  [
    "an unknown dependency stays for its rule",
    { stories: [story({ id: "S1", dependsOn: ["S9"] })] },
    [{ dependsOn: ["S9"] }],
  ],
  ["a wrapped plan", { plan: { stories: [story({ id: "S1" })] } }, [{ id: "S1" }]],
  ["a plan wrapped twice", { result: { plan: [story({ id: "S1" })] } }, [{ id: "S1" }]],
  ["a plan in a list of one", [{ stories: [story({ id: "S1" })] }], [{ id: "S1" }]],
  ["a plan as a text", { plan: JSON.stringify({ stories: [story({ id: "S1" })] }) }, [{ id: "S1" }]],
  [
    "dependencies as stories",
    {
      stories: [
        story({ id: "S1", title: "Parse" }),
        story({ id: "S2", dependsOn: [{ id: "s1" }, { title: "parse" }] }),
      ],
    },
    [{}, { dependsOn: ["S1"] }],
  ],
  ["a bare list", [story({ id: "S1" })], [{ id: "S1" }]],
  ["stories by id", { stories: { S1: story({}), S2: story({}) } }, [{ id: "S1" }, { id: "S2" }]],
  [
    "weights in capitals",
    { stories: [story({ id: "S1", weight: "HEAVY" }), story({ id: "S2", weight: " Light" })] },
    [{ weight: "heavy" }, { weight: "light" }],
  ],
  [
    "weights that nobody knows",
    { stories: [story({ id: "S1", weight: "epic" }), story({ id: "S2", weight: 2 })] },
    [{ weight: "standard" }, { weight: "standard" }],
  ],
  [
    "a story that waits for itself",
    { stories: [story({ id: "S1" }), story({ id: "S2", dependsOn: ["S1", 2, "s2"] })] },
    [{}, { dependsOn: ["S1"] }],
  ],
  [
    "fields by other names",
    {
      stories: [
        story({ id: "S1" }),
        {
          id: "S2",
          name: "Work",
          details: "Do it",
          files: ["b.ts"],
          depends_on: [1],
          acceptance_criteria: ["it works"],
          Verify: ["true"],
          complexity: "high",
        },
      ],
    },
    [
      {},
      {
        title: "Work",
        brief: "Do it",
        writes: ["b.ts"],
        dependsOn: ["S1"],
        acceptance: ["it works"],
        verify: ["true"],
        weight: "heavy",
      },
    ],
  ],
  [
    "a field by both names",
    { stories: [story({ id: "S1", writes: ["a.ts"], files: ["b.ts"] })] },
    [{ writes: ["a.ts"] }],
  ],
  ["weights in other words", { stories: [story({ id: "S1", weight: "medium" })] }, [{ weight: "standard" }]],
  [
    "one path as text",
    { stories: [story({ id: "S1", writes: "src/a.ts, src/{b,c}.ts" })] },
    [{ writes: ["src/a.ts", "src/{b,c}.ts"] }],
  ],
  [
    "paths as objects",
    { stories: [story({ id: "S1", writes: [{ path: "a.ts", action: "create" }] })] },
    [{ writes: ["a.ts"] }],
  ],
  [
    "what is null",
    { stories: [story({ id: "S1", reads: null, verify: null, weight: null })] },
    [{ reads: [], verify: [], weight: "standard" }],
  ],
  ["a command in backquotes", { stories: [story({ id: "S1", verify: ["`npm test`"] })] }, [{ verify: ["npm test"] }]],
  ["fields nobody asked for", { stories: [story({ id: "S1", estimate: "2h" })] }, [{ id: "S1" }]],
])("repairReply() understands %s", (_name, reply, expected) => {
  const { checked } = planned(reply);
  expect(checked).toMatchObject({ ok: true, plan: { stories: expected } });
});

test("repairReply() tells each change with its rule, its story and the words that were written", () => {
  const { changes } = planned({ plan: { stories: [story({ id: 1, writes: ["`a.ts:1-4`"], weight: "Heavy" })] } });
  expect(changes).toEqual([
    { rule: "repair", stories: ["S1"], why: 'The planner wrote the plan within "plan"' },
    { rule: "repair", stories: ["S1"], why: "S1 has its id from 1" },
    { rule: "repair", stories: ["S1"], why: 'S1 writes `a.ts`: the planner wrote "`a.ts:1-4`"' },
    { rule: "repair", stories: ["S1"], why: 'S1 is heavy: the planner wrote "Heavy"' },
  ]);
});

test.each([
  [
    "two stories of one number, and one that waits for it",
    { stories: [story({ id: "S1" }), story({ id: 1 }), story({ id: 2, dependsOn: [1] })] },
    '"S1" is already the id of stories[0]',
  ],
  ["a path outside", { stories: [story({ id: "S1", writes: ["/etc/passwd"] })] }, '"/etc/passwd": it is absolute'],
  ["no brief", { stories: [{ id: "S1", title: "Work" }] }, "it is missing"],
])("what can't be meant is refused in its own words: %s", (_name, reply, what) => {
  const { checked } = planned(reply);
  expect(checked.ok ? "" : checked.problems[0].what).toBe(what);
});

const plainPath = fc
  .array(fc.constantFrom("src", "a", "b.ts", "*.ts", "**", "x y", "(g)", "[id]"), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/"));
const decorated = fc
  .tuple(
    plainPath,
    fc.constantFrom("", "`", '"'),
    fc.constantFrom("", ":1-4", " (new)", " - why", ": why", " except b", "#L2"),
    fc.constantFrom("", "./", `${root}/`),
  )
  .map(([path, mark, after, before]) => `${mark}${before}${path}${mark}${after}`);

test("repair never widens a surface, and is stable", () => {
  const files = ["src", "a", "b.ts", "c.ts", "src/b.ts", "src/a/b.ts", "src/x y/c.ts", "a/(g)/b.ts", "docs/c.md"];
  fc.assert(
    fc.property(decorated, (written) => {
      const once = repairPath(written, place);
      expect(repairPath(once, place)).toBe(once);
      // What was written is the widest that may be meant: everything that a repair takes away stands outside the path.
      expect(written.replaceAll("\\", "/")).toContain(once);
      if (/^\/|except/.test(once)) return;
      const bare = written.replace(/(:1-4|#L2| \(new\)| - why|: why)$/, "").replace(/^(["'`])(.*)\1$/, "$2");
      const widest = parsePattern(bare.replace(`${root}/`, ""));
      for (const file of files) {
        if (patternMatches(parsePattern(once), file)) expect(patternMatches(widest, file)).toBe(true);
      }
    }),
  );
});

const saidForNothing = [
  "none",
  "None",
  "n/a",
  "-",
  "tbd",
  "TBA",
  "nothing",
  "(none)",
  "`none`",
  "N/A.",
  "no files",
  "null",
];
const draftOf = (fields: object) => ({ title: "t", brief: "b", writes: ["a.ts"], ...fields });

test.each(saidForNothing)("%s in a list of a planner's is no path, no command and no story", (word) => {
  const { document, changes } = repairReply(
    { stories: [draftOf({ writes: ["a.ts", word], reads: [word], verify: [word], dependsOn: [word] })] },
    place,
  );
  expect((document as { stories: object[] }).stories[0]).toMatchObject({
    ...{ writes: ["a.ts"], reads: [], verify: [], dependsOn: [] },
  });
  expect(changes.length).toBeGreaterThanOrEqual(4);
});

test.each(saidForNothing)("a story that writes %s alone is asked about, unless a file is called so", (word) => {
  const { document } = repairReply({ stories: [draftOf({ writes: [word] })] }, place);
  const plan = { version: 1, goal: "g", mode: "parallel", ...(document as object) };
  const found = checkPlan(plan, []);
  expect(found).toMatchObject({
    ok: false,
    problems: [{ at: "stories[0].writes[0]", remedy: "Name the files that S1 writes" }],
  });
  const written = (document as { stories: { writes: string[] }[] }).stories[0]?.writes ?? [];
  expect(checkPlan(plan, written).ok).toBe(true);
});

test("names that only begin so are paths", () => {
  const names = ["none.ts", "src/none", "TODO", "unknown/", "-x", "nothing-else.md", "todo.md", "nil/a.rb"];
  const { document } = repairReply({ stories: [draftOf({ writes: names })] }, place);
  const plan = { version: 1, goal: "g", mode: "parallel", ...(document as object) };
  expect(checkPlan(plan, [])).toMatchObject({ ok: true, plan: { stories: [{ writes: names }] } });
});

test("repair never drops a story, whatever a planner wrote", () => {
  const anything = fc.anything({ maxDepth: 2 });
  const record = fc.record(
    {
      id: anything,
      title: fc.string(),
      brief: fc.string(),
      writes: fc.oneof(anything, fc.array(fc.string())),
      dependsOn: anything,
      weight: anything,
    },
    { requiredKeys: ["title", "brief"] },
  );
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), fc.boolean(), (stories, wrapped) => {
      const { document } = repairReply(wrapped ? { plan: { stories } } : { stories }, place);
      const repaired = (document as { stories: { title: string; brief: string; writes?: unknown }[] }).stories;
      expect(repaired.map(({ brief }) => brief)).toEqual(stories.map(({ brief }) => brief));
      // Only marks go.
      for (const [place, { title }] of repaired.entries()) expect(stories[place]?.title).toContain(title);
      for (const [place, { writes }] of repaired.entries()) {
        const before = stories[place]?.writes;
        // An empty list may write anything: it is never made out of one that was not.
        if (Array.isArray(before) && before.length > 0) expect(writes).not.toHaveLength(0);
      }
    }),
  );
});
