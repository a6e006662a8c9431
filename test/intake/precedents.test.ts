import { expect, test } from "bun:test";
import { systemHost } from "../../src/host/system.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { readHistory } from "../../src/intake/history.ts";
import type { Precedent } from "../../src/intake/intake-facts.ts";
import { likestChanges } from "../../src/intake/likeness.ts";
import { precedentFeatures } from "../../src/intake/precedent-features.ts";
import { readPrecedents } from "../../src/intake/precedents.ts";
import { titleStems } from "../../src/intake/tokens.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();
const lines = (count: number) => "line\n".repeat(count);

async function precedentsIn(root: string, title: string, cacheDir: string | null = null): Promise<Precedent[] | null> {
  const signal = new AbortController().signal;
  const history = await readHistory(host, root, "HEAD", signal);
  const likest = likestChanges(titleStems(readGoalText(title)), history ?? []);
  return await readPrecedents(host, root, likest, { cacheDir, signal });
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
      commit: expect.any(String),
      title: "docs: polish the guides",
      likeness: expect.any(Number),
      codeFiles: 1,
      testFiles: 0,
      docFiles: 3,
      directories: 1,
      lines: 155,
      textLines: 150,
      writtenLines: 155,
      largestLines: 60,
      largeTexts: 3,
    },
    {
      commit: expect.any(String),
      title: "docs: polish the reference",
      likeness: expect.any(Number),
      codeFiles: 0,
      testFiles: 0,
      docFiles: 1,
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

test("readHistory() tells how far changes reached, but not the first one, which only brought everything in", async () => {
  using repository = scratchRepository({ "src/a.ts": "1", "src/b.ts": "1" });
  repository.commit("fix: a crash", { "src/a.ts": "2" });
  const history = await readHistory(host, repository.path, "HEAD");
  expect(history?.map(({ reach }) => reach?.codeFiles)).toEqual([1, undefined]);
  repository.git("commit", "--quiet", "--allow-empty", "-m", "Nothing");
  expect((await readHistory(host, repository.path, "HEAD"))?.map(({ title }) => title).slice(0, 2)).toEqual([
    "Nothing",
    "fix: a crash",
  ]);
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

test("what was measured once is read from the store, and no git is asked for it again", async () => {
  using repository = scratchRepository({ "a.txt": "" });
  using cache = scratchFolder();
  repository.commit("docs: polish the guides", { "docs/a.md": lines(40) });
  const measured = await precedentsIn(repository.path, "docs: polish the guides", cache.path);
  // From now on git would refuse to measure anything.
  repository.git("config", "extensions.partialClone", "origin");
  expect(await precedentsIn(repository.path, "docs: polish the guides")).toBeNull();
  expect(await precedentsIn(repository.path, "docs: polish the guides", cache.path)).toEqual(measured);
});

const precedent = (different: Partial<Precedent>): Precedent => ({
  commit: "",
  title: "",
  likeness: 1,
  codeFiles: 1,
  testFiles: 0,
  docFiles: 0,
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

function valuesOf(precedents: readonly Precedent[]): Record<string, number> {
  return Object.fromEntries(precedentFeatures(precedents).map(({ name, value }) => [name, value]));
}

test("without a precedent everything is as usual", () => {
  const { "precedents-wide": large, "precedents-texts": ofTexts, "precedents-lines": size, support } = valuesOf([]);
  expect([large, ofTexts, size, support]).toEqual([0, 0, 0, 0]);
});

test("wide precedents speak for wide, texts for texts, small ones for small", () => {
  expect(valuesOf([wide])["precedents-wide"]).toBeGreaterThan(1);
  expect(valuesOf([wide])["precedents-texts"]).toBeLessThan(0);
  expect(valuesOf([texts])["precedents-texts"]).toBeGreaterThan(1);
  expect(valuesOf([{ ...texts, largestLines: 500 }])["precedents-texts"]).toBeLessThan(0);
  expect(valuesOf([precedent({})])["precedents-small"]).toBeGreaterThan(0);
  expect(valuesOf([precedent({})])["precedents-wide"]).toBeLessThan(0);
});

test("more and liker precedents make it surer", () => {
  const wideness = (precedents: readonly Precedent[]) => valuesOf(precedents)["precedents-wide"] ?? 0;
  expect(wideness([wide, wide])).toBeGreaterThan(wideness([wide]));
  expect(wideness([{ ...wide, likeness: 0.2 }])).toBeLessThan(wideness([wide]));
});
