import { describe, expect, test } from "bun:test";
import type { Signal } from "../../src/core/decision.ts";
import { noUsage } from "../../src/core/usage.ts";
import { systemHost } from "../../src/host/system.ts";
import { decide } from "../../src/intake/decide.ts";
import { doubt, factSignals, reasonFor } from "../../src/intake/explain.ts";
import { readFeatures } from "../../src/intake/features.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { habitFeatures, repositoryFeatures } from "../../src/intake/habit-features.ts";
import { pastChange, readHistory } from "../../src/intake/history.ts";
import type { NamedSurface } from "../../src/intake/intake-facts.ts";
import { countTitles, likestChanges, mostLikest } from "../../src/intake/likeness.ts";
import { readModel } from "../../src/intake/model.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { factsWith } from "./known-facts.ts";

const host = systemHost();
const signal = new AbortController().signal;
const said = (detail: string, more: Partial<Signal> = {}): Signal => ({
  name: "word",
  detail,
  weight: 1,
  towards: "focused",
  ...more,
});

describe("why a mode", () => {
  test.each<[Signal[], string]>([
    [[said("a"), said("b"), said("c")], "One story is enough: a, and b."],
    [[said("a", { weight: 0.21 }), said("b", { weight: 0.2 })], "One story is enough: a."],
    [[said("a", { towards: "parallel" })], "One story is enough: nothing calls for more."],
    [[said("a", { name: "bias" }), said("b", { name: "habits" })], "One story is enough: nothing calls for more."],
    [[said("a", { absent: true }), said(""), said("b")], "One story is enough: b."],
  ])("of %j: %p", (signals, reason) => {
    expect(reasonFor("focused", signals, 0, true)).toBe(reason);
  });

  test("says how sure it is, and what kind of work it is", () => {
    const steps = said("first a, then b", { name: "ordered-steps", towards: "sequential" });
    expect(reasonFor("focused", [], 0, false)).toBe("One story may be enough: nothing calls for more.");
    expect(reasonFor("sequential", [steps], 0, true)).toBe("Ordered steps on the same code: first a, then b.");
    expect(reasonFor("sequential", [], 0, true)).toBe(
      "Several steps on the same code: most changes with titles like this one were.",
    );
    expect(reasonFor("parallel", [], 3, true)).toStartWith("3 places can be worked on separately: ");
    expect(reasonFor("parallel", [], 3, false)).toStartWith("3 places could be worked on separately: ");
  });

  test("a doubt names the modes that are as likely as one of twenty", () => {
    expect(doubt("focused", { focused: 0.9, sequential: 0.05, parallel: 0.04 }, "typical-figures")).toBe(
      "Not sure (focused 90%, sequential 5%): at typical costs, focused is the cheapest bet.",
    );
    expect(doubt("parallel", { focused: 0.3, sequential: 0.3, parallel: 0.4 }, "figures-here")).toBe(
      "Not sure (parallel 40%, focused 30%, sequential 30%): at what runs cost in this repository, parallel is the cheapest bet.",
    );
    expect(doubt("sequential", { focused: 0.2, sequential: 0.3, parallel: 0.5 }, "bounds")).toBe(
      "Not sure (sequential 30%, focused 20%, parallel 50%).",
    );
  });

  test("what was found is told as it is, and moves nothing", () => {
    const surfaces: NamedSurface[] = [
      { mention: "auth", path: "src/auth/", files: 3, by: "list" },
      { mention: "a.ts", path: "a.ts", files: 1, by: "path" },
    ];
    const told = factSignals(readGoalText("Fix it in parallel"), factsWith({ surfaces, missing: ["x is gone"] }));
    expect(told.map(({ name, detail, weight }) => `${name} ${weight}: ${detail}`)).toEqual([
      'names 0: "auth" is src/auth/ (3 files)',
      'names 0: "a.ts" is a.ts',
      'claim 0: "in parallel" says how to run: it is not evidence and was left out',
      "missing 0: x is gone",
    ]);
  });
});

describe("what is measured of a goal", () => {
  const measured = (goal: string, facts: Parameters<typeof factsWith>[0] = {}) => {
    const features = readFeatures(readGoalText(goal), factsWith(facts));
    return (name: string) => features.find((feature) => feature.name === name);
  };
  const places = (...paths: string[]): NamedSurface[] =>
    paths.map((path) => ({ mention: path, path, files: 2, by: "list" }));

  test("the places that it names, by their kind, and no more than two of each", () => {
    const few = measured("Fix it", { surfaces: places("a/", "b.ts") });
    expect(few("several-places")).toMatchObject({ value: 0, absent: true });
    expect(few("named-folders")).toMatchObject({ value: 1, detail: "1 folder is named" });
    expect(few("named-files")).toMatchObject({ value: 1, detail: "1 file is named" });
    const many = measured("Fix it", { surfaces: places("a/", "b/", "c/"), units: 0 });
    expect(many("several-places")).toMatchObject({ value: 1, detail: "it names 3 places" });
    expect(many("named-folders")).toMatchObject({ value: 2, detail: "3 folders are named" });
    expect(many("named-files")).toMatchObject({ value: 0, detail: "no file is named", absent: true });
    expect(many("units")?.value).toBe(-5);
    expect(many("text-units")?.value).toBe(0);
    const texts = measured("docs: polish it", { surfaces: places("a/", "b/", "c/"), units: 0 });
    expect(texts("several-places")?.value).toBe(0);
    expect(texts("texts-of-a-place")).toMatchObject({ value: 1, detail: "it is about texts of a/" });
    expect(texts("text-units")?.value).toBe(-5);
    expect(measured("docs: polish it")("texts-of-a-place")?.value).toBe(0);
  });

  test("the habits of the repository, and what is not there is said to be absent", () => {
    const change = (title: string) => pastChange("c", title, ["a/x.ts"]);
    const habits = (goal: string, titles: string[]) => {
      const features = habitFeatures(readGoalText(goal), factsWith({ history: titles.map(change) }));
      return (name: string) => features.find((feature) => feature.name === name);
    };
    const empty = habits("fix: the parser", []);
    expect(empty("history")).toMatchObject({ value: -6, detail: "0 changes are known", absent: true });
    expect(["rare-words", "typed-here", "titles-here"].map((name) => empty(name)?.value)).toEqual([0, 0, 0]);
    const known = habits("fix: the parser crashes", ["fix: the parser", "Tidy up"]);
    expect(known("history")).toMatchObject({ detail: "2 changes are known" });
    expect(habits("x", ["a b"])("history")?.detail).toBe("1 change is known");
    expect(known("typed-here")?.value).toBe(0.5);
    expect(known("new-words")).toMatchObject({ value: 1, detail: "1 word that the history never used" });
    expect(habits("one two three four five six", ["a b"])("new-words")?.value).toBe(4);
    expect(habits("the parser", ["the parser"])("new-words")).toMatchObject({ value: 0, absent: true });
    expect(known("small-here")).toMatchObject({ detail: "2 of the last 2 changes touched at most two code files" });
    expect(known("wide-here")).toMatchObject({ detail: "0 of the last 2 changes reached wide", absent: true });
    // A rarer word is newer here.
    const rarity = (goal: string) => habits(goal, ["the parser", "the writer", "the pool"])("rare-words")?.value ?? 0;
    expect(rarity("parser")).toBeGreaterThan(rarity("the"));
  });

  test("what kind of repository it is, also of an empty one", () => {
    const of = (facts: Parameters<typeof factsWith>[0]) =>
      repositoryFeatures(factsWith(facts)).map(({ name, value, detail, absent }) => [name, value, detail, absent]);
    expect(of({ files: 4, codeFiles: 2, testFiles: 1, docFiles: 0 }).slice(1)).toEqual([
      ["code-here", 0.5, "50% of the files are code", undefined],
      ["tests-here", 0.25, "25% of the files are tests", undefined],
      ["docs-here", 0, "0% of the files are documents", true],
    ]);
    expect(of({ files: 0, codeFiles: 0, testFiles: 0, docFiles: 0 })[0]).toEqual([
      "files-here",
      -6,
      "0 files",
      undefined,
    ]);
  });
});

describe("past changes that are called like a goal", () => {
  const history = (titles: string[]) =>
    titles.map((words, at) => ({ commit: `c${at}`, title: words, words: words.split(" "), reach: null }));
  const likest = (words: string, titles: string[]) =>
    likestChanges(words.split(" "), history(titles)).map(({ change, likeness }) => [
      change.title,
      Number(likeness.toFixed(3)),
    ]);

  test("the likest first: all words are 1, a rare word says more than a common one, none is left out", () => {
    const titles = ["the parser", "the writer", "the pool", "mail sent"];
    expect(likest("the parser", titles)[0]).toEqual(["the parser", 1]);
    const found = likest("the parser", titles).map(([title]) => title);
    expect(found).toEqual(["the parser", "the writer", "the pool"]);
    expect(likest("quite new", titles)).toEqual([]);
    const [, [, common] = ["", 0]] = likest("parser the", titles);
    expect(Number(common)).toBeLessThan(0.1);
  });

  test("no more than so many, and how many titles hold each word", () => {
    const titles = Array.from({ length: 60 }, (_, at) => `parser ${at} x${at}`);
    expect(likest("parser 7", [...titles, "other words"])).toHaveLength(mostLikest);
    expect([...countTitles(history(["a b", "b c"]))]).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 1],
    ]);
  });

  test("what git can't tell is not known, and a change of too many files has no reach", async () => {
    using folder = scratchFolder();
    expect(await readHistory(host, folder.path, "HEAD")).toBeNull();
    const files = Array.from({ length: 401 }, (_, at) => `f${at}.ts`);
    expect(pastChange("c", "t", files).reach).toBeNull();
    expect(pastChange("c", "t", files.slice(1)).reach?.codeFiles).toBe(400);
    expect(pastChange("c", "t", []).reach).toBeNull();
  });
});

test("what is missing of a model says nothing", () => {
  expect(readModel("")).toEqual({
    bias: [0, 0],
    decisiveAt: { focused: 1, sequential: 1 },
    features: new Map(),
    tokens: new Map(),
  });
});

describe("what is looked up, and read of it", () => {
  const request = { base: "HEAD", followUp: false, policy: "rules", ask: null, cacheDir: null, signal } as const;
  const issue = { kind: "issue", state: "open", branch: null, draft: false } as const;

  test("a page is not", async () => {
    using repository = scratchRepository();
    let asked = 0;
    const lookUp = async () => {
      asked += 1;
      return null;
    };
    const of = (goal: string) =>
      decide(host, { ...request, goal, root: repository.path, remoteUrl: "git@github.com:acme/app.git", lookUp });
    await of("Do what https://example.com/spec says");
    expect(asked).toBe(0);
    await of("Fix #7 in the parser");
    expect(asked).toBe(1);
  });

  test("of an issue the title and its first line say where, and no template below", async () => {
    using repository = scratchRepository({ "src/auth/a.ts": "", "src/mail/b.ts": "", "src/pool/c.ts": "" });
    const body = "- `mail`\n- `pool`";
    const lookUp = async () => ({ ...issue, title: "Crash of `auth`", body });
    const { decision, usage } = await decide(host, {
      ...request,
      goal: "#7",
      root: repository.path,
      remoteUrl: null,
      lookUp,
    });
    expect(usage).toEqual(noUsage);
    expect(decision.signals.filter(({ name }) => name === "names").map(({ path }) => path)).toEqual([
      "src/mail/",
      "src/auth/",
    ]);
  });
});
