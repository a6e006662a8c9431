import { expect, test } from "bun:test";
import type { Story } from "../../src/core/story.ts";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { evidenceIn, storyOf } from "../repository/evidence-of.ts";

/** Stories in files that know nothing of each other: only what the texts say can order them. */
function judged(one: string, other: string) {
  const files = { "src/left.ts": "export const left = 1;\n", "docs/right.md": "Right.\n" };
  const a: Story = storyOf("S1", ["src/left.ts"], { title: "The left side", brief: one });
  const b: Story = storyOf("S2", ["docs/right.md"], { title: "The right side", brief: other });
  return evidenceIn(files, [a, b]).then((evidence) => judgePair(a, b, evidence, { strict: false }));
}

test.each([
  ["Emit lib/tree.mjs instead of lib/tree.esm.js.", "Import Lexer from '../lib/tree.esm.js' as the siblings do."],
  ["In the JSON `times` becomes `samples`.", 'The plot reads b["times"] of all results.'],
  ["Load levels from APP_LEVELS instead of APP_LEVEL.", "A chapter on setting levels with APP_LEVEL."],
  ["Replace the boolean case_sensitive in rules by case.", "A rule for BUCK with case_sensitive = true."],
  ["cW is one of a kind: replace cW(w, color, text) by a writer type.", "The stack is yellow, via cW."],
  ["locfile_init loses its first parameter.", "Build the source by locfile_init(jq, name, data)."],
  ["Rename images/*.png to names that tell what they show.", "Keep the diagram images/4edXG0T.png."],
  ["Replace the five MILLIS_A_* constants by one map.", "Extend units by means of MILLIS_A_DAY."],
  ["Rename res/templates/page.html to hello.html.", 'A test that renders get_template("page.html").'],
  ["Rename --max-buffer-time to --buffer-time and keep no alias.", "Give --max-buffer-time a value hint."],
  ["ToText in tools:helpers becomes StringBody.", "Use helpers.ToText and a server of its own."],
])("%p orders %p", async (one, other) => {
  expect(await judged(one, other)).toMatchObject({ verdict: "ordered", rule: "needs-what-goes" });
  expect(await judged(other, one)).toMatchObject({ verdict: "ordered", rule: "needs-what-goes" });
});

test.each([
  // Both take the same thing away, each in its own place.
  ["Use Cut instead of strings.Split in the reader.", "Use Cut instead of strings.Split in the writer."],
  // A plain word that goes is no name of the other's.
  ["Remove the note on colours.", "A longer note on fonts."],
  ["Rename images/*.png to names that tell what they show.", "Keep the text of docs/4edXG0T.md."],
  ["Replace `weigh` by a table.", "Tell how weights are chosen."],
])("%p leaves %p alone", async (one, other) => {
  expect((await judged(one, other)).rule).not.toBe("needs-what-goes");
});

test("a plain word in backticks that one story makes and another speaks of is needed", async () => {
  const made = "Register `nanoid` among the tags, with its pattern.";
  expect(await judged(made, "The nanoid message in two languages.")).toMatchObject({
    verdict: "ordered",
    rule: "needs",
    first: "a",
  });
  expect((await judged(made, "The uuid message in two languages.")).rule).not.toBe("needs");
});
