import { expect, test } from "bun:test";
import { hasOwnOf } from "../../src/surface/pairs/name-users.ts";
import { areOneSentence, areTwins } from "../../src/surface/pairs/title-twins.ts";
import { needsUnnamed } from "../../src/surface/pairs/unnamed-change.ts";
import { evidenceOf, type Facts, surfaceOf } from "./made-evidence.ts";

test.each<[string, string[], string, boolean]>([
  ["code that only reads it", ["src/app.ts"], "They come in the order of their names, newest last.", false],
  ["code whose story tells a value", ["src/app.ts"], "At most ten rows are shown by the app from now.", true],
  ["a test of it", ["test/client.test.ts"], "It answers with rows and with an empty list of them.", true],
])("another value is seen by %s: %j, %p", (_what, writes, brief, isSeen) => {
  const imports = ["src/client.ts"];
  const evidence = evidenceOf({ "src/client.ts": {}, "src/app.ts": { imports }, "test/client.test.ts": { imports } });
  const told = "It waits ten seconds by default from then on.";
  const maker = surfaceOf(evidence, "S1", ["src/client.ts"], "Raise the default timeout of the client", told);
  const found = needsUnnamed(maker, surfaceOf(evidence, "S2", writes, "Sort rows", brief), evidence);
  expect(found?.why).toBe(
    isSeen
      ? `S1 changes what others see without naming it: S1 writes \`src/client.ts\`, which S2's \`${writes[0]}\` imports`
      : undefined,
  );
});

test.each<[string, string, number]>([
  ["conf/alpha.yml", "conf/beta.yml", 3],
  ["conf/alpha.yml", "conf/beta.toml", 2],
  ["src/alpha.ts", "src/beta.ts", 3],
  ["src/alpha.ts", "src/beta.py", 2],
  ["conf/alpha", "conf/beta", 2],
  ["alpha/Makefile", "beta/Makefile", 3],
])("stories that each name their own, %s and %s, are tied by %p words in common", (one, other, least) => {
  const evidence = evidenceOf({ [one]: {}, [other]: {} });
  const words = ["lantern", "harvest", "cellar"];
  const areTied = (count: number) => {
    const said = words.slice(0, count).join(" for the ");
    const maker = surfaceOf(evidence, "S1", [one], "Change alpha", `Rename the keys of the ${said}.`);
    const user = surfaceOf(evidence, "S2", [other], "Sharpen beta", `It counts what it costs in a ${said}.`);
    return needsUnnamed(maker, user, evidence) !== null;
  };
  expect([1, 2, 3].filter(areTied)).toEqual(least === 2 ? [2, 3] : [3]);
});

const twins = ["Name the file in errors of the a/ reader", "Name the file in errors of the b/ reader"] as const;
const others = ["Name the file in errors", "Draw borders"] as const;
const both: Facts = {
  "a/client.py": { defines: ["Provider"], types: ["Provider"] },
  "b/client.py": { defines: ["Provider"], types: ["Provider"] },
};
const plain: Facts = { "a/other.py": {}, "b/other.py": {} };

test.each<[string, readonly [string, string], Facts, boolean]>([
  ["twins that each define it", twins, both, true],
  ["twins that each define it in one of several files", twins, { ...plain, ...both }, true],
  ["twins of which one defines it", twins, { ...both, "a/client.py": {} }, false],
  ["twins of which none defines it", twins, plain, false],
  [
    "twins that each define it as no type",
    twins,
    { "a/x.py": { defines: ["Provider"] }, "b/x.py": { defines: ["Provider"] } },
    true,
  ],
  ["two that each have such a type", others, { ...plain, ...both }, true],
  [
    "two that each define it as no type",
    others,
    { "a/x.py": { defines: ["Provider"] }, "b/x.py": { defines: ["Provider"] } },
    false,
  ],
  ["two of which one has such a type", others, { ...both, "b/client.py": {} }, false],
  ["two of which one imports the other", others, { ...both, "b/user.py": { imports: ["a/client.py"] } }, false],
])("%s: whether a name is each one's own", (_what, titles, facts, expected) => {
  const evidence = evidenceOf(facts);
  const below = (folder: string) => Object.keys(facts).filter((path) => path.startsWith(folder));
  const [maker, user] = [
    surfaceOf(evidence, "S1", below("a/"), titles[0]),
    surfaceOf(evidence, "S2", below("b/"), titles[1]),
  ];
  expect(areTwins(user, maker)).toBe(titles === twins);
  expect(hasOwnOf("Provider", user, maker, evidence)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ["S3: pass the sum on", "Async S3: pass the sum on", true],
  ["S3: pass the sum on", "S3: pass the sum on", false],
  ["S3: pass the sum on", "S3: pass the sum on, async", false],
  ["S3: pass the sum on", "Async: pass the sum on", false],
])("%j and %j are one sentence but for a unit before it: %p", (one, other, expected) => {
  const evidence = evidenceOf({ "src/a.ts": {}, "src/b.ts": {} });
  const [a, b] = [surfaceOf(evidence, "S1", ["src/a.ts"], one), surfaceOf(evidence, "S2", ["src/b.ts"], other)];
  expect([areOneSentence(a, b), areOneSentence(b, a)]).toEqual([expected, expected]);
});
