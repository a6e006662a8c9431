import type { Equivalent } from "./equivalent.ts";

/** Those of one file that are so for one reason. */
function of(file: string, because: string, ...mutants: (readonly [context: string, change: string])[]): Equivalent[] {
  return mutants.map(([context, change]) => ({ file, context, change, because }));
}

const patience = "a moment of patience more is no difference that anybody can see";
const memory = "a thousandth more of memory or of reading is no difference that anybody can see";
const shortCut = "it is a short cut: what comes behind it finds out the same";
const sides = "whether two names are one file's is the same from either side";
const styles = "styles of names are only compared: another word for one, or two that change places, compares alike";

/** As in `equivalent.ts`: bounds, short cuts and what is only compared. */
export const alike: readonly Equivalent[] = [
  ...of(
    "src/run/readable-base.ts",
    memory,
    [
      "const mostRead = { files: 3_000, fileBytes: 4 * 1024 * 1024, bytes: 24 * 1024 * 1024, ms: 5_000 };",
      "1024 → 1025",
    ],
    [
      "const mostRead = { files: 3_000, fileBytes: 4 * 1024 * 1024, bytes: 24 * 1024 * 1024, ms: 5_000 };",
      "3_000 → 3001",
    ],
  ),
  ...of("src/run/readable-base.ts", patience, [
    "const mostRead = { files: 3_000, fileBytes: 4 * 1024 * 1024, bytes: 24 * 1024 * 1024, ms: 5_000 };",
    "5_000 → 5001",
  ]),
  ...of("src/run/diagnose-agents.ts", patience, ["const endpointMs = 6_000;", "6_000 → 6001"]),
  ...of(
    "src/run/diagnose-repository.ts",
    patience,
    [
      'const plan = await planDelivery(host, { ...input, choice: "auto", signal: AbortSignal.timeout(15_000) });',
      "15_000 → 15001",
    ],
    ['await planDelivery(host, { ...input, choice: "pr", signal: AbortSignal.timeout(15_000) });', "15_000 → 15001"],
  ),
  ...of("src/run/effect-options.ts", patience, ["const checkTimeoutMs = 30 * 60_000;", "60_000 → 60001"]),
  ...of("src/run/follow-up.ts", patience, ["const findTimeoutMs = 120_000;", "120_000 → 120001"]),
  ...of("src/run/open-run.ts", patience, ["const planTimeoutMs = 20_000;", "20_000 → 20001"]),
  ...of(
    "src/run/run-worktrees.ts",
    patience,
    ["const longestLookMs = 8_000;", "8_000 → 8001"],
    ["const leastCleaningMs = 5000;", "5000 → 5001"],
  ),
  ...of(
    "src/run/sweep.ts",
    patience,
    ["const noticedMs = 250;", "250 → 251"],
    ["const longestMs = 30 * 60_000;", "60_000 → 60001"],
  ),
  ...of("src/run/whole-base.ts", patience, ["const timeoutMs = 10_000;", "10_000 → 10001"]),
  ...of("src/run/lost-places.ts", patience, ["const lookMs = 1000;", "1000 → 1001"]),
  ...of("src/run/export-otel.ts", patience, [
    "signal: AbortSignal.timeout(Math.max(1, Math.round(timeoutMs))),",
    "1 → 2",
  ]),
  ...of("src/run/decide-mode.ts", patience, ["signal: AbortSignal.timeout(10_000),", "10_000 → 10001"]),
  ...of("src/run/map.ts", memory, ["const flushLength = 64 * 1024;", "1024 → 1025"]),
  ...of("src/deliver/clean/added-lines.ts", memory, ["const maxPatchBytes = 64 * 1024 * 1024;", "1024 → 1025"]),
  ...of("src/deliver/clean/added-lines.ts", "a hunk's head comes before its lines, and says where they begin", [
    "let number = 0;",
    "0 → 1",
  ]),
  ...of("src/run/export-otel.ts", "the larger of two is the same whichever is named first", [
    "return ms === null ? null : Math.max(leastWaitMs, ms);",
    "leastWaitMs, ms → ms, leastWaitMs",
  ]),
  ...of("src/run/ask-in-turn.ts", "only the other two answers are asked for", [
    'return "switched";',
    '"switched" → ""',
  ]),
  ...of("src/run/answers.ts", "what is found is what was looked for", [
    "const chosen = values.find((value) => value === answer);",
    "find → findLast",
  ]),
  ...of("src/run/asking.ts", "it is taken off when the question is over, and gives nothing after that", [
    'stop?.addEventListener("abort", leave, { once: true });',
    "true → false",
  ]),
  ...of("src/run/asking.ts", "a question that is over gives nothing: it only holds on to memory", [
    'stop?.removeEventListener("abort", leave);',
    'stop?.removeEventListener("abort", leave); → (nothing)',
  ]),
  ...of("src/run/asking.ts", "a question that is over takes no answer and gives none, and says so in the same words", [
    "open = null;",
    "open = null; → (nothing)",
  ]),
  ...of("src/run/look-up-link.ts", "what is aborted stays so", [
    'itsSignal.addEventListener("abort", () => over.abort(), { once: true });',
    "true → false",
  ]),
  ...of(
    "src/run/run-again.ts",
    shortCut,
    ["if (commit === null || (await readRef(host, root, ref)) !== null) return;", "|| → &&"],
    ["if (commit === null || (await readRef(host, root, ref)) !== null) return;", "return; → (nothing)"],
  ),
  ...of("src/run/left-overs.ts", "without caches there is none to compare it with", [
    "const here = root === null || caches.length === 0 ? null : await commonDirOf(host, root);",
    "|| → &&",
  ]),
  ...of(
    "src/surface/pairs/moved-files.ts",
    sides,
    [
      "const moved = moving.test(text) ? existing.filter((file) => created.some((to) => isSameFile(file, to))) : [];",
      "file, to → to, file",
    ],
    [
      "? story.writes.filter((one) => story.writes.some((to) => to !== one && isSameFile(one, to)))",
      "one, to → to, one",
    ],
  ),
  ...of("src/surface/pairs/replaced-names.ts", "each name that was read is a thing of its own, and there once", [
    ".filter((other) => all.indexOf(other) > at && other.name !== one.name && shareWord(one.name, other.name))",
    "indexOf → lastIndexOf",
  ]),
  ...of(
    "src/surface/pairs/replaced-names.ts",
    "the one at this place is the name itself, which is ruled out behind it",
    [
      ".filter((other) => all.indexOf(other) > at && other.name !== one.name && shareWord(one.name, other.name))",
      "> → >=",
    ],
  ),
  ...of("src/surface/pairs/replaced-names.ts", "every name has a word, and half of one is more than none", [
    "return shared > 0 && 2 * shared >= Math.min(words.size, others.size);",
    "> → >=",
  ]),
  ...of("src/surface/pairs/replaced-names.ts", styles, ['if (name.includes("-")) return "hyphens";', '"hyphens" → ""']),
  ...of(
    "src/surface/pairs/replaced-names.ts",
    styles,
    ['if (name.includes("_")) return name === name.toUpperCase() ? "capitals" : "underscores";', "=== → !=="],
    ['return /^[A-Z]/.test(name) ? "type" : "camel";', "/^[A-Z]/.test(name) → !(/^[A-Z]/.test(name))"],
  ),
  ...of("src/surface/pairs/going-names.ts", "a saying has one group that matched", [
    '.map(([, ...groups]) => ({ listed: groups.find((one) => one !== undefined) ?? "", how })),',
    "find → findLast",
  ]),
  ...of("src/surface/pairs/name-users.ts", "a name that begins one letter after another one has a letter before it", [
    "for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {",
    "1 → 2",
  ]),
  ...of("src/surface/pattern/automaton.ts", "two segments have a text in common, or not, whichever is named first", [
    "return segmentPairMeets(one, other, ignoreCase);",
    "one, other → other, one",
  ]),
  ...of("src/plan/rules/dependencies.ts", "edges are of stories of the plan; to itself one is cut whatever it weighs", [
    "if (first === undefined || second === undefined || first === second) return 0;",
    "|| → &&",
  ]),
  ...of("src/plan/rules/verification-only.ts", "an id is one story's", [
    "const current = left.find((story) => story.id === check.id) ?? check;",
    "find → findLast",
  ]),
  ...of(
    "src/surface/pairs/each-of.ts",
    "whether both are of one folder, or say one word of it, is the same from either side",
    [
      "if (!isExhaustive || !(linked || inOneCatalogue(maker, user) || saysTheSame(maker, user, kind))) return null;",
      "maker, user → user, maker",
    ],
  ),
  ...of("src/surface/pairs/judge-pair.ts", "whether an import ties two stories is the same from either side", [
    "return isOneWork && (importReason(a, b, evidence) ?? barrelReason(a, b, evidence)) !== null ? partsMargin : 0;",
    "a, b → b, a",
  ]),
  ...of("src/surface/pairs/made-from.ts", memory, ["const mostFiles = 60;", "60 → 61"]),
];
