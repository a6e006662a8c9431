import { expect, test } from "bun:test";
import { isTest } from "../../src/ecosystems/file-kind.ts";
import { expectOrdered, type Half, judgeIn } from "./told-halves.ts";

/* Who holds on to what changes without naming it: builds or derives from a type, quotes a text, tests or inherits what code does. */

const files = {
  ...Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`other/part${at}.ts`, "export {};\n"])),
  "src/tide.rs": "pub struct Tide {\n    pub height: f64,\n}\n",
  "src/almanac.rs": "use crate::tide::Tide;\n\npub fn first() -> Tide {\n    Tide { height: 1.0 }\n}\n",
  "src/moon.rs": "use crate::tide::Tide;\n\npub fn pull(tide: &Tide) -> f64 {\n    tide.height\n}\n",
  "lib/ports.h": "struct port {\n        int (*berths)(void);\n        int (*is_open)(void);\n};\n",
  "check/berth.c": "static const struct port harbour = { berths, closed };\n",
  "lib/ship-log.ts": "export interface ShipLog {\n  write(line: string): void;\n}\n",
  "bench/fast-log.ts":
    'import type { ShipLog } from "../lib/ship-log.ts";\n\nexport class FastLog implements ShipLog {\n  write() {}\n}\n',
  "lib/anchor.ts": 'export function weighAnchor() {\n  throw new Error("The anchor is stuck in the mud");\n}\n',
  "pages/trouble.md": "# The anchor is stuck in the mud\n\nWait.\n",
  "pages/sails.md": "# Sails\n",
  "lib/base-buoy.ts":
    "export class BaseBuoy {\n  colourOf() {\n    return 1;\n  }\n  lightOf() {\n    return 2;\n  }\n}\n",
  "lib/red-buoy.ts":
    'import { BaseBuoy } from "./base-buoy.ts";\n\nexport class RedBuoy extends BaseBuoy {\n  shade = this.colourOf();\n}\n',
  "test/base-buoy.test.ts": 'import { BaseBuoy } from "../lib/base-buoy.ts";\n\nnew BaseBuoy().colourOf();\n',
  "test/data/harbours.csv": "Kiel\n",
  "test/chart.test.ts": 'import { readFileSync } from "node:fs";\n\nreadFileSync("test/data/harbours.csv");\n',
  "lib/wind-signals.ts": "export const stormWarning = 1;\nexport const calmWarning = 2;\n",
  "pages/signals.md": "# Signals\n\nA ship waits for stormWarning.\n",
  "pages/weights.md": "# Weights\n",
  "test/harbour.test.ts": 'import * as all from "../lib/index.ts";\n\nall.stormWarning;\n',
  "lib/index.ts": 'export * from "./wind-signals.ts";\nexport * from "./anchor.ts";\n',
  "php/Crew.php":
    "<?php\nclass Crew\n{\n    public function __construct(private bool $isSick)\n    {\n    }\n\n    public function seaSick(): bool\n    {\n        return $this->isSick;\n    }\n}\n",
  "php/Muster.php":
    "<?php\nclass Muster\n{\n    public function all(bool $seaSick)\n    {\n        return new Crew($seaSick);\n    }\n}\n",
};
const judge = judgeIn(files);

const field: Half = [
  "Tides have a time",
  "Add a field `hour: u8` to `Tide` for the hour of high water.",
  ["src/tide.rs"],
];
const calmer: Half = ["Numbers that grow", "Signals grow with the wind and begin at ten.", ["lib/wind-signals.ts"]];
const louder: Half = ["Buoys in bad weather", "Colours should be a shade brighter in fog.", ["lib/base-buoy.ts"]];

test.each<[string, Half, Half, RegExp]>([
  [
    "who builds a type that gains a field",
    field,
    ["Almanac of a week", "Give a week of entries.", ["src/almanac.rs"]],
    /^S1 gives `Tide` other members, which S2's `src\/almanac.rs` builds$/,
  ],
  [
    "who builds a struct in C that loses a member",
    ["Ports never close", "Remove `is_open` from `struct port`; whoever asks is told so.", ["lib/ports.h"]],
    ["Berths of all sizes", "Let them run with three sizes.", ["check/berth.c"]],
    /^S1 gives `port` other members, which S2's `check\/berth.c` builds$/,
  ],
  [
    "who implements what gains a method",
    ["Logs can be closed", "Add `close(): void` to `ShipLog` for the end of a journey.", ["lib/ship-log.ts"]],
    ["A bound for the fast one", "Keep no more than a thousand entries in it.", ["bench/fast-log.ts"]],
    /^S1 (?:changes|gives) `ShipLog`.*, which S2's `bench\/fast-log.ts` (?:uses|derives from)$/,
  ],
  [
    "who holds a text that is quoted",
    ["Shorter words", 'Replace "The anchor is stuck in the mud." by one word.', ["lib/anchor.ts"]],
    ["More trouble", "Add three more cases to the list.", ["pages/trouble.md"]],
    /^S1 changes the text "The anchor is stuck in the mud", which S2's `pages\/trouble.md` holds too$/,
  ],
  [
    "who derives from what does something else",
    louder,
    ["Red ones blink", "Let them blink twice.", ["lib/red-buoy.ts"]],
    /^S1 changes what its code does, and who hangs on it: S1 writes `lib\/base-buoy.ts`, which S2's `lib\/red-buoy.ts` derives from$/,
  ],
  [
    "who tests what does something else",
    louder,
    ["More cases", "Try them at night and at noon.", ["test/base-buoy.test.ts"]],
    /^S1 changes what its code does, and who hangs on it: `test\/base-buoy.test.ts` of S2 imports `lib\/base-buoy.ts`$/,
  ],
  [
    "whose test reads the file that a text says it changes",
    ["Longer coasts", "Put ten more lines into `harbours.csv`.", ["test/data/harbours.csv"]],
    ["Stricter charts", "Compare exactly.", ["test/chart.test.ts"]],
    /^S1 changes `test\/data\/harbours.csv`, which S2's `test\/chart.test.ts` reads$/,
  ],
  [
    "a page that uses its names",
    calmer,
    ["Rewrite the page", "Tell it in the order of a journey.", ["pages/signals.md"]],
    /^S1 changes what its code does, and who hangs on it: what S2 writes tells of `stormWarning`$/,
  ],
  [
    "a page that goes over all of its kind",
    calmer,
    ["What we hear", "A row for each signal, with its weight.", ["pages/weights.md"]],
    /^S1 changes what its code does, and who hangs on it: S2 goes over all that is called "signal"$/,
  ],
  [
    "a test that uses its names by way of a barrel",
    calmer,
    ["Nights in the harbour", "Cover a week of them.", ["test/harbour.test.ts"]],
    /^S1 changes what its code does, and who hangs on it: S1 writes `lib\/wind-signals.ts`, which S2's `test\/harbour.test.ts` imports by way of/,
  ],
  [
    "who holds a name behind the mark of a variable",
    ["Nobody is sick", "Remove `seaSick`, all of them are sailors.", ["php/Crew.php"]],
    ["Muster by rank", "Order by rank first.", ["php/Muster.php"]],
    /^S1 removes `seaSick`, which S2's `php\/Muster.php` uses$/,
  ],
])("%s is put in order with it", async (_what, one, other, why) => {
  await expectOrdered(judge, [one, other], why);
});

test.each<[string, Half, Half]>([
  ["who only reads a type's members", field, ["Moons pull less", "Halve it at new moon.", ["src/moon.rs"]]],
  [
    "who holds another text",
    ["Shorter words", 'Replace "The anchor is stuck in the mud." by one word.', ["lib/anchor.ts"]],
    ["More trouble", "Add three more cases to the list.", ["pages/sails.md"]],
  ],
  ["a page of which nothing is told", calmer, ["Weights", "Tell what they weigh.", ["pages/weights.md"]]],
  [
    "a page where something is only added",
    ["Offer a third", "Add a third signal beside them.", ["lib/wind-signals.ts"]],
    ["What we hear", "Begin with the sea.", ["pages/weights.md"]],
  ],
  [
    "who derives from what stays",
    ["Buoys at half the cost", "Compute colours once; the results are the same.", ["lib/base-buoy.ts"]],
    ["Red ones blink", "Let them blink twice.", ["lib/red-buoy.ts"]],
  ],
  [
    "who uses another part than the one that is named",
    ["Dimmer at noon", "`lightOf` should be a tenth of it at noon.", ["lib/base-buoy.ts"]],
    ["Red ones blink", "Let them blink twice.", ["lib/red-buoy.ts"]],
  ],
])("%s is not hurt", async (_what, one, other) => {
  // A base with so short a history orders every import: what counts is that no rule finds more.
  expect(await judge([one, other])).toMatchObject({ rule: "coupled" });
  expect(await judge([other, one])).toMatchObject({ rule: "coupled" });
});

test("what ships is no test, whatever it is called", () => {
  expect(isTest("core/src/main/java/org/sea/BuoySpec.java")).toBe(false);
  expect(isTest("core/src/test/java/org/sea/BuoySpec.java")).toBe(true);
});
