import { expect, test } from "bun:test";
import { expectOrdered, type Half, judgeIn } from "./told-halves.ts";

/* What ties two stories where no import does: a template, a list both enter something in, output that is read back. */

const files = {
  ...Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`other/part${at}.ts`, "export {};\n"])),
  "src/pier.rs": "pub struct Pier {\n    pub lamp: bool,\n    pub depth: u8,\n}\n",
  "views/north.txt": "{%- if lamp %}\nbright\n{%- endif %}\n",
  "views/south.hbs": "{{#lamp}}bright{{/lamp}}\n",
  "views/west.gotmpl": "{{ if .Lamp }}{{ .lamp }}{{ end }}\n",
  "views/east.txt": "A lamp is not what {{ depth }} is about.\n",
  "harbour/register.go": "package harbour\n",
  "harbour/crane.go":
    "package harbour\n\ntype crate struct {\n\tweight int\n}\n\nfunc LiftCrate() *crate { return &crate{1} }\n",
  "harbour/quay.go": "package harbour\n\nfunc unload() *crate { LiftCrate(); return &crate{2} }\n",
  "harbour/fog.go": "package harbour\n\nfunc horn() int { return 1 }\n",
  "lists/ports.toml": "a = 1\n",
  "lists/old/ports.toml": "a = 1\n",
  "tools/tides.sh": "echo tide 1\n",
  "tools/alarm.py": "print(1)\n",
  "cmd/args.go": "package cmd\n",
  "cmd/sail.go": "package cmd\n",
  "completions/ship.fish": "complete -c ship\n",
  "man/ship.1": ".TH SHIP\n",
  "lib/cargo-line.ts":
    'export function withWeight(line: string) {\n  return line.padStart(6);\n}\nexport const emptyLine = "";\n',
  "lib/index.ts": 'export * from "./cargo-line.ts";\nexport * from "./other-line.ts";\n',
  "lib/other-line.ts": "export const otherLine = 1;\n",
  "app/pick.ts": 'import { withWeight } from "../lib/index.ts";\n\nwithWeight("a").slice(7);\n',
  "app/show.ts": 'import { emptyLine } from "../lib/index.ts";\n\nemptyLine;\n',
  "rules/knots/tie.py": "x = 1\n",
  "core/harbour-log.js": "exports.entry = {\n  depth: 'unsaid',\n};\n",
  "print/log-page.js": "module.exports = (log) => log.depth + 'm';\n",
  "print/sail-page.js": "module.exports = (sail) => sail.depth + 'm';\n",
  "crew/contract.ex": "defmodule Crew do\nend\n",
  "crew/kinds/cook.ex": "defmodule Cook do\nend\n",
  "crew/kinds/mate.ex": "defmodule Mate do\nend\n",
  "crew/kinds/pilot.ex": "defmodule Pilot do\nend\n",
  "rules/knots/snapshots/bowline.snap": "ok\n",
  "rules/sails/snapshots/jib.snap": "ok\n",
};
const judge = judgeIn(files);

const noLamp: Half = ["Piers say light", "Rename the field `lamp` of `Pier` to `light`.", ["src/pier.rs"]];
const inList = (what: string, text: string): Half => [`A port for ${what}`, text, [`new/${what}.ts`]];
const codes = inList("coal", "It needs a line in the table in lists/old/ports.toml, at the end.");
const tides: Half = [
  "Tides for machines",
  "The script that prints tides and their moons should print one JSON object instead of lines.",
  ["tools/tides.sh"],
];
const flag: Half = ["Sail by night", "Add a flag `--night` to the command that sails.", ["cmd/args.go"]];
const renewed: Half = [
  "Completions as they are",
  "Rebuild the completions and commit them, so that packagers have all of it.",
  ["completions/ship.fish"],
];
const stamped: Half = [
  "Know the owner",
  "Keep the owner next to the weight of what was hoisted.",
  ["harbour/crane.go"],
];
const wider: Half = [
  "Weights with decimals",
  "Print weights in a wider column, with two decimals.",
  ["lib/cargo-line.ts"],
];
const knots: Half = [
  "Say which knot it was",
  "The message should tell what to do about a loose end.",
  ["rules/knots/tie.py"],
];
const header: Half = ["A faster hull", "Build no copy. Regenerate the single header afterwards.", ["src/pier.rs"]];

const unsaid: Half = [
  "Nothing in blank logs",
  "An entry should hold `null` as `depth` where it now holds the string 'unsaid'.",
  ["core/harbour-log.js"],
];
const ranks: Half = [
  "An order of the crew",
  "Each sailor has to say its rank, by which they are called; give cook and mate theirs.",
  ["crew/contract.ex", "crew/kinds/cook.ex", "crew/kinds/mate.ex"],
];
const mayRank: Half = [
  "An order of the crew",
  "Each sailor has to say its rank, with a default of none; give cook and mate theirs.",
  ["crew/contract.ex", "crew/kinds/cook.ex", "crew/kinds/mate.ex"],
];
const pilot: Half = ["Rest after a watch", "The pilot should sleep when it is over.", ["crew/kinds/pilot.ex"]];

test.each<[string, Half, Half, RegExp]>([
  [
    "data that no import carries, by a word of the title",
    unsaid,
    ["Dim what is unknown", "Draw it in grey, known by the mark.", ["print/log-page.js"]],
    /^S1 changes `depth`, which S2's `print\/log-page.js` uses$/,
  ],
  [
    "what is asked of each",
    ranks,
    pilot,
    /^S1 asks something of each file like those in `crew\/kinds\/` that it writes/,
  ],
  [
    "a template that asks for a field",
    noLamp,
    ["North", "Draw it anew.", ["views/north.txt"]],
    /^S1 renames `lamp`, which S2's `views\/north.txt` uses$/,
  ],
  [
    "a template that opens a field",
    noLamp,
    ["South", "Draw it anew.", ["views/south.hbs"]],
    /^S1 renames `lamp`, which S2's/,
  ],
  [
    "a template with a dot before a field",
    noLamp,
    ["West", "Draw it anew.", ["views/west.gotmpl"]],
    /^S1 renames `lamp`, which S2's/,
  ],
  [
    "a file that both enter something in",
    codes,
    inList("iron", "Append it to the table in `lists/old/ports.toml`, behind the last one."),
    /both say that they enter something in `lists\/old\/ports.toml`$/,
  ],
  [
    "a file that one enters something in and the other one writes",
    inList("salt", "Put it into the list in harbour/register.go, and in the one without salt."),
    ["Sorted ports", "Sort the register by the depth of each.", ["harbour/register.go"]],
    /^S1 says that it enters something in `harbour\/register.go`, which S2 writes$/,
  ],
  [
    "a file that both make anew",
    header,
    ["A map of hulls", "Give it one more way to erase. Amalgamate again at the end.", ["src/other.rs"]],
    /both make the file that holds all of them anew$/,
  ],
  [
    "a thing that both make anew",
    inList("tea", "It is a sibling of coal, and the schema has to be regenerated."),
    inList("silk", "It is a sibling of wool; regenerate the JSON schema so that editors know it."),
    /both make "schema" anew$/,
  ],
  [
    "a script that reads what another one prints",
    tides,
    ["Alarm at high tide", "It collects each moon from that script's output; remember more of it.", ["tools/alarm.py"]],
    /^S1 changes what is seen of it, and S2 reads that: both say/,
  ],
  [
    "completions that are kept up with the command line",
    flag,
    renewed,
    /^S2 tells of all that the command line takes, and S1 changes that in `cmd\/args.go`$/,
  ],
  [
    "a manual of all flags",
    flag,
    ["A manual in order", "Sort it, with an entry for every flag.", ["man/ship.1"]],
    /^S2 tells of all that the command line takes/,
  ],
  [
    "who builds a type that comes to keep more",
    stamped,
    ["Quays by length", "The longest is first to be unloaded.", ["harbour/quay.go"]],
    /^S1 keeps more in a type of its code: S2's code uses `LiftCrate`, which S1's code defines$/,
  ],
  [
    "who cuts what gets wider, by way of a barrel",
    wider,
    ["Pick several", "Let a sailor pick more than one.", ["app/pick.ts"]],
    /^S1 changes what its code does, and who hangs on it: S1 writes `lib\/cargo-line.ts`, which S2's `app\/pick.ts` imports by way of/,
  ],
  [
    "a snapshot beside the code whose message changes",
    knots,
    ["More knots", "Try a loose bowline under load, and accept what comes.", ["rules/knots/snapshots/bowline.snap"]],
    /^S1 changes what is seen of it, and S2 compares that: `rules\/knots\/snapshots\/bowline.snap` lies beside it$/,
  ],
])("%s ties two stories", async (_what, one, other, why) => {
  await expectOrdered(judge, [one, other], why);
});

test.each<[string, Half, Half]>([
  ["a key of other data", unsaid, ["Dim sails", "Draw it in grey, known by the mark.", ["print/sail-page.js"]]],
  ["what each may say", mayRank, pilot],
  ["a template that only speaks of it", noLamp, ["East", "Draw it anew.", ["views/east.txt"]]],
  [
    "a file that one of them leaves alone",
    codes,
    inList("oil", "Do not add it to lists/old/ports.toml, that comes later."),
  ],
  ["a file of a name that two have", inList("rye", "Add it to ports.toml."), inList("oats", "Add it to ports.toml.")],
  ["two files", codes, inList("rope", "Append it to the table in lists/ports.toml, behind the last one.")],
  [
    "tests that each makes anew for itself",
    inList("tin", "Regenerate the snapshots of the metal rule."),
    inList("zinc", "Regenerate the snapshots of the dust rule."),
  ],
  [
    "a script that reads other output",
    tides,
    ["Alarm in fog", "It collects each horn from the radio's output.", ["tools/alarm.py"]],
  ],
  [
    "completions, where the command line stays",
    ["Sail close", "Tack a little later in light wind.", ["cmd/args.go"]],
    renewed,
  ],
  [
    "completions of one word",
    flag,
    ["Quoted paths", "A path with blanks breaks it; quote it.", ["completions/ship.fish"]],
  ],
  ["who has nothing of the type", stamped, ["Horns in fog", "Blow twice.", ["harbour/fog.go"]]],
  ["who uses another part of what gets wider", wider, ["Show nothing", "Let a sailor hide it.", ["app/show.ts"]]],
  [
    "a snapshot elsewhere",
    knots,
    ["More sails", "Try a loose jib with a knot, and accept what comes.", ["rules/sails/snapshots/jib.snap"]],
  ],
])("%s ties nobody", async (_what, one, other) => {
  // A base with so short a history orders every import: what counts is that no rule finds more.
  expect(await judge([one, other])).toMatchObject({ rule: "coupled" });
  expect(await judge([other, one])).toMatchObject({ rule: "coupled" });
});
