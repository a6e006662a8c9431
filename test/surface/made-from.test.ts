import { expect, test } from "bun:test";
import { historyOf } from "../../src/repository/history.ts";
import { writesWhatIsMade } from "../../src/surface/pairs/made-from.ts";
import { twoHalves } from "../../src/surface/pairs/two-halves.ts";
import { evidenceOf, surfaceOf } from "./made-evidence.ts";

/** Commits: so many of these files together. */
const together = (count: number, ...paths: string[]) => Array.from({ length: count }, () => paths);

test.each<[string, string, boolean]>([
  ["src/version.go.tmpl", "out/version.go", true],
  ["src/version.go.tmpl", "out/versions.go", false],
  ["src/version.go", "out/version.go", false],
  ["src/grammar.y", "src/grammar.c", true],
  ["src/grammar.y", "src/grammar_tab.c", true],
  ["src/grammar.y", "src/grammars.c", false],
  ["src/grammar.y", "src/grammar.md", false],
  ["proto/cart.proto", "gen/cart.pb.go", true],
  ["scripts/build-reader.js", "lib/reader.js", true],
  ["scripts/build_big_reader.js", "lib/big-reader.txt", true],
  ["scripts/build-read.js", "lib/read.js", false],
  ["scripts/reader.js", "lib/reader.txt", false],
])("by their names %s makes %s: %p", (source, path, expected) => {
  const evidence = evidenceOf({ "src/a.ts": {}, [source]: {}, "src/b.ts": {}, [path]: {} });
  const maker = surfaceOf(evidence, "S1", ["src/a.ts", source]);
  const user = surfaceOf(evidence, "S2", ["src/b.ts", path]);
  expect(writesWhatIsMade(maker, user, evidence)?.why).toBe(
    expected ? `S2's \`${path}\` is made from \`${source}\`, which S1 writes` : undefined,
  );
});

test.each<[string, boolean]>([
  ["The list is generated from the flags table.", true],
  ["The list is generated out of what flags there are.", true],
  ["The list is about the flags table.", false],
  ["The list is generated from the colours.", false],
  ["The list is generated from colours; it was compiled from the flags.", true],
])("a text that tells what is made: %j, %p", (brief, expected) => {
  const evidence = evidenceOf({ "src/flags.py": {}, "src/other.py": {}, "doc/list.txt": {} });
  const maker = surfaceOf(evidence, "S1", ["src/other.py", "src/flags.py"]);
  const user = surfaceOf(evidence, "S2", ["doc/list.txt"], "Sort the list", brief);
  expect(writesWhatIsMade(maker, user, evidence)?.why).toBe(
    expected ? "S2 edits what is made from `src/flags.py`, which S1 writes" : undefined,
  );
  const creates = surfaceOf(evidence, "S3", ["doc/new.txt"], "Write a list", brief);
  expect(writesWhatIsMade(maker, creates, evidence)).toBeNull();
});

const [source, made] = ["src/reader.ts", "doc/reader.dat"];

test.each<[string, string, string[][], boolean]>([
  ["always", made, together(12, source, made), true],
  ["nearly always", made, [...together(12, source, made), ...together(3, made)], true],
  ["mostly", made, [...together(12, source, made), ...together(4, made)], false],
  ["always, and alone the other way", made, [...together(12, source, made), ...together(9, source)], true],
  ["seldom enough", made, together(11, source, made), false],
  ["as code of its own", "doc/reader.py", together(12, source, "doc/reader.py"), false],
  ["as a test of its own", "doc/reader.test.ts", together(12, source, "doc/reader.test.ts"), false],
  ["beside it, as a version of it", "src/reader.dat", together(12, source, "src/reader.dat"), false],
  ["with everything", made, [...together(20, source, made), ...together(40, "x")], false],
])("a file that changed with its source %s", (_how, path, commits, expected) => {
  const evidence = { ...evidenceOf({ [source]: {}, [path]: {}, "src/z.ts": {} }), history: historyOf(commits) };
  const maker = surfaceOf(evidence, "S1", ["src/z.ts", source]);
  expect(writesWhatIsMade(maker, surfaceOf(evidence, "S2", [path]), evidence)?.why).toBe(
    expected ? `S2's \`${path}\` hardly ever changed without \`${source}\`, which S1 writes` : undefined,
  );
});

test.each<[string, string, string, string[][], number | null]>([
  ["that changed together", "js/wire_format.ts", "go/wire_format.go", [["a"]], 3],
  ["of one language", "js/wire_format.ts", "lib/wire_format.ts", [], null],
  ["of a name of one word", "js/wire.ts", "go/wire.go", [], null],
  ["of other names", "js/wire_format.ts", "go/wire_forms.go", [], null],
  ["of which one is a test", "js/wire_format.test.ts", "go/wire_format.go", [], null],
  ["of which one is a page", "js/wire_format.ts", "go/wire_format.md", [], null],
  ["of which each changed alone, too", "js/wire_format.ts", "go/wire_format.go", together(3, "js", "go"), 3],
  ["of which each mostly changed alone", "js/wire_format.ts", "go/wire_format.go", together(4, "js", "go"), null],
])("two halves %s", (_what, one, other, more, count) => {
  const alone = more.flatMap((paths) => paths.map((path) => [path === "js" ? one : path === "go" ? other : path]));
  const evidence = {
    ...evidenceOf({ "src/z.ts": {}, [one]: {}, [other]: {} }),
    history: historyOf([...together(3, one, other), ...alone]),
  };
  const [a, b] = [surfaceOf(evidence, "S1", ["src/z.ts", one]), surfaceOf(evidence, "S2", [other])];
  const told = `S1's \`${one}\` and S2's \`${other}\` are one thing in two languages, changed together in ${count} commits`;
  expect(twoHalves(a, b, evidence)).toEqual(count === null ? null : { rule: "shared-file", first: null, why: told });
  const seldom = { ...evidence, history: historyOf(together(2, one, other)) };
  expect(twoHalves(a, b, seldom)).toBeNull();
});
