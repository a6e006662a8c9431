import { expect, test } from "bun:test";
import { withoutCompany } from "../../src/intake/company.ts";
import { deedsOf } from "../../src/intake/deeds.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { decideByRules } from "../../src/intake/rules.ts";
import { factsWith } from "./known-facts.ts";

test.each([
  [
    "Document headers(), sort the timeout errors, refuse a negative retry limit, and document the retry rules in readme.md",
    4,
  ],
  ["fix(ui): remove the bottom bar, unify its colors and improve tooltips on phones", 3],
  ["Füge eine Suche hinzu, entferne den alten Filter und aktualisiere die Hilfe", 3],
  // What goes with any change, what stays, what is said of another's object, and what only names things.
  ["Add a retry to fetch, write tests and update the changelog", 1],
  ["Rename `a` to `b`, keep the setter and update the test that reads it", 1],
  ["Add a cache, use it and test it", 1],
  ["Add copy, move and delete buttons", 2],
  ["The reader drops the header, adds a line and fixes nothing", 0],
  ["Log the method, the path and the status of each request", 1],
])("%j joins %p deeds with objects of their own", (goal, deeds) => {
  expect(deedsOf(readGoalText(goal))).toBe(deeds);
});

test("several deeds are no one story, and the reason says so", () => {
  const goal =
    "Document headers(), sort the timeout errors, refuse a negative retry limit, and document the retry rules";
  const { decision } = decideByRules(goal, factsWith());
  expect(decision.mode).toBe("sequential");
  expect(decision.reason).toContain("4 things that each have an object of their own");
});

test.each([
  ["Add `Backoff.linear(first)` with tests", "Add `Backoff.linear(first)`"],
  ["Add three params to the mailer, with tests and docs/mail.md", "Add three params to the mailer"],
  ["Retry uploads, and add a regression test for it", "Retry uploads"],
  ["Add tests and docs", "Add tests and docs"],
  ["Document how retries work with tests", "Document how retries work with tests"],
])("of %j what is made besides is no work on tests", (goal, order) => {
  expect(withoutCompany(goal)).toBe(order);
});
