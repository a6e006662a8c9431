import { actsOnProgram } from "./issue-body.ts";

/** What people call a step before they number it, in the languages that goals are written in. */
export const stepWords = "step|phase|stage|schritt|étape|etapa|paso|passo|fase|krok|шаг|этап";

const marker = new RegExp(
  [
    String.raw`(?:^|[ \t:;,.])(?:\((?<inside>\d|[a-h])\)|(?<plain>\d)[.)])\s+(?=\S)`,
    String.raw`(?:^|[\s:;,.])(?:${stepWords}) (?<said>one|two|three|four|five|\d)(?![\p{L}\p{N}])[,:.]?\s+(?=\S)`,
  ].join("|"),
  "giu",
);
const spelled = ["", "one", "two", "three", "four", "five"];

/**
 * What is numbered or lettered in running text: `(1) … (2) …`, `1) …; 2) …`, `step one, … step two, …`; each item up to the end
 * of its sentence. Null: nothing is, or what is numbered was done to see a fault. `isNumbered`: by numbers, not letters.
 */
export function numberedItems(text: string): { items: string[]; isNumbered: boolean } | null {
  const found = [...text.matchAll(marker)].map((match) => {
    const { inside, plain, said } = match.groups ?? {};
    return {
      label: (inside ?? plain ?? said ?? "").toLowerCase(),
      from: match.index,
      to: match.index + match[0].length,
    };
  });
  const run = found.filter(({ label }, at) => orderOf(label) === at + 1);
  const items = run.map(({ to }, at) => text.slice(to, run[at + 1]?.from).split(/[.!]\s+(?=\p{Lu})/u)[0] ?? "");
  const acting = items.filter((one) => actsOnProgram.test(one.toLowerCase().match(/\p{L}+/u)?.[0] ?? ""));
  if (run.length < 2 || acting.length * 2 > items.length || items.some((one) => one.includes("\n\n"))) return null;
  return { items, isNumbered: /\d|one/.test(run[0]?.label ?? "") };
}

function orderOf(label: string): number {
  if (/^\d$/.test(label)) return Number(label);
  return spelled.includes(label) ? spelled.indexOf(label) : label.charCodeAt(0) - 96;
}
