import { expect, test } from "bun:test";
import { findUnclear } from "../../src/intake/clarity.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import type { NamedSurface } from "../../src/intake/intake-facts.ts";
import { factsWith } from "./known-facts.ts";

function ruleOf(goal: string, surfaces: NamedSurface[] = []): string | null {
  return findUnclear(readGoalText(goal), factsWith({ surfaces }))?.rule ?? null;
}
const place = (mention: string, path: string): NamedSurface => ({ mention, path, files: 3, by: "code" });

test.each([
  ["make rack faster", "area-only"],
  ["Please make hono a bit more robust!", "names-nothing"],
  ["improve billing_core", "area-only"],
  ["optimize rendering", "area-only"],
  ["mach pandoc schneller", "names-nothing"],
  ["tasks get lost", "symptom-only"],
  ["pnpm install fails", "symptom-only"],
  ["The sidebar looks off", "names-nothing"],
  ["dependency resolution is slow for us", "symptom-only"],
  ["Support more of pylint", "open-set"],
  ["Align with the latest spec", "open-set"],
  ["Catch up with the newest guidelines.", "open-set"],
  ["make prisma nicer to work with", "names-nothing"],
  ["сделай prisma удобнее", "area-only"],
  ["prisma doesn't work with my tables", "names-nothing"],
  ["thumbnails not loading sometimes", "symptom-only"],
  ["the toolbar feels off on mobile idk", "symptom-only"],
  ["Vorschaubilder werden manchmal nicht angezeigt", "symptom-only"],
  ["parfois les vignettes ne s'affichent pas", "symptom-only"],
  ["a veces no se muestran las miniaturas", "symptom-only"],
  ["às vezes as miniaturas não aparecem", "symptom-only"],
  ["czasami miniatury się nie wyświetlają", "symptom-only"],
  ["миниатюры иногда не показываются", "symptom-only"],
  ["缩略图偶尔不显示", "symptom-only"],
  ["サムネイルがたまに表示されない", "symptom-only"],
  ["썸네일이 가끔 안 보여요", "symptom-only"],
  // A part of a product, how it should be, when it goes wrong, and what can be seen by running it are enough.
  ["make the search faster", null],
  ["Make the buttons nicer", null],
  ["improve `Router.match`", null],
  ["perf: improve rendering", null],
  ["make rack 20% faster", null],
  ["make rack faster by caching the parsed query", null],
  ["make rack faster\n\nParsing a query of 1,000 pairs takes 40 ms: it should take 4.", null],
  ["pnpm install fails when the lockfile is empty", null],
  ["the rollup build hangs", null],
  ["Support more of pylint: PLR0911 and PLR0912", null],
  ["Align the header with the latest title", null],
  ["improve error messages of the parser", null],
  ["thumbnails not loading when the path has a space", null],
  ["Vorschaubilder werden manchmal nicht angezeigt, wenn der Pfad ein Leerzeichen enthält", null],
  ["文件名含空格时缩略图有时不显示，应该编码", null],
])("%j: %p", (goal, rule) => {
  expect(ruleOf(goal)).toBe(rule);
});

test("a whole folder is no more than an area; a file is small enough to look at", () => {
  expect(ruleOf("improve billing_core", [place("billing_core", "packages/billing_core/")])).toBe("area-only");
  expect(ruleOf("improve the billing_core", [place("billing_core", "packages/billing_core/")])).toBe("area-only");
  expect(ruleOf("improve billing_core", [place("billing_core", "billing_core/lib/billing_core.rb")])).toBe("area-only");
  expect(ruleOf("improve billing_core", [place("billing_core", "src/billing_core.py")])).toBeNull();
});
