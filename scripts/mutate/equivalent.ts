/** A mutant that no test can kill, because the program means the same with it. Looked at one by one. */
export interface Equivalent {
  file: string;
  /** The whole line that it is in. */
  context: string;
  change: string;
  because: string;
}

export const equivalents: readonly Equivalent[] = [
  {
    file: "src/surface/pairs/judge-pair.ts",
    context: "const weighed = weigh(one, other, pairFeatures(one, other, evidence));",
    change: "one, other → other, one",
    because: "weigh() asks only whether both have one title; the features are told from the right sides before",
  },
  {
    file: "src/surface/pairs/pair-rules.ts",
    context: "const other = b.patterns.find((pattern) => patternsIntersect(one, pattern, { ignoreCase }));",
    change: "one, pattern → pattern, one",
    because: "two patterns have a path in common, or not, whichever is named first: a property of pattern.test.ts",
  },
  {
    file: "src/surface/pattern/brace.ts",
    context: "for (let at = 0; at < text.length; at++) {",
    change: "< → <=",
    because: "behind the end there is no character, and no brace or comma is none",
  },
  {
    file: "src/surface/pattern/match-files.ts",
    context: 'for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {',
    change: "0 → 1",
    because: "no path begins with a slash",
  },
  {
    file: "src/core/path.ts",
    context: 'return slash < 0 ? "" : path.slice(0, slash);',
    change: "< → <=",
    because: "the folder of what lies right below a slash is empty either way",
  },
  {
    file: "src/intake/surfaces.ts",
    context: "const plain = (lower >= lowerA && lower <= lowerZ) || (lower >= digit0 && lower <= digit9);",
    change: "<= → <",
    because: "it is a short cut: what is not taken for plain is looked at in full",
  },
  {
    file: "src/intake/surfaces.ts",
    context: "if (slash >= 0 && (slash !== folder.length || !file.startsWith(folder))) {",
    change: "&& → ||",
    because: "it is a short cut: a folder that was looked at is known",
  },
  {
    file: "src/intake/issue-body.ts",
    context: "return lists.filter((list) => list.length > 0);",
    change: "> → >=",
    because: "a list without items adds none",
  },
  {
    file: "src/intake/precedent-features.ts",
    context: "means.texts > means.wide",
    change: "> → >=",
    because: "sums of different fitted figures are never the same",
  },
  {
    file: "src/intake/surfaces.ts",
    context: "const [digit0, digit9, upperA, upperZ, lowerA, lowerZ] = [48, 57, 65, 90, 97, 122];",
    change: "48 → 49",
    because: "it is a short cut: what is not taken for plain is looked at in full",
  },
  {
    file: "src/intake/surfaces.ts",
    context: "const [digit0, digit9, upperA, upperZ, lowerA, lowerZ] = [48, 57, 65, 90, 97, 122];",
    change: "57 → 58",
    because: "it is a short cut: what is not taken for plain is looked at in full",
  },
  {
    file: "src/intake/surfaces.ts",
    context: "const [digit0, digit9, upperA, upperZ, lowerA, lowerZ] = [48, 57, 65, 90, 97, 122];",
    change: "65 → 66",
    because: "it is a short cut: what is not taken for plain is looked at in full",
  },
  {
    file: "src/intake/surfaces.ts",
    context: "const [digit0, digit9, upperA, upperZ, lowerA, lowerZ] = [48, 57, 65, 90, 97, 122];",
    change: "90 → 91",
    because: "it is a short cut: what is not taken for plain is looked at in full",
  },
  {
    file: "src/intake/surfaces.ts",
    context: "const [digit0, digit9, upperA, upperZ, lowerA, lowerZ] = [48, 57, 65, 90, 97, 122];",
    change: "97 → 98",
    because: "it is a short cut: what is not taken for plain is looked at in full",
  },
  {
    file: "src/intake/surfaces.ts",
    context: "const plain = (lower >= lowerA && lower <= lowerZ) || (lower >= digit0 && lower <= digit9);",
    change: "|| → &&",
    because: "it is a short cut: what is not taken for plain is looked at in full",
  },
  {
    file: "src/intake/surfaces.ts",
    context: "if (slash >= 0 && (slash !== folder.length || !file.startsWith(folder))) {",
    change: ">= → >",
    because: "no path begins with a slash",
  },
  {
    file: "src/intake/surfaces.ts",
    context: "note(file.slice(slash + 1, dot < 0 ? undefined : dot), file);",
    change: "0 → 1",
    because: "a dot is looked for behind the first letter of a name",
  },
  {
    file: "src/intake/history.ts",
    context: "const timeoutMs = 2000;",
    change: "2000 → 2001",
    because: "a millisecond of patience is no difference that anybody can see",
  },
  {
    file: "src/intake/choose-mode.ts",
    context: 'const oneForAll = likeliest === "focused" && unitsToMake(asked.goal) > 0;',
    change: "0 → 1",
    because: "fewer than four units are none",
  },
  {
    file: "src/intake/clarity-danger.ts",
    context: "return end < 0 ? text.slice(start) : text.slice(start, index + 1 + end);",
    change: "0 → 1",
    because: "an order has more than one letter, so no sentence ends right behind its first",
  },
  {
    file: "src/surface/pairs/going-names.ts",
    context: 'const [title = ""] = text.split("\n", 1);',
    change: "1 → 2",
    because: "only the first of the lines is taken",
  },
  {
    file: "src/surface/pairs/pair-features.ts",
    context: "sharedNames: Math.log1p(commonNames(a, b, evidence)),",
    change: "a, b → b, a",
    because: "it counts what both have",
  },
  {
    file: "src/surface/pairs/needs-what-goes.ts",
    context: "for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {",
    change: "1 → 2",
    because: "a name that begins one letter on has a letter of a name before it, and does not count",
  },
  {
    file: "src/surface/pairs/title-twins.ts",
    context: "let row = new Uint8Array(b.length + 1);",
    change: "1 → 2",
    because: "a row may be longer than what is read of it",
  },
  {
    file: "src/surface/pairs/title-twins.ts",
    context: "let next = new Uint8Array(b.length + 1);",
    change: "1 → 2",
    because: "a row may be longer than what is read of it",
  },
  {
    file: "src/surface/pairs/title-twins.ts",
    context: "next[at + 1] = word === b[at] ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0);",
    change: "0 → 1",
    because: "every place of both rows has a number",
  },
  {
    file: "src/surface/pattern/automaton.ts",
    context: "const taken = takeSegment(one, other, ignoreCase);",
    change: "one, other → other, one",
    because: "whether both sides can take a segment is the same from either side",
  },
  {
    file: "src/plan/order.ts",
    context: "if (isBefore(first, second)) return true;",
    change: "first, second → second, first",
    because: "it is a short cut: putting it there again changes nothing",
  },
  {
    file: "src/plan/rules/order-pairs.ts",
    context: ": [{ from: Math.min(from, to), to: Math.max(from, to), rule, why }];",
    change: "from, to → to, from",
    because: "the smaller of two is the same whichever is named first",
  },
  {
    file: "src/plan/rules/cap.ts",
    context: "load: host.parts.reduce((sum, part) => sum + standardCost(part), 0),",
    change: "0 → 1",
    because: "loads are only compared, and all begin alike",
  },
  {
    file: "src/deliver/clean/clean-diff.ts",
    context: 'if (newMode !== "120000" && (!isFile || oldMode === newMode)) continue;',
    change: "continue; → (nothing)",
    because: "of a file whose mode stayed nothing is judged by its beginning",
  },
  {
    file: "src/surface/pairs/pair-features.ts",
    context: "const makes = makeSomething(a, b);",
    change: "a, b → b, a",
    because: "it asks whether one of both does",
  },
  {
    file: "src/surface/pairs/shared-names.ts",
    context: "collected.set(surface, names);",
    change: "collected.set(surface, names); → (nothing)",
    because: "what is not remembered is read again",
  },
  {
    file: "src/conduct/next-step.ts",
    context: 'const unreachable = error.kind === "network" && (progress.used.provider ?? 0) >= mostNetworkAttempts;',
    change: "0 → 1",
    because: "one attempt is as far below the most as none",
  },
  {
    file: "src/conduct/guard.ts",
    context: "const others = stories",
    change: ".filter((other) => other.id !== story.id) → (nothing)",
    because: "what a story names itself is taken before anybody else is asked",
  },
  {
    file: "src/state/give-way.ts",
    context: "return (rank(a.state) - rank(b.state) || a.place - b.place) <= 0 ? [a, b] : [b, a];",
    change: "<= → <",
    because: "two stories never have one place in the plan",
  },
  {
    file: "src/state/give-way.ts",
    context: "return mayGiveWay(state) ? 2 : 1;",
    change: "2 → 3",
    because: "ranks are only compared: the last one stays the last",
  },
  {
    file: "src/state/give-way.ts",
    context: "const pairIsKnown = known.some((one) => isSamePair(one, event));",
    change: "one, event → event, one",
    because: "both are of two stories: whether they are the same two is the same from either side",
  },
  {
    file: "src/state/run-again.ts",
    context: "for (let before = -1; before !== again.size; ) {",
    change: "1 → 2",
    because: "no set has a size below nothing",
  },
  {
    file: "src/plan/rules/order-pairs.ts",
    context: "const [a, b] = compareIds(story.id, other.id) < 0 ? [story, other] : [other, story];",
    change: "< → <=",
    because: "two stories never have one id",
  },
  {
    file: "src/plan/rules/does-not-pay.ts",
    context: "if (saving >= leastSaving) return null;",
    change: ">= → >",
    because: "no share of whole units is 0.15 to the last bit: 1 - 0.85 is a little more",
  },
  {
    file: "src/core/usage.ts",
    context: 'return typeof told === "number" && told > 0 && told < absurd ? Math.round(told) : 0;',
    change: "> → >=",
    because: "none is none, rounded or not",
  },
  {
    file: "src/surface/pairs/link-reason.ts",
    context: "return isLinked(a, b) ? usedNameReason(a, b, evidence) : null;",
    change: "a, b → b, a",
    because: "whether two stories are linked is the same from either side; who uses whose names is tried by a test",
  },
  {
    file: "src/surface/pattern/match-files.ts",
    context: 'for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {',
    change: "1 → 2",
    because: "a folder's name has a letter at the least",
  },
];
