import { expect, test } from "bun:test";
import { type Half, judgeIn } from "./told-halves.ts";

/* What looks like a change that another story sees, and is none: an import alone may still tie them. */

/** In a few files every word is everybody's. */
const others = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`other/part${at}.ts`, "export {};\n"]));

const judge = judgeIn({
  ...others,
  "src/languages/manager.ts":
    'import { PolishLanguage } from "./polish.ts";\n\nexport const known = [new PolishLanguage()];\n',
  "src/languages/polish.ts": "export class PolishLanguage {}\n",
  "src/weak-map.ts": "export class WeakableMap {}\n",
  "src/request.ts": 'import { WeakableMap } from "./weak-map.ts";\n\nexport const open = new WeakableMap();\n',
  "google/portable-visibility-handler.ts": "export const a = 1;\n",
  "amazon/portable-visibility-converter.ts": "export const b = 1;\n",
});

test.each<[string, Half, Half]>([
  [
    "one of the two words of a name",
    [
      "Polish: formal address",
      "The Polish messages mix formal and informal address of the reader. Make them all impersonal.",
      ["src/languages/polish.ts"],
    ],
    ["Walk up all parents", "Only the direct parent is tried.", ["src/languages/manager.ts"]],
  ],
  [
    "something more, where what exists stays",
    [
      "WeakableMap: delete and size",
      "Give `WeakableMap` a `delete` method and a getter. Existing methods stay as they are.",
      ["src/weak-map.ts"],
    ],
    ["Send that header last", "Put it behind those of the user.", ["src/request.ts"]],
  ],
  [
    "what a family of files is called",
    [
      "S3: visibility of authenticated readers",
      "Grants to authenticated users are taken as private. Make that a constructor option.",
      ["amazon/portable-visibility-converter.ts"],
    ],
    [
      "Google: visibility of objects without a list",
      "It crashes when an object has no list at all. Treat it as private.",
      ["google/portable-visibility-handler.ts"],
    ],
  ],
])("%s is no change that others need", async (_what, one, other) => {
  for (const pair of [
    [one, other],
    [other, one],
  ] as [Half, Half][]) {
    expect((await judge(pair)).rule).not.toBe("needs-what-goes");
  }
});
