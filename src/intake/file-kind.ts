/** What a file is to a goal: code to change, a test of it, a document, or something else. */
export type FileKind = "code" | "test" | "doc" | "other";

// Sets and not patterns: a repository's every path is looked at, and this is most of what intake computes.
const codeExtensions = new Set(
  "js jsx mjs cjs ts tsx mts cts vue svelte astro py pyx go rs java kt kts scala groovy rb php cs fs swift m mm c cc cpp cxx h hh hpp zig dart ex exs erl hs clj lua pl pm r jl sh bash zsh fish ps1 sql proto vim nim ml mli css scss less htm html".split(
    " ",
  ),
);
const docExtensions = new Set("md mdx markdown rst adoc asciidoc textile rdoc txt tex".split(" "));
const pageExtensions = new Set(["htm", "html", "css", "scss", "less"]);
const testPlaces = /(?:^|\/)(?:tests?|testing|__tests__|specs?|e2e|fixtures|testdata|__fixtures__|__snapshots__)\//i;
const testNames =
  /(?:[._-](?:test|tests|spec|specs)\.\w+|(?:^|\/)(?:test_[^/]+|conftest)\.py|Tests?\.(?:java|kt|cs|scala|php|swift))$/;
const docPlaces = /(?:^|\/)(?:docs?|documentation|website|site)\//i;

/** The kind of a file, by its path alone. */
export function fileKind(path: string): FileKind {
  const dot = path.lastIndexOf(".");
  if (dot <= path.lastIndexOf("/")) return "other";
  const extension = path.slice(dot + 1).toLowerCase();
  if (!codeExtensions.has(extension)) return docExtensions.has(extension) ? "doc" : "other";
  if (testPlaces.test(path) || testNames.test(path)) return "test";
  return pageExtensions.has(extension) && docPlaces.test(path) ? "doc" : "code";
}
