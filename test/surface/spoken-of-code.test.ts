import { expect, test } from "bun:test";
import { derivedType } from "../../src/surface/pairs/derived-types.ts";
import { focusNames, saysItStays, saysOnlyMore } from "../../src/surface/pairs/focus-names.ts";
import { usesNewThing } from "../../src/surface/pairs/new-thing.ts";
import { meansAnother } from "../../src/surface/pairs/own-only.ts";
import { sharedFolders } from "../../src/surface/pairs/shared-folders.ts";
import { spokenName } from "../../src/surface/pairs/spoken-names.ts";
import { speaksOfGoing } from "../../src/surface/pairs/told-to-go.ts";
import { evidenceOf, type Facts, surfaceOf } from "./made-evidence.ts";

test.each<[string, string, boolean, string | null]>([
  // Tied by an import: half of the words.
  ["The helper formats columns", "formatLineColumns", true, "formatLineColumns"],
  ["The helper aligns what it gets", "formatLineColumns", true, null],
  ["Posts are hidden in the future", "hidden_in_the_future", true, "hidden_in_the_future"],
  // Tied by nothing: all of them, and two at the least.
  ["The helper formats columns", "formatLineColumns", false, null],
  ["Format each line before its columns", "formatLineColumns", false, "formatLineColumns"],
  ["Format each line. Then come columns", "formatLineColumns", false, null],
  ["Sort columns", "getColumns", false, null],
  // As code it is no plain word.
  ["Rename `formatLineColumns` for the columns", "formatLineColumns", true, null],
  // What the file is called is what all of it is about.
  ["The maker sorts", "getMaker", true, null],
])("%j speaks of %s where an import ties them (%p): %p", (brief, name, isTied, expected) => {
  const evidence = evidenceOf({
    "src/maker.ts": { defines: ["other_name", name], words: [name] },
    "lib/user.ts": { words: [name], ...(isTied ? { imports: ["src/maker.ts"] } : {}) },
  });
  const maker = surfaceOf(evidence, "S1", ["src/maker.ts"], "Tidy it", brief);
  const user = surfaceOf(evidence, "S2", ["lib/user.ts"], "Draw borders");
  expect(spokenName(maker, user, evidence, true)).toBe(expected);
  // Of a text that tells of no change all of them must be there, whatever ties the two.
  if (name === "formatLineColumns" && isTied) expect(spokenName(maker, user, evidence, false)).toBeNull();
});

const types: Facts = {
  "src/json.ts": { types: ["JsonWriter", "Options"], defines: ["JsonWriter"] },
  "src/base.ts": { types: ["AbstractHandler"] },
};

test.each<[string, Facts[string], string[], string | null]>([
  ["Writers return void", { bases: ["JsonWriter"] }, [], "JsonWriter"],
  ["Handlers return void", { bases: ["Other", "AbstractHandler"] }, [], "AbstractHandler"],
  ["Writers and handlers return void", { bases: ["JsonWriter", "AbstractHandler"] }, [], "JsonWriter"],
  ["Writers and handlers return void", { bases: ["AbstractHandler", "JsonWriter"] }, [], "AbstractHandler"],
  ["Readers return void", { bases: ["JsonWriter"] }, [], null],
  ["fix(writer): return void", { bases: ["JsonWriter"] }, [], null],
  ["Writers return void", { bases: ["Options"] }, [], null],
  ["Writers return void", { bases: ["JsonWriter"], types: ["JsonWriter"] }, [], null],
  ["Writers return void", { bases: [] }, [], null],
  // What is defined beside a type is inherited with it.
  ["Rename it", { bases: ["JsonWriter"] }, ["flush"], "JsonWriter"],
  ["Rename it", { bases: ["AbstractHandler"] }, ["flush"], null],
])("%j, of what derives from %j", (title, facts, going, expected) => {
  const evidence = evidenceOf(
    { ...types, "lib/plain.ts": {}, "lib/user.ts": facts ?? {} },
    { flush: { defined: ["src/json.ts"] } },
  );
  const maker = surfaceOf(evidence, "S1", ["src/json.ts", "src/base.ts"], title);
  const found = derivedType(surfaceOf(evidence, "S2", ["lib/"]), maker, evidence, going);
  expect(found).toEqual(expected === null ? null : { type: expected, path: "lib/user.ts" });
});

test.each<[string, string, string[]]>([
  ["Change what is answered", "`readAll` returns a list instead of a map.", ["readAll"]],
  ["Change what is answered", "", []],
  ["Return a list instead of a map", "`readAll` and READ_MODE, in `other_place`.", ["readAll", "READ_MODE"]],
  ["Return a list instead of a map", "`readAll` does it. Its results stay the same.", []],
  ["Speed it up", "`readAll` looks at each file once.", []],
])("%j, %j is about %j", (title, brief, names) => {
  const found = focusNames({ title, brief });
  expect(found.map(({ name }) => name)).toEqual(names);
  expect(found.every(({ how }) => how === "changes")).toBe(true);
});

test.each<[string, boolean, boolean]>([
  ["Existing callers keep working as they are", true, true],
  ["The output must stay identical", true, false],
  ["It prints the same", true, false],
  ["Nothing else changes", true, false],
  ["The output changes", false, false],
])("%j: all stays (%p), and something comes beside it (%p)", (text, stays, more) => {
  expect([saysItStays(text), saysOnlyMore(text)]).toEqual([stays, more]);
});

test.each<[string, string, boolean]>([
  ["Replace `--wide` by `--broad`.", "It tells of --wide.", true],
  ["Replace `--wide` by `--broad`.", "It tells of --broad.", false],
  ["Replace `--wide` by `--broad`.", "It tells of --wider.", false],
  ["Replace `--wide` by `--broad`.", "It says that `--wide` is replaced by more.", false],
  ["Remove `store.open_all`.", "It calls open_all.", true],
  ["`LATE_*` become one.", "It reads LATE_NOTE.", true],
  ["`LATE_*` become one.", "It reads TOO_LATE_NOTE.", false],
  ["`LATE_*` become one.", "It reads LATE.", false],
  ["Delete `src/old/late.txt`.", "It links to late.txt.", true],
  ["Delete `src/old`.", "It links to old.", false],
  ["It keeps `--wide`.", "It tells of --wide.", false],
])("%j goes on with %j: %p", (goes, speaks, expected) => {
  const evidence = evidenceOf({ "src/a.ts": {}, "docs/b.md": {} });
  const maker = surfaceOf(evidence, "S1", ["src/a.ts"], "Tidy it", goes);
  const user = surfaceOf(evidence, "S2", ["docs/b.md"], "Write it down", speaks);
  const found = speaksOfGoing(maker, user, evidence);
  expect(found !== null).toBe(expected);
  if (found !== null)
    expect(found).toMatchObject({ rule: "needs-what-goes", why: expect.stringContaining("S2 speaks of") });
});

test.each<[string, string, boolean]>([
  ["Write a formatter for annotations", "Run the suite with the annotation formatter.", true],
  ["Write a formatter for annotations", "Have an annotation formatter.", false],
  ["Write a formatter for annotations", "Run the suite with the formatter.", false],
  ["Move a formatter for annotations", "Run the suite with the annotation formatter.", false],
  // What a path has in its name is there.
  ["Write a ledger for carts", "Show it with the cart ledger.", false],
])("%j makes what %j uses: %p", (title, brief, expected) => {
  const evidence = evidenceOf({ "src/a.ts": {}, "src/carts/ledger.ts": {}, "src/carts/other.ts": {} });
  const maker = surfaceOf(evidence, "S1", ["src/a.ts"], title);
  const found = usesNewThing(maker, surfaceOf(evidence, "S2", ["src/carts/other.ts"], "Draw borders", brief), evidence);
  expect(found?.why).toBe(expected ? 'S2 uses what S1 makes: "annotation", "formatter"' : undefined);
});

test.each<[string, string, boolean]>([
  ["Drop the private `clamp`", "clamp", true],
  ["Drop the local helper `clamp()`", "clamp", true],
  ["Drop its own copy of `clamp`", "clamp", true],
  ["`clamp` is only used in this file", "clamp", true],
  ["Drop `clamp`", "clamp", false],
  ["Drop the private `clamps`", "clamp", false],
])("%j says of %s that it is one file's own: %p", (text, name, expected) => {
  const files: Facts = {
    "src/a.ts": {},
    "lib/user.ts": {},
    "lib/tied.ts": { imports: ["src/a.ts"] },
    "lib/own.ts": { defines: ["clamp"], imports: ["src/a.ts"] },
  };
  const evidence = evidenceOf(files);
  const maker = surfaceOf(evidence, "S1", ["src/a.ts"], "Tidy it", text);
  const means = (path: string) => meansAnother(name, surfaceOf(evidence, "S2", [path]), maker, evidence);
  expect(["lib/user.ts", "lib/own.ts", "lib/tied.ts"].map(means)).toEqual([expected, expected, false]);
});

test.each<[string, string[], string[], string[]]>([
  ["code of both", ["src/a.ts"], ["src/b.ts"], ["src"]],
  ["pages", ["src/a.md"], ["src/b.md"], []],
  ["tests beside code elsewhere", ["lib/a.ts", "test/a.test.ts"], ["src/b.ts", "test/b.test.ts"], []],
  [
    "tests of one thing",
    ["lib/a.ts", "test/a.test.ts"],
    ["src/b.ts", "test/unit/x.test.ts", "test/a.test.js"],
    ["test"],
  ],
  ["tests alone", ["test/a.test.ts"], ["test/b.test.ts"], ["test"]],
  ["tests of one that writes tests alone", ["test/a.test.ts"], ["src/b.ts", "test/b.test.ts"], []],
  ["code beside a test", ["src/a.ts"], ["src/b.test.ts"], ["src"]],
])("folders shared by %s", (_what, one, other, folders) => {
  const evidence = evidenceOf(Object.fromEntries([...one, ...other].map((path) => [path, {}])));
  expect(sharedFolders(surfaceOf(evidence, "S1", one), surfaceOf(evidence, "S2", other))).toEqual(folders);
});
