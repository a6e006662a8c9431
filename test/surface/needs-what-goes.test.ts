import { expect, test } from "bun:test";
import type { Story } from "../../src/core/story.ts";
import { goingNames } from "../../src/surface/pairs/going-names.ts";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { evidenceIn, storyOf } from "../repository/evidence-of.ts";

test.each([
  ["Rename `setCharset` to `withCharset`", ["renames setCharset"]],
  [
    "Rename setCharset() and its helper normalizeType() in lib/utils.js",
    ["renames setCharset", "changes normalizeType"],
  ],
  ["Rename the exported function parse to parseText", ["renames parse"]],
  ["`Reader.next` is renamed to `Reader.advance`.", ["renames next"]],
  ["readAll -> readWhole in src/read.ts", ["renames readAll"]],
  ["Remove the deprecated `compileETag` and `compileTrust`", ["removes compileETag", "removes compileTrust"]],
  ["Drop method `weigh` from Box", ["removes weigh"]],
  ["Delete get_config(), which nobody needs", ["removes get_config"]],
  ["Make `readAll` async", ["changes readAll"]],
  ["Add a `locale` parameter to formatDate", ["changes formatDate", "changes locale"]],
  ["`formatDate` now returns a Promise instead of a string", ["changes formatDate"]],
  ["Change the signature of `merge_all` so that it takes an options object", ["changes merge_all"]],
  ["getAcceptHeader becomes parseAccept", ["renames getAcceptHeader"]],
  ["Call ForceStatus OverrideStatus from now on", ["renames ForceStatus"]],
  ["Give `compareOffsets` a shorter name", ["renames compareOffsets"]],
  ["We no longer need isServerDefault", ["removes isServerDefault"]],
  ["Get rid of the helper weigh", ["removes weigh"]],
  ["Make Site#in_dest_dir private", ["removes in_dest_dir"]],
  ["Stop exporting warn_early; warn directly", ["removes warn_early"]],
  ["Move WebhooksConfig into a module of its own", ["moves WebhooksConfig"]],
  ["Merge all_the_tuples_twice into all_the_tuples", ["moves all_the_tuples_twice"]],
  ["Replace clear_cache by a cache per build", ["replaces clear_cache"]],
  ["Utils.has_header? takes an IO rather than a path", ["changes has_header"]],
  ["CompactHead gets a context and gives back a count", ["changes CompactHead"]],
  ["`_add_ini` should register its option and return it", ["changes _add_ini"]],
  ["Let Reader accept bytes", ["changes Reader"]],
  ["Turn View into a class", ["changes View"]],
  ["Add Flush to the Renderer interface", ["changes Renderer"]],
  ["Pass a logger to newHistory", ["changes newHistory"]],
  ["Swap the arguments of useSearch", ["changes useSearch"]],
  ["Do away with parse_opts", ["removes parse_opts"]],
  ["Rename toBytes/toText to unsafeBytes/unsafeText", ["renames toBytes", "renames toText"]],
  ["Phase out NewClientWithTimeout", ["removes NewClientWithTimeout"]],
  ["legacyHandler must go", ["removes legacyHandler"]],
  ["No more LegacyCache", ["removes LegacyCache"]],
  ["Stop exposing the Ring type", ["removes Ring"]],
  ["Remove our own unquote helper", ["removes unquote"]],
  ["Throw out the flags helper", ["changes flags"]],
  ["Read the version from the metadata only, no __version__", ["removes __version__"]],
  ["retire is dead weight: remove it", ["changes retire"]],
  ["Unregister VConfig and rename it", ["changes VConfig"]],
  ["Stop putting _index and _type into the document", ["changes _index", "changes _type"]],
  ["oldName should be called so no longer", ["renames oldName"]],
  ["Give the size checks a better class name than NumberLimits", ["renames NumberLimits"]],
  ["A shorter name for computeHashOfFile", ["renames computeHashOfFile"]],
  ["Correct the spelling of recieveData", ["renames recieveData"]],
  ["SUPPORTED_DECODERS: list of entries with name and priority", ["changes SUPPORTED_DECODERS"]],
  ["TypeAdapterFactory.create(): pass the annotations as third parameter", ["changes create"]],
  ["Options come as a struct (change the Generator trait)", ["changes Generator"]],
  ["Subsets from the powerset recipe come out as frozensets", ["changes powerset"]],
  ["parseArgs needs a second argument", ["changes parseArgs"]],
  ["Thread a context through readConfig", ["changes readConfig"]],
  ["Report errors from decodeFrame instead of panicking", ["changes decodeFrame"]],
  ["The walk method hands out paths rather than entries", ["changes walk"]],
  ["unescape returns bytes instead of a string", ["changes unescape"]],
  [
    "`escape_globs` and `escape_html` are about texts. Put them in a module.",
    ["changes escape_globs", "changes escape_html"],
  ],
  ["`with_check` gives nothing back. Rename it to `check`.", ["changes with_check"]],
  ["`Config` has `min_depth`. Document it.", []],
  ["Make errors easier to read", []],
  ["Make parse_args faster", []],
  ["JsonWriter: split the buffer", []],
  ["JsonWriter: grow the buffer of the stack by half", []],
  ["Turn on caching for readAll()", []],
  ["Remove dead code from parse_args", []],
  ["Log what readAll() returns", []],
  ["Refactor readAll() for clarity", []],
  ["Use a map instead of a list in the cache", []],
  ["Move the tests closer to the code", []],
  ["Let users choose a colour", []],
  ["Show the type of a cell in its tooltip", []],
  ["Remove unused code", []],
  ["Delete the file lib/old.js", []],
  ["Document `readAll`", []],
  ["Fix a crash in readAll() on empty input", []],
  ["Speed up formatDate", []],
])("goingNames(%j) is %j", (text, expected) => {
  expect(goingNames(text).map(({ name, how }) => `${how} ${name}`)).toEqual(expected);
});

const files = {
  "lib/charset.js": "exports.setCharset = function setCharset(type, charset) {\n  return type;\n};\n",
  "lib/response.js":
    'const { setCharset } = require("./charset");\nmodule.exports = (type) => setCharset(type, "utf-8");\n',
  "lib/own.js": "function setCharset(a) {\n  return a;\n}\nmodule.exports = setCharset;\n",
  "lib/view.js": "module.exports = (name) => name;\n",
  "docs/api.md": "# API\n\nCall `setCharset` first.\n",
};
const rename = { title: "Rename setCharset to withCharset", brief: "In lib/charset.js." };

test.each<[string, Partial<Story>, [string, Partial<Story>], string | null]>([
  ["a file that uses the name", rename, ["lib/response.js", { title: "Send the length" }], "a"],
  ["a document that names it", rename, ["docs/api.md", { title: "Explain charsets" }], "a"],
  ["a brief that names it", rename, ["lib/view.js", { title: "Set views", brief: "Call `setCharset`." }], "a"],
  ["a title that begins with it", rename, ["lib/view.js", { title: "setCharset shows in views" }], "a"],
  [
    "a brief that names it behind a longer name",
    rename,
    ["lib/view.js", { title: "Set views", brief: "resetCharsets(), setCharsets() and setCharset()." }],
    "a",
  ],
  [
    "a longer name alone",
    rename,
    ["lib/view.js", { title: "Set views", brief: "resetCharset(), setCharsets()." }],
    null,
  ],
  [
    "a new name, which nobody can use before it is there",
    rename,
    ["lib/response.js", { title: "Inline the charset", brief: "Stop calling setCharset." }],
    "a",
  ],
  [
    "a removal, and who goes on using the name",
    { title: "Remove `setCharset`", brief: "" },
    ["lib/response.js", { title: "Send the length", brief: "Next to setCharset." }],
    "a",
  ],
  [
    "a removal, and who says of something else that it stops",
    { title: "Remove `setCharset`", brief: "" },
    ["lib/response.js", { title: "Send the length", brief: "Next to setCharset. Stop logging." }],
    "a",
  ],
  ["nothing that uses it", rename, ["lib/view.js", { title: "Cache views" }], null],
  ["a file that defines its own", rename, ["lib/own.js", { title: "Trim text" }], null],
  [
    "a removal waits for who leaves the name",
    { title: "Remove `setCharset`", brief: "" },
    ["lib/response.js", { title: "Inline the charset", brief: "Stop calling setCharset." }],
    "b",
  ],
])("needs-what-goes: %s", async (_name, going, [path, using], first) => {
  const one = storyOf("S1", ["lib/charset.js"], going);
  const other = storyOf("S2", [path], using);
  const evidence = await evidenceIn(files, [one, other]);
  const judged = judgePair(one, other, evidence, { strict: false });
  const turned = judgePair(other, one, evidence, { strict: false });
  expect(judged.rule === "needs-what-goes" ? judged.first : null).toBe(first as typeof judged.first);
  expect(turned.rule).toBe(judged.rule);
  if (first !== null) expect(judged.why).toContain("`setCharset`");
});

test.each([
  ["Rename lib/only.js to lib/pick.js", true],
  ["chore: move only.js into src/", true],
  ["Remove the file `lib/only.js`", true],
  ["Speed up lib/only.js", false],
])("%p goes before who imports that file: %p", async (title, ordered) => {
  const one = storyOf("S1", ["lib/only.js", "lib/pick.js"], { title, brief: "" });
  const other = storyOf("S2", ["lib/response.js"], { title: "Include the content type", brief: "" });
  const sources = {
    "lib/only.js": "module.exports = (o) => o;\n",
    "lib/response.js": "const only = require('./only.js');\n",
    ...Object.fromEntries(Array.from({ length: 3 }, (_, at) => [`lib/other${at}.js`, ""])),
  };
  const evidence = await evidenceIn(sources, [one, other]);
  const { rule, why, first } = judgePair(one, other, evidence, { strict: false });
  expect(rule === "needs-what-goes" ? [first, why.includes("`lib/only.js`")] : null).toEqual(
    ordered ? ["a", true] : null,
  );
});
