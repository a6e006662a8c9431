import { expect, test } from "bun:test";
import { goesOverAll } from "../../src/surface/pairs/each-of.ts";
import { recordsWhatChanges } from "../../src/surface/pairs/recorded-work.ts";
import { evidenceOf, type Facts, surfaceOf } from "./made-evidence.ts";

type Half = [title: string, brief: string];
const adds: Half = ["A level for audits", "Add one more level between the two that there are."];
const over: Half = ["Softer colours", "One match over all levels, without a default."];

test.each<[string, Half, Half, Facts, boolean]>([
  ["and is linked", adds, over, { "src/user.ts": { imports: ["src/maker.ts"] } }, true],
  ["and is not linked", adds, over, {}, false],
  [
    "and says the same of the kind",
    ["A level", "Add a built-in level between the two that there are."],
    ["Softer colours", "One match over all built-in levels, without a default."],
    {},
    true,
  ],
  [
    "and says another thing of the kind",
    ["A level", "Add a built-in level between the two that there are."],
    ["Softer colours", "One match over all painted levels, without a default."],
    {},
    false,
  ],
  ["with a default", adds, ["Softer colours", "One match over all levels, each one as it is."], linked(), false],
  ["of another kind", adds, ["Softer colours", "One match over all rules, without a default."], linked(), false],
  ["of one alone", adds, ["Softer colours", "One match for a level, without a default."], linked(), false],
  [
    "of what is not added",
    ["What it means", "Explain the level between the two that are there."],
    over,
    linked(),
    false,
  ],
  ["and says no more than its title", ["Add a level", "Add a level"], over, linked(), false],
])("one more of a kind, and who goes over all of it %s: %#", (_what, maker, user, facts, expected) => {
  const evidence = evidenceOf({ "src/maker.ts": {}, "src/user.ts": {}, ...facts });
  const one = surfaceOf(evidence, "S1", ["src/maker.ts"], ...maker);
  const found = goesOverAll(one, surfaceOf(evidence, "S2", ["src/user.ts"], ...user), evidence);
  expect(found).toEqual(
    expected ? { rule: "needs", why: "S1 adds one more level, and S2 goes over all of them" } : null,
  );
});

function linked(): Facts {
  return { "src/user.ts": { imports: ["src/maker.ts"] } };
}

test("messages of one folder have one set of keys", () => {
  const evidence = evidenceOf({ "locales/de.json": {}, "locales/fr.json": {}, "other/fr.json": {}, "src/a.ts": {} });
  const maker = surfaceOf(evidence, "S1", ["locales/de.json"], "A key", "Add one more key for the border of a cart.");
  const user = (path: string) =>
    surfaceOf(evidence, "S2", [path], "Fill gaps", "Translate all keys: a complete list, in the order of the first.");
  expect(goesOverAll(maker, user("locales/fr.json"), evidence)?.why).toContain("one more key");
  expect(goesOverAll(maker, user("src/a.ts"), evidence)).toBeNull();
});

const work: Half = ["Call it basket", "The text of the button is another one from then on."];
const record: Half = ["Refresh texts", "Regenerate the expected snapshots of all variants."];

test.each<[string, string, string, boolean]>(
  [
    ["lang/fr.php", "lang/fr_CA.php", true],
    ["lang/de/a.php", "lang/de-AT/a.php", true],
    ["lang/zh.php", "lang/zh_Hant.php", true],
    ["lang/es.php", "lang/es_419.php", true],
    ["lang/fr.php", "lang/fr.php", false],
    ["lang/fr.php", "lang/de_AT.php", false],
    ["lang/main.php", "lang/main_CA.php", false],
    ["lang/fr_CA.php", "lang/fr.php", false],
    ["lang/fr.php", "lang/fr_old.php", false],
  ].map(([base, variant, expected]) => [`${base} and ${variant}`, base, variant, expected] as never),
)("what a variant takes from its base is recorded anew: %s", (_what, base, variant, expected) => {
  const evidence = evidenceOf({ [base]: {}, [variant]: {} });
  const of = (id: string, path: string, [title, brief]: Half) => surfaceOf(evidence, id, [path], title, brief);
  const [maker, user] = [of("S1", base, work), of("S2", variant, record)];
  expect(recordsWhatChanges(maker, user, evidence)?.why).toBe(
    expected ? `S2 records anew what \`${variant}\` takes from \`${base}\`, which S1 writes` : undefined,
  );
  expect(recordsWhatChanges(of("S1", base, ["Document it", work[1]]), user, evidence)).toBeNull();
  expect(
    recordsWhatChanges(of("S1", base, ["Call it basket", "All results stay the same."]), user, evidence),
  ).toBeNull();
  expect(recordsWhatChanges(maker, of("S2", variant, work), evidence)).toBeNull();
});

test("a list of what code offers, and code that reads data by its keys", () => {
  const evidence = evidenceOf({
    "src/a.ts": {},
    "api.txt": {},
    "data/carts.json": {},
    "src/carts.ts": {},
    "a/x.test.ts": {},
  });
  const offers = surfaceOf(evidence, "S1", ["src/a.ts"], "Offer more", "Export the reader and the writer, too.");
  const list = (path: string) =>
    surfaceOf(evidence, "S2", [path], "List it", "Regenerate the list of exported symbols.");
  expect(recordsWhatChanges(offers, list("api.txt"), evidence)?.why).toContain("S2 records anew what the code offers");
  for (const path of ["src/a.ts", "a/x.test.ts"]) expect(recordsWhatChanges(offers, list(path), evidence)).toBeNull();
  const hides = surfaceOf(evidence, "S1", ["src/a.ts"], "Sort more", "Sort the reader and the writer by their size.");
  expect(recordsWhatChanges(hides, list("api.txt"), evidence)).toBeNull();
  const respelled = ["Other keys", "Rename the keys to what the shop calls them."] as const;
  const data = (path: string) => surfaceOf(evidence, "S1", [path], ...respelled);
  const reader = (path: string) =>
    surfaceOf(evidence, "S2", [path], "Draw borders", "As wide as the window is, or less.");
  expect(recordsWhatChanges(data("data/carts.json"), reader("src/carts.ts"), evidence)?.why).toBe(
    "S1 writes the keys in `data/carts.json` in another way, and S2's `src/carts.ts` has its name",
  );
  expect(recordsWhatChanges(data("data/carts.json"), reader("src/a.ts"), evidence)).toBeNull();
  expect(recordsWhatChanges(data("src/a.ts"), reader("src/carts.ts"), evidence)).toBeNull();
});
