import { expect, test } from "bun:test";
import type { Feature } from "../../src/intake/feature.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import type { Precedent } from "../../src/intake/intake-facts.ts";
import { decideByRules } from "../../src/intake/rules.ts";
import { comparable } from "../../src/intake/tongue.ts";
import { factsWith } from "./known-facts.ts";

const features: Feature[] = [
  { name: "asks-for-more", value: 1, detail: "" },
  { name: "likest", value: 0, detail: "", group: "precedents" },
  { name: "new-words", value: 4, detail: "", group: "habits" },
  { name: "wide-here", value: 1, detail: "", group: "habits" },
];
const namesOf = (goal: string, precedents: readonly Precedent[] = []) =>
  comparable(features, readGoalText(goal), precedents).map(({ name }) => name);
const all = features.map(({ name }) => name);
const own = ["asks-for-more", "wide-here"];

test.each([
  "Quand le nom est vide, le module garde l'ancien : il faut le corriger",
  "Der Aufruf scheitert, wenn die Adresse nicht da ist, bitte mit der nächsten weitermachen",
  "По умолчанию сокет создаётся с правами 0200",
  "默认的权限应该是 0220",
])("a goal in another language than the titles is not compared with them: %p", (goal) => {
  expect(namesOf(goal)).toEqual(own);
});

test.each([
  "Fix the E2E suite of the parser",
  "perf: cut the memory of schemas by moving methods",
  "The call fails when the address is not there",
])("one in English is: %p", (goal) => {
  expect(namesOf(goal)).toEqual(all);
});

test("where a title of the history is like it, the history speaks its language", () => {
  const like = { likeness: 0.6 } as Precedent;
  expect(namesOf("Der Aufruf scheitert, wenn die Adresse nicht da ist", [like])).toEqual(all);
});

test("steps that are spelled out are weighed with what the history says, in any language", () => {
  const goal =
    "Primero agrega un hook a la interfaz, luego llámalo desde pipeline.ts y por último úsalo en el plugin de páginas";
  const { probabilities } = decideByRules(goal, factsWith()).decision;
  expect(probabilities.sequential).toBeGreaterThan(probabilities.focused);
});
