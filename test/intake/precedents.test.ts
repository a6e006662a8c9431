import { expect, test } from "bun:test";
import { systemHost } from "../../src/host/system.ts";
import { readHistory, titleWords } from "../../src/intake/history.ts";
import type { Precedent } from "../../src/intake/intake-facts.ts";
import { likestChanges } from "../../src/intake/likeness.ts";
import { precedentShape } from "../../src/intake/precedent-shape.ts";
import { readPrecedents } from "../../src/intake/precedents.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();
const lines = (count: number) => "line\n".repeat(count);

async function precedentsIn(root: string, title: string): Promise<Precedent[] | null> {
  const signal = new AbortController().signal;
  const history = await readHistory(host, root, "HEAD", signal);
  return await readPrecedents(host, root, likestChanges(titleWords(title), history ?? []), signal);
}

test("readPrecedents() measures the changes that are called like the goal, the likest first", async () => {
  using repository = scratchRepository({ "a.txt": "" });
  repository.commit("docs: polish the guides", {
    "docs/a.md": lines(40),
    "docs/b.md": lines(50),
    "docs/c d ü.md": lines(60),
    "src/x.ts": lines(5),
    "image.bin": "\0\0\0",
  });
  repository.commit("docs: polish the reference", { "docs/a.md": lines(41) });
  repository.commit("fix: a crash", { "src/x.ts": lines(6) });
  const precedents = await precedentsIn(repository.path, "docs: polish the guides again");
  expect(precedents).toEqual([
    {
      likeness: expect.any(Number),
      codeFiles: 1,
      directories: 1,
      lines: 155,
      textLines: 150,
      writtenLines: 155,
      largestLines: 60,
      largeTexts: 3,
    },
    {
      likeness: expect.any(Number),
      codeFiles: 0,
      directories: 0,
      lines: 1,
      textLines: 1,
      writtenLines: 1,
      largestLines: 1,
      largeTexts: 0,
    },
  ]);
});

test("readPrecedents() measures a merge by what it brought in, under any configuration", async () => {
  using repository = scratchRepository({ "a.txt": "" });
  repository.git("config", "log.diffMerges", "combined");
  repository.git("config", "diff.external", "false");
  repository.git("config", "diff.renames", "copies");
  repository.git("checkout", "--quiet", "-b", "topic");
  repository.commit("wip", { "src/a.ts": lines(3) });
  repository.commit("wip", { "docs/a.md": lines(4) });
  repository.git("checkout", "--quiet", "main");
  repository.git("merge", "--no-ff", "--quiet", "-m", "Teach the parser dates", "topic");
  expect(await precedentsIn(repository.path, "Teach the parser times")).toMatchObject([{ lines: 7, textLines: 4 }]);
});

test("readPrecedents() fetches nothing: of a partial clone it knows no sizes", async () => {
  using repository = scratchRepository({ "a.txt": "" });
  repository.commit("docs: polish", { "docs/a.md": lines(40) });
  repository.git("config", "uploadpack.allowFilter", "true");
  using folder = scratchFolder();
  gitIn(folder.path, "clone", "--quiet", "--no-checkout", "--filter=blob:none", `file://${repository.path}`, "partial");
  expect(await precedentsIn(`${folder.path}/partial`, "docs: polish more")).toBeNull();
});

test("readPrecedents() asks nothing where no title has a word in common", async () => {
  using repository = scratchRepository({ "a.txt": "" });
  expect(await precedentsIn(repository.path, "Quantum entanglement")).toEqual([]);
});

const precedent = (different: Partial<Precedent>): Precedent => ({
  likeness: 1,
  codeFiles: 1,
  directories: 1,
  lines: 20,
  textLines: 0,
  writtenLines: 20,
  largestLines: 20,
  largeTexts: 0,
  ...different,
});
const wide = precedent({ codeFiles: 9, directories: 3, lines: 900, writtenLines: 900, largestLines: 200 });
const texts = precedent({
  codeFiles: 0,
  lines: 600,
  textLines: 600,
  writtenLines: 600,
  largestLines: 200,
  largeTexts: 4,
});

test.each([
  ["no precedent", [], { wide: 0, texts: 0, size: 0 }],
  ["a wide one", [wide], { wide: expect.closeTo(2.4, 1), texts: expect.closeTo(-0.7, 1), size: expect.any(Number) }],
  [
    "one of texts",
    [texts],
    { wide: expect.closeTo(-0.75, 1), texts: expect.closeTo(3.26, 1), size: expect.any(Number) },
  ],
  [
    "one file that holds nearly everything",
    [{ ...texts, largestLines: 500 }],
    { wide: expect.closeTo(-0.75, 1), texts: expect.closeTo(-0.7, 1), size: expect.any(Number) },
  ],
])("precedentShape() of %s", (_what, precedents, expected) => {
  expect(precedentShape(precedents)).toEqual(expected);
});

test("precedentShape() gets surer with more and with liker precedents, and small ones speak for small", () => {
  expect(precedentShape([wide, wide]).wide).toBeGreaterThan(precedentShape([wide]).wide);
  expect(precedentShape([{ ...wide, likeness: 0.2 }]).wide).toBeLessThan(precedentShape([wide]).wide);
  expect(precedentShape([precedent({})]).wide).toBeLessThan(0);
  expect(precedentShape([precedent({ lines: 2 })]).size).toBeLessThan(precedentShape([precedent({ lines: 900 })]).size);
});
