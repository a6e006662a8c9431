import { expect, test } from "bun:test";
import { joinVerification, onlyVerifies } from "../../../src/plan/rules/verification-only.ts";
import { story, waits } from "../story.ts";

const check = (title: string, brief = "") => story(9, { title, brief, writes: [] });

test.each([
  ["Run the full test suite", ""],
  ["Verify that everything works", "Run npm test and look at the output."],
  ["Final verification", "All suites have to be green."],
  ["Build and test", "npm run build && npm test"],
  ["Review all changes", "Look for mistakes in what S1 to S4 did."],
  ["Check the build", "Make sure that CI passes."],
  ["Validate the implementation", ""],
  ["Integration checks", "Start the server once."],
  ["Type-check and lint everything", ""],
])('onlyVerifies() takes "%s" as a look at what others did', (title, brief) => {
  expect(onlyVerifies(check(title, brief))).toBe(true);
});

test.each([
  ["Verify e-mail addresses at sign-up", "When somebody signs up, send a link."],
  ["Add tests for the parser", "Cover every branch."],
  ["Test the parser", "Write a table of inputs."],
  ["Run the tests and fix what fails", ""],
  ["Run all tests", "Then update the snapshots."],
  ["Review page", "Show the stars of each review."],
  ["Check permissions before a delete", "Deny when the role is missing."],
  ["Validate the form's input", "Reject an empty name."],
  ["Build the settings page", "Two tabs."],
  ["Lint rules", "Adopt the stricter set."],
])('onlyVerifies() takes "%s" as work', (title, brief) => {
  expect(onlyVerifies(check(title, brief))).toBe(false);
});

test("onlyVerifies() takes a story with a surface as work", () => {
  expect(onlyVerifies({ ...check("Run all tests"), writes: ["test/"] })).toBe(false);
});

test("joinVerification() hands a check with its commands to the last story it waited for", () => {
  const final = story(4, {
    title: "Run all tests",
    brief: "Look closely.",
    writes: [],
    dependsOn: ["S1", "S2"],
    acceptance: ["All green"],
    verify: ["npm test", "npm run lint"],
    reads: ["README.md"],
  });
  const { stories, changes } = joinVerification([
    story(1),
    story(2, { verify: ["npm test"] }),
    story(3),
    final,
    story(5, { dependsOn: ["S4"] }),
  ]);
  expect(waits(stories)).toEqual(["S1", "S2", "S3", "S5 < S1 S2"]);
  expect(stories[1]).toEqual(
    story(2, {
      brief: "cedar!\n\nThen check: Run all tests\nLook closely.",
      acceptance: ["All green"],
      verify: ["npm test", "npm run lint"],
      reads: ["README.md"],
    }),
  );
  expect(changes).toEqual([
    {
      rule: "verification-only",
      stories: ["S4", "S2"],
      why: 'S4 "Run all tests" writes nothing: it is checked as part of S2, with "npm test", "npm run lint"',
    },
  ]);
});

test.each([
  ["that nothing waits for goes to the last story", { writes: [] }, {}, "S2"],
  ["that work waits for goes to that work", { writes: [] }, { dependsOn: ["S9"] }, "S1"],
])("joinVerification() gives a check %s", (_, more, first, host) => {
  const { changes } = joinVerification([story(9, { ...more, title: "Run all tests" }), story(1, first), story(2)]);
  expect(changes[0]?.stories).toEqual(["S9", host]);
});

test("joinVerification() hands on a row of checks", () => {
  const plan = [
    story(1),
    story(2, { title: "Run all tests", writes: [], dependsOn: ["S1"], verify: ["npm test"] }),
    story(3, { title: "Final review of all changes", brief: "", writes: [], dependsOn: ["S2"], acceptance: ["Clean"] }),
  ];
  const { stories } = joinVerification(plan);
  expect(stories).toHaveLength(1);
  expect(stories[0]).toMatchObject({ id: "S1", verify: ["npm test"], acceptance: ["Clean"] });
});

test("joinVerification() leaves a plan alone in which looking is the work", () => {
  const plan = [check("Run all tests"), { ...check("Review the result"), id: "S10" }];
  expect(joinVerification(plan)).toEqual({ stories: plan, changes: [] });
});
