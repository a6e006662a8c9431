import { expect, test } from "bun:test";
import fc from "fast-check";
import { marked } from "marked";
import { putBlock, renderBody } from "../../../src/deliver/body/body.ts";
import { goalPart, reviewOrder, verdict } from "../../../src/deliver/body/body-parts.ts";
import { maskFacts } from "../../../src/deliver/body/mask-facts.ts";
import { renderTitle } from "../../../src/deliver/request/request-wish.ts";
import { escapeMarkdown, inlineCode } from "../../../src/text/escape-markdown.ts";
import { anywhere, bodyFacts } from "../support.ts";

const check = { command: "npm test", ok: true, ms: 900, tail: "" };
const facts = bodyFacts({
  goal: "Add a farewell\n\nin two files",
  mode: "parallel",
  reason: "Two surfaces were named",
  stories: [
    { ...anywhere, title: "Add bye()", commit: "0123456789abcdef0123", leftOut: ["lib/bye.gen"] },
    { ...anywhere, id: "S2", title: "Add ciao()", outcome: "failed", reason: "the agent changed nothing that passes" },
  ],
  checks: [
    { ...check, baseOk: true },
    { ...check, command: "npm run lint", baseOk: false },
    { ...check, command: "npm run `e2e`", ok: false, baseOk: false },
    { ...check, command: "npm run docs", ok: false, baseOk: true, flaky: false },
  ],
  partial: true,
});
const files = [
  { path: "README.md", insertions: 90, deletions: 0 },
  { path: "test/bye.test.ts", insertions: 40, deletions: 0 },
  { path: "src/bye.ts", insertions: 9, deletions: 1 },
];

test("the body of a request, as people read it", () => {
  expect(renderBody(facts, files, null)).toMatchInlineSnapshot(`
    "> Add a farewell
    >
    > in two files

    **Mode:** parallel, by rules. Two surfaces were named

    ### Stories

    - **S1** Add bye(): done, 0123456789; left out of its commit: lib/bye.gen
    - **S2** Add ciao(): failed (the agent changed nothing that passes)

    ### Checks

    - \`npm test\`: passes
    - \`npm run lint\`: passes; it failed before
    - \`\` npm run \`e2e\` \`\`: fails, as it did before this work
    - \`npm run docs\`: **fails**; it passed before

    ### Review order

    1. \`src/bye.ts\` (+9 −1)
    1. \`test/bye.test.ts\` (+40 −0)
    1. \`README.md\` (+90 −0)

    ---
    1m 01s until delivery · agents 50s · tokens 12.0k in (8.0k cached), 900 out"
  `);
});

test("a template takes the place of the body, and its parts go where it names them", () => {
  expect(renderBody(facts, files, "Why: {goal}\n\n{nothing}\n{figures}")).toMatchInlineSnapshot(`
    "Why: > Add a farewell
    >
    > in two files

    {nothing}
    1m 01s until delivery · agents 50s · tokens 12.0k in (8.0k cached), 900 out"
  `);
});

test("without checks the body says so instead of looking green", () => {
  expect(renderBody(bodyFacts(), [], null)).toContain("None ran");
  const skipped = bodyFacts({ unchecked: ["The check `go test ./...` is skipped: go is not on the PATH"] });
  expect(renderBody(skipped, [], null)).toMatch(
    /### Checks\n\n- The check .*go test.* is skipped: go is not on the PATH/,
  );
  expect(renderBody(skipped, [], null)).not.toContain("None ran");
});

test.each([
  [{ ok: true, baseOk: true }, "passes"],
  [{ ok: true, baseOk: null }, "passes"],
  [{ ok: true, baseOk: false }, "passes; it failed before"],
  [{ ok: true, baseOk: true, flaky: true }, "passes (on the second try)"],
  [{ ok: false, baseOk: true }, "**fails**; it passed before"],
  [{ ok: false, baseOk: false }, "fails, as it did before this work"],
  [{ ok: false, baseOk: null }, "**fails**"],
])("verdict(%p)", (change, expected) => {
  expect(verdict({ ...check, ...change })).toBe(expected);
});

test("a red check names what it fails with; one that failed before, in fewer lines", () => {
  const failing = Array.from({ length: 12 }, (_, at) => `t${at}`);
  const named = (baseOk: boolean) => {
    const body = renderBody(bodyFacts({ checks: [{ ...check, ok: false, baseOk, failing }] }), [], null);
    return body.split("\n").filter((line) => line.startsWith("  - ")).length;
  };
  // The last line tells how many more there are.
  expect([named(true), named(false)]).toEqual([11, 4]);
});

test("review begins with the largest code, then tests, then prose", () => {
  expect(reviewOrder(files).map(({ path }) => path)).toEqual(["src/bye.ts", "test/bye.test.ts", "README.md"]);
});

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "`",
        "```",
        "<b>",
        "</blockquote>",
        "<!-- x -->",
        "&lt;",
        "@ada",
        "#12",
        "fixes #3",
        "**",
        "_",
        "| a |",
        "\n",
        "\n\n",
        "    ",
        "# T",
        "- x",
        "1. y",
        "[a](http://b.c)",
        "![i](j)",
        "https://github.com/a/b/issues/1",
        "\\",
        "$x$",
        "---",
        "===",
        "> q",
        "/approve",
        "~~~",
        "\t",
        "\u202e",
        "www.a.bc",
        "a@b.cd",
      ),
      fc.string({ maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(" "));

/** What a reader sees of rendered HTML, with white space as a page shows it. */
function shown(html: string): string {
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&", "#39": "'" };
  return squeeze(
    html.replace(/<[^>]*>/g, " ").replace(/&(lt|gt|quot|amp|#39);/g, (_, name: string) => entities[name] ?? ""),
  );
}
const squeeze = (text: string) => text.replace(/(?!\u200D)\p{Cf}|\p{Cc}|\s|&#8203;/gu, "");

test("whatever a goal holds, it is shown as it was written, as a quotation and nothing else", () => {
  fc.assert(
    fc.property(hostile, (goal) => {
      fc.pre(goal.trim() !== "");
      const html = marked.parse(goalPart(goal), { gfm: true, async: false });
      const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name));
      expect([...tags].filter((name) => !["blockquote", "p", "br"].includes(name ?? ""))).toEqual([]);
      expect(shown(html)).toBe(squeeze(goal));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["Fixes #12 and closes acme/shop#3", /(fix(es)?|closes):?\s+\S*#\d/i],
  ["resolves https://github.com/acme/shop/issues/4", /resolves\s+https:/],
  ["ask @grace and @acme/core", /@(grace|acme)/],
  ["see GH-9 and !7", /GH-\d|!\d/],
])("%s does nothing on a forge", (text, pattern) => {
  expect(text).toMatch(pattern);
  expect(escapeMarkdown(text)).not.toMatch(pattern);
});

test("inlineCode() holds any line", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{1,30}$/), (text) => {
      fc.pre(text.trim() !== "" && !text.includes("|"));
      const html = marked.parse(inlineCode(text), { gfm: true, async: false });
      expect(html).toMatch(/^<p><code>/);
      expect(shown(html)).toBe(squeeze(text));
    }),
  );
});

test("an update changes our block alone, a follow-up adds one after it", () => {
  const first = putBlock("Hello\r\n\r\nby a person", "abc", "one");
  const edited = `${first}\n\nSomebody's last word.`;
  expect(putBlock(edited, "abc", "two")).toBe(edited.replace("one", "two"));
  const both = putBlock(edited, "def", "three");
  expect(both).toStartWith("Hello\r\n\r\nby a person");
  expect(both).toEndWith("Somebody's last word.");
  expect(both.indexOf("one")).toBeLessThan(both.indexOf("three"));
});

test("marks that people broke do not swallow what they wrote", () => {
  const broken = putBlock("", "abc", "one").replace("<!-- baro:end -->", "Precious words.");
  const twice = putBlock(putBlock(broken, "abc", "two"), "abc", "three");
  expect(twice).toContain("Precious words.");
  expect(twice).toContain("three");
  expect(twice).not.toContain("two");
});

test("over the limit our oldest blocks go first, and people's words never", () => {
  let body = "A person's introduction.";
  for (const run of ["a", "b", "c", "d"]) body = putBlock(body, run, run.repeat(300), 1000);
  expect(body.length).toBeLessThanOrEqual(1000);
  expect(body).toStartWith("A person's introduction.");
  expect(body).toContain("d".repeat(300));
  expect(body).not.toContain("a".repeat(300));
  const long = "x".repeat(900);
  expect(putBlock(long, "e", "y".repeat(5000), 1000)).toStartWith(long);
  expect(putBlock(long, "e", "y".repeat(5000), 1000).length).toBeLessThanOrEqual(1000);
});

test("a goal far over every limit still gives a body that fits", () => {
  const stories = Array.from({ length: 400 }, (_, index) => ({ ...anywhere, id: `S${index}`, title: "t".repeat(500) }));
  const body = renderBody(bodyFacts({ goal: "g ".repeat(100_000), stories }), files, null);
  expect(body.length).toBeLessThanOrEqual(60_000);
  expect(body).toContain("…and 370 more.");
});

test.each([
  ["Fix #12: @ada's bug.\nMore", "Fix # 12: @ ada's bug"],
  ["\n\n  spaced   out  ", "spaced out"],
  ["x".repeat(200), `${"x".repeat(89)}…`],
])("renderTitle(%p)", (goal, expected) => {
  expect(renderTitle(bodyFacts({ goal, stories: [] }), "abc", null)).toBe(expected);
});

test.each([
  ["feat!: drop Node 18", { typed: true }, [], "feat!: drop Node 18"],
  ["feat!: drop Node 18", {}, [], "feat: drop Node 18"],
  ["refactor(api)!: rename; fixes #12", { typed: true }, [], "refactor(api)!: rename; fixes # 12"],
  ["drop Node 18", { typed: true }, [{ ...anywhere, title: "feat!: drop Node 18" }], "feat: drop Node 18"],
  ["feat!: drop Node 18", { typed: true }, [{ ...anywhere, title: "feat!: drop it all" }], "feat: drop it all"],
  ["feat!: drop Node 18", { typed: true }, [{ ...anywhere, title: "feat!: drop Node 18" }], "feat!: drop Node 18"],
] as const)("whether %p breaks something is for who typed it to say (%p, %p)", (goal, how, stories, expected) => {
  const facts = bodyFacts({ goal, ...how, stories: [...stories] });
  expect(renderTitle(facts, "abc", null)).toBe(expected);
});

test("secrets in a goal, a reason or a command are masked before anybody else reads them", async () => {
  const token = ["ghp", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("_");
  const values = [{ origin: "the environment's DEPLOY_TOKEN", forms: ["correct-horse-42"], disguises: [] }];
  const masked = await maskFacts(
    bodyFacts({
      goal: `Use ${token} and correct-horse-42 twice: ${token}`,
      checks: [{ ...check, command: "curl -u correct-horse-42" }],
    }),
    values,
  );
  expect(masked.goal).toBe("Use [redacted] and [redacted] twice: [redacted]");
  expect(masked.checks[0]?.command).toBe("curl -u [redacted]");
});

test("a check that stops at a failure of the base says in the request that the rest did not run", () => {
  const check = { command: "make test", ok: false, ms: 1, tail: "", verdict: "not_run", baseOk: false } as const;
  expect(verdict({ ...check, stops: "line 2 of Makefile" })).toBe(
    "fails, as it did before this work, and stops there: the rest of it did not run",
  );
  expect(verdict({ ...check, why: "sh: x: not found" })).toBe("could not run here: sh: x: not found");
});
