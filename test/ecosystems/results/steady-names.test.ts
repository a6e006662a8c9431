import { expect, test } from "bun:test";
import { steadyNames } from "../../../src/ecosystems/results/steady-names.ts";

test.each<[string, string[], string[], string[]]>([
  ["a time", ["a.js: at 1795816019204"], ["a.js: at 1795816021455"], ["a.js: at …"]],
  ["a port", ["on http://127.0.0.1:46638/"], ["on http://127.0.0.1:4424/"], ["on http://127.0.0.1:…/"]],
  ["a folder", ["a.py::p[/tmp/x/tmpfj9u8h57]"], ["a.py::p[/tmp/x/tmpg4nb5z3p]"], ["a.py::p[…]"]],
  ["an address", ["p[<A object at 0x7f5b52f51c50>]"], ["p[<A object at 0x7fdfffa61150>]"], ["p[<A object at …>]"]],
  ["an identifier", ["p[5f4273ad-48b5-425f-a584-6ac398f07cb1]"], ["p[ce9a6961-5d9b-4fdd-a5ea-5890c84b80c8]"], ["p[…]"]],
  ["a date", ["p[2026-11-27 21:47:17.521927]"], ["p[2026-11-27 21:47:18.655526]"], ["p[…]"]],
  ["a subtest's, beside its test's", ["A/at_17958160", "A"], ["A/at_17958161", "A"], ["A/at_…", "A"]],
  [
    "others that the first time stopped at",
    ["p[at 111]"],
    ["p[at 222]", "p[at 333]", "q"],
    ["p[at …]", "p[at …]", "q"],
  ],
])("a name that is another one each time: %s", (_name, first, again, steady) => {
  expect(steadyNames(first, again)).toEqual(steady);
});

test.each<[string, string[], string[]]>([
  ["the same both times", ["p[deadbeef]", "p[3]"], ["p[deadbeef]", "p[3]"]],
  ["more the second time", ["p[1]"], ["p[1]", "p[2]"]],
  ["another test", ["a holds"], ["b holds"]],
  ["another file", ["a.js: holds 12345"], ["b.js: holds 12346"]],
  ["nothing the first time", [], ["p[12345]"]],
])("a name that says which test it is stays as it is: %s", (_name, first, again) => {
  expect(steadyNames(first, again)).toEqual(again);
});
