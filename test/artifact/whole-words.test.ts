import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState } from "./artifact.ts";
import { brokenWords, openScreen } from "./screen.ts";

/** What a command says on a terminal of 40 columns, as it is seen and as it is copied. */
async function said(args: readonly string[]) {
  using state = privateState();
  using repo = scratchRepository({ "package.json": '{"scripts":{"test":"a-program-that-is-missing --with flags"}}' });
  const env = { ...state.env, OPENAI_BASE_URL: "http://127.0.0.1:9/v1", OPENAI_API_KEY: "k" };
  const screen = openScreen({ program: artifact, args, cwd: repo.path, env, columns: 40, rows: 60 });
  await screen.exit;
  return { broken: brokenWords(screen), seen: screen.everything().join("\n"), copied: screen.joined() };
}

test.each([
  ["show nosuchrun", "List the runs with: baro runs"],
  ["stop nosuchrun", "baro runs"],
  ["serve --repo /nonexistent/folder/of/somebody", '"/nonexistent/folder/of/somebody"'],
  ["doctor --offline", "`npm install -g @earendil-works/pi-coding-agent`"],
  ["run Fix-it --base nosuchbranch --yes", "nosuchbranch"],
  ["run Fix-it --config /nonexistent/folder/of/somebody.toml", "write one with: baro init"],
  ["--worker gpu1 Fix-it", "ssh:gpu1."],
  ["--queue gpu1 Fix-it", "redis://"],
  ["runz", 'baro run "runz"'],
  ["intake Say-in-package.json-that-it-is-private", "focused"],
])("baro %s breaks no word at 40 columns", async (line, whole) => {
  const { broken, seen, copied } = await said(line.split(" "));
  // A command that is longer than the screen is folded where the screen ends.
  const commands = copied.filter((text) => /^\s*[`"]/.test(text)).join("\n");
  expect(broken.filter((word) => !commands.includes(word))).toEqual([]);
  // Nothing that is copied has a line break of ours.
  expect(copied.map((text) => text.trim()).join(" ")).toContain(whole);
  expect(
    copied.some((text) => text.includes(whole.slice(whole.lastIndexOf(": ") + 1).trim())),
    seen,
  ).toBe(true);
});

test("each command at the end of the demo is one line to copy at 40 columns", async () => {
  const { broken, copied, seen } = await said(["demo", "focused", "--yes"]);
  // The card says it, and the sentence after it.
  expect(copied.filter((line) => /^ *git -C \S+ merge baro\/\S+$/.test(line)).length, seen).toBe(2);
  const commands = copied.filter((line) => /^ *(?:git|baro) /.test(line)).join("\n");
  expect(broken.filter((word) => !commands.includes(word))).toEqual([]);
});
