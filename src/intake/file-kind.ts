/** What a file is to a goal: code to change, a test of it, a document, or something else. */
export type FileKind = "code" | "test" | "doc" | "other";

const codeNames =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|py|pyx|go|rs|java|kts?|scala|groovy|rb|php|cs|fs|swift|m|mm|c|cc|cpp|cxx|h|hh|hpp|zig|dart|ex|exs|erl|hs|clj|lua|pl|pm|r|jl|sh|bash|zsh|fish|ps1|sql|proto|vim|nim|ml|mli|css|scss|less|html?)$/i;
const docNames = /\.(?:mdx?|markdown|rst|adoc|asciidoc|textile|rdoc|txt|tex)$/i;
const testPlaces = /(?:^|\/)(?:tests?|testing|__tests__|specs?|e2e|fixtures|testdata|__fixtures__|__snapshots__)\//i;
const testNames =
  /(?:[._-](?:test|tests|spec|specs)\.\w+|(?:^|\/)(?:test_[^/]+|conftest)\.py|Tests?\.(?:java|kt|cs|scala|php|swift)|_(?:test|spec)\.\w+|\.snap)$/;
const docPlaces = /(?:^|\/)(?:docs?|documentation|website|site)\//i;

/** The kind of a file, by its path alone. */
export function fileKind(path: string): FileKind {
  // Most files of a repository are code: the cheapest test that settles a file comes first.
  if (!codeNames.test(path)) return docNames.test(path) ? "doc" : "other";
  if (testPlaces.test(path) || testNames.test(path)) return "test";
  return docPlaces.test(path) && /\.(?:html?|css|scss|less)$/i.test(path) ? "doc" : "code";
}
