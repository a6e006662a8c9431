import { expect, test } from "bun:test";
import { findUnclear } from "../../src/intake/clarity.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import type { IntakeFacts, NamedSurface } from "../../src/intake/intake-facts.ts";
import { factsWith } from "./known-facts.ts";

function ruleOf(goal: string, different: Partial<IntakeFacts> = {}): string | null {
  return findUnclear(readGoalText(goal), factsWith(different))?.rule ?? null;
}
const place = (mention: string, path = mention): NamedSurface => ({ mention, path, files: 3, by: "path" });

test.each([
  "the invoice list could be nicer",
  "I think the invoice list could be nicer, thanks",
  "Onboarding needs to be easier for new users",
  "Getting started should be easier",
  "The settings page could use some love",
  "Error pages should look more modern",
  "the editor ought to be less confusing",
  "die Rechnungsliste müsste hübscher sein",
  "Das Protokoll könnte für Einsteiger lesbarer sein",
  "Les graphiques pourraient être plus beaux",
  "el calendario debería ser más bonito",
  "a lista de faturas deveria ser mais bonita",
  "la lista fatture dovrebbe essere più leggibile",
  "de kalender zou mooier moeten zijn",
  "kalendern borde vara snyggare",
  "kalendarz powinien być ładniejszy",
  "календарь счетов должен выглядеть красивее",
  "账单页面应该更好看一些",
  "請求書一覧はもっと見やすくしてほしい",
  "청구서 목록이 더 예뻤으면 좋겠어요",
])("an opinion about an area says nothing to do: %j", (goal) => {
  expect(ruleOf(goal)).toMatch(/^(area-only|names-nothing)$/);
});

test.each([
  "The timeout should be longer",
  "Buttons should be smaller than the field beside them",
  "The upload could be faster when the file is already there",
  "the invoice list should be easier to read: show one line per customer",
  "Search should be 20% faster",
  "The invoice list could be nicer\n\nThe totals are cut off at 1,000 and the dates wrap.",
  "errors of the parser should name the line and be friendlier",
  "`invoice --list` should be faster",
  "Der Kalender soll am Montag beginnen",
  "Das Protokoll sollte die Uhrzeit enthalten",
  "Le calendrier devrait commencer le lundi",
  "El calendario debería empezar el lunes",
  "календарь должен начинаться с понедельника",
  "账单应该只能用一张优惠券",
  "fix: the list should be nicer",
])("a measure, a behaviour or a size is one: %j", (goal) => {
  expect(ruleOf(goal)).toBeNull();
});

test("a file is small enough to have an opinion about", () => {
  expect(ruleOf("table.ts could be nicer", { surfaces: [place("table.ts", "src/table.ts")] })).toBeNull();
  expect(ruleOf("billing should be nicer", { surfaces: [place("billing", "packages/billing/")] })).toBe("area-only");
});

test.each([
  "fix the flickering one",
  "please delete the old one and keep the new one",
  "use the second approach instead",
  "revert them",
  "move it into the shared folder",
  "behebe bitte den wackligen",
  "lösch das alte",
  "supprime l'ancien",
  "borra el viejo",
  "remove o antigo",
  "elimina il vecchio",
  "usuń stary",
  "удали старый",
  "不稳定的那个修一下",
  "古いやつを消して",
  "불안정한 것도 고쳐줘",
])("what was named elsewhere is asked for: %j", (goal) => {
  expect(ruleOf(goal)).toBe("names-nothing");
  expect(ruleOf(`shop: ${goal}`)).toBeNull();
});

test.each([
  "Keep the last one when two keys match",
  "fix the flickering one in the invoice table",
  "Two invoice tests flicker. Fix the slow one",
  "invoices: drop the second one",
  "Add to README",
  "Update the last invoice",
  "Show the other currency in the invoice list",
  "Replace it.each with test.each in the invoice tests",
  "Lösche das alte Formular",
  "Supprime l'ancien formulaire",
  "Borra el viejo formulario",
])("what is named, or shown in the text, is not: %j", (goal) => {
  expect(ruleOf(goal)).toBeNull();
});

test("earlier work may be what a follow-up speaks of", () => {
  expect(ruleOf("fix the flickering one", { followUp: true })).toBeNull();
});

const form = (...parts: string[]) => parts.join("\n\n");

test.each([
  form(
    "### Types",
    "```ts\n// Put your types here\n```",
    "### Settings",
    "### Version: x.y.z",
    "### Actual",
    "doesn't work",
  ),
  form("### What happened?", "_No response_", "### Version", "1.2.3", "### Anything else?", "_No response_"),
  form(
    "**Describe the bug**\nA clear and concise description of what the bug is.",
    "**To Reproduce**\n1. Go to '...'\n2. Click on '....'\n3. See error",
    "**System**\n- OS: [e.g. iOS]\n- Version [e.g. 22]",
  ),
  form(
    "### Before you post",
    "- [x] I have searched the issues",
    "### Problem",
    "kaputt",
    "### Environment",
    "macOS 15",
  ),
  form("## Beschreibung", "## Schritte", "```sh\n# hier einfügen\n```", "## Erwartet", "geht nicht"),
  form("## 问题描述", "## 复现步骤", "```\n# 请填写\n```", "## 期望", "不能用"),
  form("### Qué pasó", "N/A", "### Código", "```py\n# tu código\n```", "### Esperado", "no funciona"),
])("a form as it was is asked back: %j", (goal) => {
  expect(ruleOf(goal)).toMatch(/^(unfilled-form|names-nothing)$/);
});

test.each([
  form("### Describe the bug", "The table loses its header when it is sorted.", "### Steps", "### Expected"),
  form("Crash on an empty invoice", "### Describe the bug", "### Steps"),
  form("### Feature request", "Add a dark theme to the invoice page", "### Additional context", "_No response_"),
  form("### Expected", "sorted by date", "### Actual", "sorted by name"),
  form(
    "### Call",
    "```ts\n// the empty invoice\nrender(emptyInvoice())\n```",
    "### Expected",
    "no error",
    "### Actual",
  ),
  form("# Sticky notes", "## Motivation", "## Plan", "- add the type\n- render it"),
])("a form into which something was written is not: %j", (goal) => {
  expect(ruleOf(goal)).toBeNull();
});

test.each([
  "Convert the codebase from callbacks to promises: add a helper in src/wait, move src/shop over, then src/mail, and when nobody calls it any more delete the old one",
  "Rewrite the app in TypeScript: move the parser to its own package, port the command line, and delete the JavaScript sources",
  "Schreibe die ganze Anwendung neu: zuerst den Parser portieren, dann die Befehle umstellen, danach den alten Code löschen",
  "重写整个项目：先迁移解析器，然后迁移命令行，最后删除旧代码",
  "Address all the review feedback: rename the cart in the parser, drop the cache option, add tests for retries",
])("who spells out steps has said which piece comes first: %j", (goal) => {
  expect(ruleOf(goal)).toBeNull();
});

test("who names places inside folders has said where to begin", () => {
  const surfaces = [place("src/shop", "src/shop/"), place("src/mail", "src/mail/")];
  expect(ruleOf("Migrate the entire code to promises in src/shop and src/mail", { surfaces })).toBeNull();
  expect(ruleOf("Migrate the entire code to promises", {})).toBe("whole-product");
});

test.each([
  "Rewrite everything: improve performance, fix the bugs, clean up the code",
  "Build a shop app with login, lists and sharing",
  "Rewrite the whole project in Rust and make it fast",
])("a large goal that names no steps is still asked back: %j", (goal) => {
  expect(ruleOf(goal)).toBe("whole-product");
});
