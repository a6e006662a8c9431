import { expect, test } from "bun:test";
import { findUnclear } from "../../src/intake/clarity.ts";
import { readFiles } from "../../src/intake/facts.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { parseLink } from "../../src/intake/link.ts";
import { allGoals, type TableGoal } from "./clarity-goals.ts";
import everyday from "./everyday-goals.json";
import { factsWith } from "./known-facts.ts";
import unseen from "./unseen-goals.json";

const files = ["README.md", "package.json", "src/main.ts", "src/router.ts", "src/build.ts", "test/main.test.ts"];

function isAsked({ goal }: Pick<TableGoal, "goal">): boolean {
  const text = readGoalText(goal);
  const link = parseLink(goal);
  const facts = factsWith({ ...readFiles(text, files, "/r"), link, linkIsHere: link === null ? null : true });
  return findUnclear(text, facts) !== null;
}

const goals = allGoals();
const languages = [...new Set(goals.map(({ language }) => language))];

test.each(languages)("in %s what nobody could start on is asked, and what is clear is not", (language) => {
  const own = goals.filter((goal) => goal.language === language && !goal.kept);
  expect(own.filter((goal) => !goal.clear && !isAsked(goal)).map(({ goal }) => goal)).toEqual([]);
  expect(own.filter((goal) => goal.clear && isAsked(goal)).map(({ goal }) => goal)).toEqual([]);
});

test("of the goals that no word was chosen by, 95% are asked, and 3% at most by mistake", () => {
  const kept = goals.filter((goal) => goal.kept);
  const vague = kept.filter(({ clear }) => !clear);
  const clear = kept.filter((goal) => goal.clear);
  expect(vague.filter(isAsked).length / vague.length).toBeGreaterThanOrEqual(0.95);
  expect(clear.filter(isAsked).length / clear.length).toBeLessThanOrEqual(0.03);
});

test.each(Object.keys(everyday.vague) as (keyof typeof everyday.vague)[])(
  "in %s the everyday ways to name nothing are asked, and short goals that name something are not",
  (language) => {
    const goalsOf = (list: readonly string[]) => list.map((goal) => ({ goal }));
    expect(goalsOf(everyday.vague[language]).filter((goal) => !isAsked(goal)).length).toBeLessThanOrEqual(1);
    // Two words of a language that no list knows may be a thing and not an order.
    expect(goalsOf(everyday.clear[language]).filter(isAsked).length).toBeLessThanOrEqual(language === "Polish" ? 1 : 0);
  },
);

/** A set by which neither a word nor a weight was chosen. */
const unseenGoals = (["vague", "clear"] as const).flatMap((label) =>
  Object.entries(unseen[label]).flatMap(([language, list]) => list.map((goal) => ({ goal, language, label }))),
);
/** What a goal names and this made repository lacks is asked about in any words. */
const namesAbsent = ({ goal }: { goal: string }) => readFiles(readGoalText(goal), files, "/r").absent.length > 0;

test("of a set of goals that nothing was fitted on, 95% of the vague are asked, and 3% of the clear", () => {
  const shareAsked = (label: "vague" | "clear") => {
    const own = unseenGoals.filter((goal) => goal.label === label && !namesAbsent(goal));
    return own.filter(isAsked).length / own.length;
  };
  expect(unseenGoals.length).toBe(1319);
  expect(shareAsked("vague")).toBeGreaterThanOrEqual(0.95);
  expect(shareAsked("clear")).toBeLessThanOrEqual(0.03);
});

test.each([
  "Voeg een donker thema toe",
  "Sortera listan efter datum",
  "Oprav přihlášení",
  "Listeyi tarihe göre sırala",
  "Відсортуй список за датою",
  "Lajittele lista päivämäärän mukaan",
  "Rendezd a listát dátum szerint",
  "Διόρθωσε το κουμπί σύνδεσης",
  "أصلح زر تسجيل الدخول",
  "लॉगिन बटन ठीक करें",
])("a language that was not learned is not taken for one that was: %p", (goal) => {
  expect(isAsked({ goal })).toBe(false);
});
