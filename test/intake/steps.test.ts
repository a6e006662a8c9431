import { expect, test } from "bun:test";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { refersBack, stepsOf } from "../../src/intake/steps.ts";

test.each([
  ["New cache. (1) add `Store` beside Map; (2) let readers ask `Store`; (3) delete Map", 3],
  ["We want tables. 1) add a writer for rows; 2) expose it as a flag; 3) write its page", 3],
  ["Plan: step one, a typed options object. Step two, the commands read it. Step three, a dump of it.", 3],
  ["Schritt 1: eine Schnittstelle. Schritt 2: alle Leser nutzen sie. Schritt 3: die alte entfernen.", 3],
  [
    "The old client goes away.\n\nFirst mark it as deprecated and switch the samples to the new one. Then move the tests we still need. When nothing calls it anymore, delete the file and its page.",
    3,
  ],
  ["D'abord ajouter le nouveau lecteur, ensuite convertir les appels, et à la fin retirer l'ancien", 3],
  ["Primeiro ler os dois formatos, depois gravar o novo, e por fim remover o antigo", 3],
  [
    "We need the request's id.\n\n- start with a column\n- then a method that fills it\n- after that write it\n- last, a query and a page",
    4,
  ],
  ["Groups.\n\nStart: a column.\nNext: a method.\nThen: a callback.\nIn the end: a recipe.", 4],
  ["Notes.\n\nStart the server from the root.\nThe last one wins.", 0],
  ["Docs: a section in each guide\n- [ ] next\n- [ ] vite\n- [ ] first", 0],
  ["Draw the avatar next to the name, with a border", 0],
  ["Sort by name, next to the size, which stays the default", 0],
  ["Keep the old names.\n\nPlan:\n1. Give the store an alias table.\n2. Make readers ask it.\n3. Only then warn.", 3],
  ["Add a class for sizes, use it in the reader, and once this works take the old numbers out of the writer", 2],
  ["Start with giving the error a cause. With that in place wrap it in the writer, and close with a page on it", 3],
  [
    "First let the resolver keep its `group`, which it knows and throws away; with that in place render groups in usage.ts; finally show one in the playground",
    3,
  ],
  [
    "Introduce a parser of headers that returns sorted ranges for media types; rewrite both lookups on top of it; remove the old values when nothing uses them",
    3,
  ],
  [
    "We want a page for vets: define records, build a controller on them, secure it with a key afterwards and at the end generate pages",
    2,
  ],
  [
    "Entries expire.\n\n- [ ] store the time in the entry\n- [ ] read a setting, based on that time\n- [ ] drop old entries",
    3,
  ],
  ["Move the queue to a package of its own, switch the tracer to it and after this use it in the log", 3],
  ["Write a `Span` type; let the parser build on top of it; delete the pairs when nothing needs them anymore", 3],
  ["Pull the calls out into a class, move the tests over to it, and when they're green retry in that class", 2],
  ["Baue einen Leser für Zeilen, stelle danach den Zähler auf ihn um und ergänze anschließend die Seite", 2],
  ["먼저 서버에 훅을 추가하고, 그다음 클라이언트가 이유를 전달하게 하고, 마지막으로 테스트를 작성해 주세요", 3],
  ["Let questions end.\n* the question takes a time\n* the helper keeps to it\nin this order please", 2],
  ["It drops rows. Steps to reproduce:\n1. write two rows\n2. close the file\n3. count them", 0],
  ["Fix the reader; it loses lines; see the log", 0],
  ["まず `Store` を追加し、次に読み手をそれに切り替え、最後に説明を書いてください", 3],
  ["先加一个 `Store`，接着让读取器使用它，最后写说明", 3],
  ["Follow the cursor\n\n- [ ] a new signal when it moves\n- [ ] a binding for it (needs the signal)\n- [ ] a page", 3],
  ["Versioned rows\n* write a number in the head\n* refuse larger ones, which needs the field above", 2],
  ["Pages\n- [ ] a page for peek (needs a picture)\n- [ ] a page for seek\n- [ ] a page for skip", 0],
  // A long line that goes on in the next was wrapped.
  [
    "Fix the context after a break\n\nPrint the lines that are still to be printed when it ends after\nreturning early from it.",
    0,
  ],
  // Chores that somebody says have nothing to do with one another, and letters that only tell apart.
  ["1) modernize the samples; 2) give the script a flag; 3) move the image to 3.13. Unrelated chores, do all.", 0],
  ["New tests for (a) paths, (b) dates, (c) decoders, (d) imports", 0],
  // What was done to see a fault.
  ["It hangs: 1) open the page 2) click on save 3) wait", 0],
  ["Support (1) in lists", 0],
])("%p orders %p steps", (goal, steps) => {
  expect(stepsOf(readGoalText(goal))).toBe(steps);
});

test.each<[string[], boolean]>([
  [["src/sunset.go: allow several links", "src/throttle.go: tell how many are under way"], false],
  [["src/types.ts: add `Ledger`", "src/api.ts: return a `Ledger`"], true],
  [["src/parser.ts: read dates", "test/parser.test.ts: cover dates"], true],
  [["add a printer", "expose it as a flag"], true],
  [["move each chapter and leave stubs", "drop the stubs"], true],
  [["reader: allow zero", "writer: flush when it closes"], false],
  [["docs: name the flag", "api: a limit for lists"], false],
])("%j refer back: %p", (items, back) => {
  expect(refersBack(items)).toBe(back);
});
