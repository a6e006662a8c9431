import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Story } from "../../src/core/story.ts";
import { ecosystems } from "../../src/ecosystems/known.ts";
import { evidenceOfFiles, type SurfaceEvidence } from "../../src/repository/evidence.ts";
import type { FileFacts } from "../../src/repository/file-facts.ts";
import { historyOf } from "../../src/repository/history.ts";
import { languageOf } from "../../src/repository/imports/languages.ts";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { evidenceIn, storyOf } from "../repository/evidence-of.ts";

const files = [
  "package.json",
  "package-lock.json",
  "docs/guide.md",
  "src/cache/cache.ts",
  "src/cache/cache.test.ts",
  "src/cache/index.ts",
  "src/http/client.ts",
  "src/http/retry.ts",
  "web/app.css",
];

/** Evidence about these files with nothing missing, and the given facts of some of them. */
function evidenceWith(facts: Record<string, Partial<FileFacts>> = {}, more: Partial<SurfaceEvidence> = {}) {
  const none: FileFacts = { imports: [], packages: [], defines: [], words: [], types: [], bases: [], lines: 100 };
  const entries = files.map((path) => [path, { ...none, ...facts[path] }] as const);
  const history = historyOf(Array.from({ length: 100 }, () => ["elsewhere"]));
  return { ...evidenceOfFiles("base", files), missing: [], facts: new Map(entries), history, ...more };
}

const judge = (a: Story, b: Story, evidence: SurfaceEvidence, strict = false) => judgePair(a, b, evidence, { strict });

test("stories that may write one path are in order, whichever files exist", () => {
  const judged = judge(storyOf("S1", ["src/new/*.ts"]), storyOf("S2", ["src/**/a.*"]), evidenceWith());
  expect(judged).toEqual({
    verdict: "ordered",
    rule: "overlap",
    first: null,
    why: "S1 and S2 may both write what matches `src/new/*.ts` and `src/**/a.*`",
    doubt: false,
  });
});

test.each([
  [[], "S1 declares no surface"],
  [["docs/", "**"], "S1 may write anywhere in the repository: `**`"],
])("a story with the surface %j is in order with every other", (writes, why) => {
  const judged = judge(storyOf("S1", writes), storyOf("S2", ["web/app.css"]), evidenceWith());
  expect(judged).toMatchObject({ verdict: "ordered", rule: "surface-required", why });
});

test("a manifest comes before the lockfile that is made from it", () => {
  const judged = judge(storyOf("S1", ["package-lock.json"]), storyOf("S2", ["package.json"]), evidenceWith());
  expect(judged).toMatchObject({ verdict: "ordered", rule: "shared-file", first: "b" });
  expect(judged.why).toBe("S2 writes `package.json`, which S1's `package-lock.json` is made from");
});

test("a manifest of a workspace comes before the lockfile at its root", () => {
  const judged = judge(storyOf("S1", ["packages/a/package.json"]), storyOf("S2", ["pnpm-lock.yaml"]), evidenceWith());
  expect(judged).toMatchObject({ verdict: "ordered", rule: "shared-file", first: "a" });
});

test("two new migrations of one folder are in order, whatever they are called", () => {
  const [one, other] = [["app/migrations/0005_users.py"], ["app/migrations/0005_orders.py"]];
  const judged = judge(storyOf("S1", one), storyOf("S2", other), evidenceWith());
  expect(judged).toMatchObject({ verdict: "ordered", rule: "shared-file", first: null });
  const apart = judge(storyOf("S1", one), storyOf("S2", ["blog/migrations/0005_orders.py"]), evidenceWith());
  expect(apart.rule).not.toBe("shared-file");
});

test("a new file comes before the barrel that will name it", () => {
  const judged = judge(storyOf("S1", ["src/cache/disk.ts"]), storyOf("S2", ["src/cache/index.ts"]), evidenceWith());
  expect(judged).toMatchObject({ verdict: "ordered", rule: "shared-file", first: "a" });
});

test("a file that does little but import its neighbours is a barrel, whatever it is called", () => {
  const imports = files.filter((path) => path.startsWith("src/"));
  const evidence = evidenceWith({ "src/cache/cache.ts": { imports, lines: 8 } });
  const judged = judge(storyOf("S1", ["src/cache/disk.ts"]), storyOf("S2", ["src/cache/cache.ts"]), evidence);
  expect(judged).toMatchObject({ verdict: "ordered", rule: "shared-file", first: "a" });
});

test("new files of one kind side by side are in order", () => {
  const judged = judge(
    storyOf("S1", ["src/a/disk_cache.ts"]),
    storyOf("S2", ["src/a/memory_cache.ts"]),
    evidenceWith(),
  );
  expect(judged).toMatchObject({ verdict: "ordered", rule: "needs" });
  expect(judged.why).toContain('both about "cache"');
});

test.each([
  [{ brief: "Call it from `src/queue/worker.ts`" }, "S2 names `src/queue/worker.ts`, which S1 creates"],
  [{ acceptance: ["worker.ts is covered"] }, "S2 names `src/queue/worker.ts`, which S1 creates"],
  [{ reads: ["src/queue/worker.ts"] }, "S2 reads `src/queue/worker.ts`, which S1 writes"],
])("a story that names a file that another one creates comes after it: %j", (more, why) => {
  const judged = judge(storyOf("S1", ["src/queue/worker.ts"]), storyOf("S2", ["web/app.css"], more), evidenceWith());
  expect(judged).toMatchObject({ verdict: "ordered", rule: "needs", first: "a", why });
});

test("a story that reads a file comes after the one that writes it; a folder to look into is no need", () => {
  const a = storyOf("S1", ["src/http/"], { title: "Back off twice as long" });
  const reader = (reads: string[]) => storyOf("S2", ["docs/guide.md"], { title: "Explain the installation", reads });
  const why = "S2 reads `src/http/retry.ts`, which S1 writes";
  expect(judge(a, reader(["src/http/retry.ts"]), evidenceWith())).toMatchObject({ rule: "needs", first: "a", why });
  expect(judge(a, reader(["src/"]), evidenceWith()).verdict).toBe("independent");
  // Of two the one that the maker names first.
  const both = storyOf("S1", ["src/http/retry.ts", "src/http/client.ts"], { title: "Back off twice as long" });
  const reads = ["src/http/client.ts", "src/http/retry.ts"];
  expect(judge(both, reader(reads), evidenceWith())).toMatchObject({ rule: "needs", first: "a", why });
});

test("two stories that speak of a name that nothing knows yet are in order, its maker first", () => {
  const a = storyOf("S1", ["web/app.css"], { brief: "Wire up retryBudget in the settings" });
  const b = storyOf("S2", ["src/http/retry.ts"], { brief: "Introduce retryBudget" });
  expect(judge(a, b, evidenceWith())).toMatchObject({ verdict: "ordered", rule: "needs", first: "b" });
  const spoken = storyOf("S3", ["docs/guide.md"], { brief: "Mention retryBudget" });
  expect(judge(a, spoken, evidenceWith()).rule).not.toBe("needs");
  const typed = [storyOf("S4", ["docs/guide.md"]), storyOf("S5", ["web/app.css"])];
  const [one, other] = typed.map((story) => ({ ...story, brief: "Add TypeScript examples" })) as [Story, Story];
  expect(judge(one, other, evidenceWith()).rule).not.toBe("needs");
  const known = evidenceWith({ "src/http/retry.ts": { words: ["retryBudget"] } });
  expect(judge(a, b, known).rule).not.toBe("needs");
});

test("tests of what another story writes come after it", () => {
  const a = storyOf("S1", ["src/cache/cache.test.ts"], { title: "Test that stale entries expire" });
  const b = storyOf("S2", ["src/cache/cache.ts"], { title: "Expire stale entries" });
  const evidence = evidenceWith({ "src/cache/cache.test.ts": { imports: ["src/cache/cache.ts"] } });
  expect(judge(a, b, evidence)).toMatchObject({ verdict: "ordered", rule: "coupled", first: "b" });
});

test("documentation and code that have nothing to do with each other are independent", () => {
  const a = storyOf("S1", ["docs/guide.md"], { title: "Explain the installation" });
  const b = storyOf("S2", ["src/http/retry.ts"], { title: "Back off twice as long" });
  expect(judge(a, b, evidenceWith())).toMatchObject({
    verdict: "independent",
    doubt: false,
    why: "no path in common, and neither imports what the other writes",
  });
});

test("one sentence said of two units is no need: tests for each of them may run side by side", () => {
  const of = (id: string, name: string) =>
    storyOf(id, [`test/${name}.test.ts`], { title: `Test the functions of src/${name}.ts`, reads: [`src/${name}.ts`] });
  const evidence = evidenceOfFiles("base", ["src/slug.ts", "src/words.ts", "src/trim.ts", "test/trim.test.ts"]);
  const judged = judge(of("S1", "slug"), of("S2", "words"), { ...evidence, missing: [] }, true);
  expect(judged).toMatchObject({ verdict: "independent", doubt: false });
});

test.each([
  ["Document the exported names of src/a.ts", "Document the exported names of src/b.ts", "independent"],
  ["Document the exported names of `a.ts`", "Document the exported names of `b.ts`", "independent"],
  ["Document the exported names of src/a.ts", "Document the imported names of src/a.ts", "ordered"],
])("files of short names are told apart by their paths: %s, %s: %s", (one, other, verdict) => {
  const [a, b] = [storyOf("S1", ["src/a.ts"], { title: one }), storyOf("S2", ["src/b.ts"], { title: other })];
  const evidence = evidenceOfFiles("base", ["src/a.ts", "src/b.ts", "README.md", "package.json"]);
  expect(judge(a, b, { ...evidence, missing: [] })).toMatchObject({ verdict });
});

describe("doubt", () => {
  const a = storyOf("S1", ["web/app.css"], { title: "Round the corners" });
  const b = storyOf("S2", ["src/http/retry.ts"], { title: "Back off twice as long" });
  const doubts: [string, SurfaceEvidence, string][] = [
    [
      "an import",
      evidenceWith({ "web/app.css": { imports: ["src/http/retry.ts"] } }),
      "S2 writes `src/http/retry.ts`, which S1's `web/app.css` imports",
    ],
    [
      "history",
      evidenceWith(
        {},
        {
          history: historyOf(
            Array.from({ length: 100 }, (_, at) => (at % 10 === 0 ? ["web/app.css", "src/http/retry.ts"] : ["x"])),
          ),
        },
      ),
      "S1's `web/app.css` and S2's `src/http/retry.ts` changed together in 10 commits (100%)",
    ],
    [
      "missing evidence",
      evidenceWith({}, { missing: ["history: a shallow clone of 1 commits"] }),
      "Not all evidence could be had: history: a shallow clone of 1 commits",
    ],
  ];

  test.each(doubts)("%s alone is told, and order in strict mode", (_, evidence, why) => {
    const lenient = judge(a, b, evidence);
    expect(lenient).toMatchObject({ verdict: "independent", doubt: true });
    expect(lenient.why).toContain(why);
    expect(judge(a, b, evidence, true)).toMatchObject({ verdict: "ordered", rule: "coupled", why, doubt: true });
  });

  test("an import by way of a barrel is told, and order in strict mode", () => {
    const evidence = evidenceWith(
      { "web/app.css": { imports: ["src/index.ts"] } },
      { barrels: new Map([["src/index.ts", ["src/http/retry.ts"]]]) },
    );
    const why = "S2 writes `src/http/retry.ts`, which S1's `web/app.css` imports by way of `src/index.ts`";
    expect(judge(a, b, evidence)).toMatchObject({ verdict: "independent", doubt: true });
    expect(judge(a, b, evidence).why).toContain(why);
    expect(judge(a, b, evidence, true)).toMatchObject({ verdict: "ordered", first: "b", why, doubt: true });
  });

  test.each([
    ["pool/take.go", "pool/give.go", true],
    ["pool/take.go", "other/give.go", false],
    ["src/take.c", "lib/give.cpp", true],
    ["src/take.rb", "src/give.rb", false],
  ])("names that no import tells of: %s uses what %s defines: %p", (user, maker, told) => {
    const [one, other] = [storyOf("S1", [user], { title: "Calm" }), storyOf("S2", [maker], { title: "Warm" })];
    const evidence = {
      ...evidenceOfFiles("base", [user, maker]),
      history: historyOf(Array.from({ length: 40 }, () => ["x"])),
      missing: [],
      facts: new Map([
        [user, { imports: [], packages: [], defines: [], words: ["giveBack"], types: [], bases: [], lines: 9 }],
        [
          maker,
          { imports: [], packages: [], defines: ["giveBack"], words: ["giveBack"], types: [], bases: [], lines: 9 },
        ],
      ]),
    };
    const judged = judge(one, other, evidence);
    expect(judged.why.includes("S1's code uses `giveBack`, which S2's code defines")).toBe(told);
    expect(judge(one, other, evidence, true).verdict).toBe(told ? "ordered" : "independent");
  });

  test("in a young repository, whose history says nothing yet, an import is order", () => {
    const young = evidenceWith({ "web/app.css": { imports: ["src/http/retry.ts"] } }, { history: historyOf([]) });
    const why = "S2 writes `src/http/retry.ts`, which S1's `web/app.css` imports";
    expect(judge(a, b, young)).toMatchObject({ verdict: "ordered", rule: "coupled", first: "b", why });
  });

  test("code in a language that is not read is a doubt beside other code, and none beside a text", () => {
    const shell = storyOf("S3", ["bin/start.sh"], { title: "Start quietly" });
    const why = "imports in `bin/start.sh` are not read: .sh is not among the known languages";
    expect(judge(b, shell, evidenceWith(), true)).toMatchObject({ verdict: "ordered", why, doubt: true });
    expect(judge(b, shell, evidenceWith())).toMatchObject({ verdict: "independent", doubt: true });
    const text = storyOf("S4", ["docs/guide.md"], { title: "Explain the installation" });
    expect(judge(text, shell, evidenceWith(), true)).toMatchObject({ verdict: "independent", doubt: false });
  });

  test("without any of it strict mode accepts the pair", () => {
    expect(judge(a, b, evidenceWith(), true)).toMatchObject({ verdict: "independent", doubt: false });
  });
});

describe("for any two stories", () => {
  const writes = fc.uniqueArray(fc.constantFrom(...files, "src/http/", "src/cache/*.ts", "src/new/thing.ts", "docs/"), {
    minLength: 1,
    maxLength: 3,
  });
  const title = fc.constantFrom("Add a cache", "Cover the cache with tests", "Explain retries", "Rename the client");
  const facts = fc.dictionary(
    fc.constantFrom(...files),
    fc.record({
      imports: fc.subarray(files),
      packages: fc.constant([]),
      defines: fc.subarray(["cacheEntry", "retryBudget"]),
      words: fc.subarray(["cacheEntry", "retryBudget", "httpClient"]),
      lines: fc.nat(500),
    }),
  );
  const arbitrary = fc.tuple(writes, writes, title, title, facts, fc.boolean());

  test("the order in which they are given changes only whom `first` names, and in the right way", () => {
    fc.assert(
      fc.property(arbitrary, ([wa, wb, ta, tb, known, strict]) => {
        const [a, b] = [storyOf("S1", wa, { title: ta }), storyOf("S2", wb, { title: tb })];
        const forward = judge(a, b, evidenceWith(known), strict);
        const backward = judge(b, a, evidenceWith(known), strict);
        expect(backward.verdict).toBe(forward.verdict);
        expect(backward.rule).toBe(forward.rule);
        const mirrored = { a: "b", b: "a" } as const;
        expect(backward.first).toBe(forward.first === null ? null : mirrored[forward.first]);
      }),
    );
  });

  test("strict mode never accepts what is otherwise put in order, and every verdict says why in one line", () => {
    fc.assert(
      fc.property(arbitrary, ([wa, wb, ta, tb, known]) => {
        const [a, b] = [storyOf("S1", wa, { title: ta }), storyOf("S2", wb, { title: tb })];
        const evidence = evidenceWith(known);
        const [lenient, strict] = [judge(a, b, evidence), judge(a, b, evidence, true)];
        if (lenient.verdict === "ordered") expect(strict.verdict).toBe("ordered");
        if (lenient.verdict === "independent" && !lenient.doubt) expect(strict.verdict).toBe("independent");
        for (const { why } of [lenient, strict]) expect(why).toMatch(/^[^\n]{10,400}$/);
      }),
    );
  });
});

test("a verdict keeps nothing of the evidence: a plan of many stories has very many pairs", () => {
  const evidence = evidenceWith({ "src/http/client.ts": { imports: ["src/http/retry.ts"] } });
  const pairs: [string, string, boolean][] = [
    ["web/app.css", "docs/guide.md", false],
    ["src/http/client.ts", "src/http/retry.ts", false],
    ["src/http/client.ts", "src/http/retry.ts", true],
  ];
  for (const [one, other, strict] of pairs) {
    const judged = judge(storyOf("S1", [one]), storyOf("S2", [other]), evidence, strict);
    expect(Object.values(judged).filter((value) => typeof value === "object" && value !== null)).toEqual([]);
    const options = { strict, explain: true };
    const explained = judgePair(storyOf("S1", [one]), storyOf("S2", [other]), evidence, options);
    expect(explained).toEqual({ ...judged, weighed: expect.objectContaining({ parts: expect.any(Array) }) });
  }
});

test("a real repository: an import is found and named", async () => {
  const a = storyOf("S1", ["src/parse.ts"], { title: "Parse parse trees lazily" });
  const b = storyOf("S2", ["test/parse.test.ts"], { title: "Test lazy parse trees" });
  const evidence = await evidenceIn(
    {
      "src/parse.ts": "export function parseTree() {}",
      "test/parse.test.ts": `import { parseTree } from "../src/parse.ts";\nparseTree();`,
    },
    [a, b],
  );
  const judged = judge(a, b, evidence);
  expect(judged).toMatchObject({ verdict: "ordered", rule: "coupled", first: "a" });
  expect(judged.why).toContain("S2's test `test/parse.test.ts` imports `src/parse.ts`, which S1 writes");
});

test("code is told to be unread exactly where its imports are not read", () => {
  const isRead = (name: string) => languageOf(`file.${name}`) !== null;
  expect(ecosystems.flatMap(({ unread = [] }) => unread).filter(isRead)).toEqual([]);
  expect(ecosystems.flatMap(({ code = [] }) => code).filter((name) => !isRead(name))).toEqual([]);
});

/** Evidence of these files with a history, and nothing known of what is in them. */
function knowing(paths: readonly string[]): SurfaceEvidence {
  const history = historyOf(Array.from({ length: 100 }, () => ["elsewhere"]));
  return { ...evidenceOfFiles("base", paths), missing: [], history };
}

const middleware = ["cors", "csrf", "etag", "body-limit", "body-parse"];
const middlewareFiles = [
  ...middleware.map((name) => `src/middleware/${name}/index.ts`),
  "src/app.ts",
  "src/context.ts",
];

test.each(["Document", "Simplify", "Migrate", "Improve", "Translate", "Speed up", "Tidy", "Rework"])(
  "stories that differ in their unit alone stay independent, whatever the verb: %s",
  (verb) => {
    const known = knowing(middlewareFiles);
    const stories = middleware.map((name, at) =>
      storyOf(`S${at + 1}`, [`src/middleware/${name}/index.ts`], { title: `${verb} the ${name} middleware` }),
    );
    for (const [at, one] of stories.entries()) {
      for (const other of stories.slice(at + 1)) {
        expect(judgePair(one, other, known, { strict: false })).toMatchObject({ verdict: "independent" });
      }
    }
  },
);

test.each([
  ["a locale", "Translate the messages to de", "locales/de.json", "Translate the messages to fr", "locales/fr.json"],
  [
    "a folder",
    "Port the tests of parser to vitest",
    "test/parser/a.test.ts",
    "Port the tests of printer to vitest",
    "test/printer/a.test.ts",
  ],
  ["one word of two", "Type the user store", "src/user-store.ts", "Type the order store", "src/order-store.ts"],
])("twins differ in %s", (_, one, path, other, otherPath) => {
  const known = knowing([path, otherPath, "src/app.ts"]);
  const judged = judgePair(storyOf("S1", [path], { title: one }), storyOf("S2", [otherPath], { title: other }), known, {
    strict: false,
  });
  expect(judged.verdict).toBe("independent");
});
