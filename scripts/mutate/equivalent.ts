/** A mutant that no test can kill, because the program means the same with it. Looked at one by one. */
interface Equivalent {
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
];
