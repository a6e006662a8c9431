import { expect, test } from "bun:test";
import { readGoalText } from "../../src/intake/goal-text.ts";
import type { NamedSurface } from "../../src/intake/intake-facts.ts";
import { readNamedRules } from "../../src/intake/named-rules.ts";
import { decideByRules } from "../../src/intake/rules.ts";
import { factsWith } from "./known-facts.ts";

const places = (...names: string[]): NamedSurface[] =>
  names.map((mention) => ({ mention, path: `src/${mention}/`, files: 9, by: "list" }));

test.each([
  "First extract the parser, then move its callers",
  "Extract the parser; then delete the old one",
  "Extrais le parseur, puis supprime l'ancien",
  "Do this:\n1. Extract the parser\n2. Move the callers\n3. Delete the old one",
  "提取解析器，然后删除旧的",
])("%p asks for an order", (goal) => {
  expect(readNamedRules(readGoalText(goal), factsWith()).map(({ name }) => name)).toEqual(["ordered-steps"]);
});

test.each([
  ["First extract the parser, then move its callers", 2],
  ["Add a limits class first; the reader enforces it; then the writer; then the guide", 3],
  ["Agree on the syntax, then lint for it, then a script, then run it over all pages", 4],
  ["Cache it: a store first, then the policy, then the wiring; changelog last", 4],
  ["Do this:\n- first the module path\n- then the old names\n- then the errors", 3],
  ["Messages.\n\nStep 1: a trait\nStep 2: pass it on\nPhase 3: translate", 3],
  ["Plan:\n1) engines\n2) exports\n3) tests\n4) names\n5) notes", 5],
])("%p orders %p steps, and each makes an order likelier", (goal, steps) => {
  const [rule] = readNamedRules(readGoalText(goal), factsWith());
  expect(rule).toMatchObject({ name: "ordered-steps", weight: [Math.min(5.2, 2 * (steps - 1)), -2] });
  expect(rule?.detail).toContain(steps === 2 ? "one thing after another" : `${steps} things one after another`);
});

test.each(["Fix the parser", "Return the first error", "Strengthen the tests", "Show it only if it is there"])(
  "%p asks for none",
  (goal) => {
    expect(readNamedRules(readGoalText(goal), factsWith())).toEqual([]);
  },
);

test.each([
  "refactor!: registration returns errors. Begin in tree.go, carry the error up through the engine, then the groups",
  "Zuerst die Optionen in eine eigene Klasse herausziehen, danach die Aufrufer umstellen",
  "Raise the minimum to 8.1, step by step",
  "首先提取解析器，然后删除旧的",
])("%p asks for an order in other words", (goal) => {
  expect(readNamedRules(readGoalText(goal), factsWith()).map(({ name }) => name)).toContain("ordered-steps");
});

test("a long order that goes through many places is likelier to want steps, a report of a failure is not", () => {
  const surfaces = places("client", "handlers", "cookies", "retries", "logging");
  const order =
    "Introduce an immutable options object. Convert the client to build it, port the handlers and the cookies, move the retries over, and make the logging read it as well, with the old arrays kept as they are for one release";
  const named = (goal: string) => readNamedRules(readGoalText(goal), factsWith({ surfaces })).map(({ name }) => name);
  expect(named(order)).toEqual(["many-places"]);
  expect(named(`${order}. The client crashes today`)).not.toContain("many-places");
  expect(named("Convert the client, the handlers, the cookies, the retries and the logging")).toEqual([]);
});

test("what is broken in each of several places is no one failure", () => {
  const facts = factsWith({ surfaces: places("auth", "billing", "search") });
  const named = (goal: string) => readNamedRules(readGoalText(goal), facts).map(({ name }) => name);
  expect(named("For each of auth, billing and search repair the broken links")).toEqual(["enumerated-units"]);
  expect(named("Repair the broken links")).toEqual(["one-failure"]);
});

test("the same text work for each of four places that exist fans out, for two it does not", () => {
  const goal = "Write docs for the auth, billing, search and mail modules";
  const four = factsWith({ surfaces: places("auth", "billing", "search", "mail"), units: 40 });
  expect(decideByRules(goal, four).decision).toMatchObject({
    mode: "parallel",
    reason: expect.stringContaining("src/billing/"),
  });
  const none = factsWith({ units: 40 });
  expect(decideByRules(goal, none).decision.mode).not.toBe("parallel");
});

test("an order between the places wins over their number", () => {
  const goal = "Write docs for auth, billing, search and mail, then link them from the index";
  const facts = factsWith({ surfaces: places("auth", "billing", "search", "mail"), units: 40 });
  expect(decideByRules(goal, facts).decision.mode).not.toBe("parallel");
});

test("the form of a report tells of one fault, and its steps are none to be done", () => {
  const goal =
    "Describe the bug\nHooks of a user stay in the queue\n\nSteps\n1. create a user\n2. as bob add a hook\n3. delete bob";
  const text = readGoalText(goal);
  expect(text.title).toBe("Hooks of a user stay in the queue");
  expect(readNamedRules(text, factsWith()).map(({ name }) => name)).toEqual(["one-report"]);
});

test.each([
  "In the year view the arrow keys should move by days, now one can only tab through them",
  "Der Dialog soll beim Speichern offen bleiben, derzeit schließt er sich",
  "O botão deve ficar inativo, agora envia duas vezes",
])("%j tells of one behaviour", (goal) => {
  expect(readNamedRules(readGoalText(goal), factsWith()).map(({ name }) => name)).toEqual(["one-behaviour"]);
});

test("what is listed as getting the same is listed, translations too", () => {
  const at = (folder: string, end: string, ...names: string[]): NamedSurface[] =>
    names.map((name) => ({ mention: `${name}${end}`, path: `${folder}/${name}${end}`, files: 1, by: "path" }));
  const rulesOf = (goal: string, surfaces: NamedSurface[]) =>
    readNamedRules(readGoalText(goal), factsWith({ surfaces })).map(({ name }) => name);
  const mailers = at("src/mailers", "", "gmx", "posteo", "proton").map((one) => ({ ...one, path: `${one.path}.js` }));
  const goal = "Templates for further mailers, as gmail has them: gmx, posteo, proton";
  expect(rulesOf(goal, mailers)).toContain("enumerated-units");
  expect(rulesOf("Templates are read by gmx, posteo, proton", mailers)).not.toContain("enumerated-units");
  const texts = at("po", ".po", "de", "fr", "pt_BR");
  expect(rulesOf("Resolve fuzzy entries: de.po, fr.po, pt_BR.po. Don't touch app.pot.", texts)).toContain(
    "enumerated-units",
  );
});
