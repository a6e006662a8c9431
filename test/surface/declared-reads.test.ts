import { expect, test } from "bun:test";
import { readsWhatIsWritten } from "../../src/surface/pairs/declared-reads.ts";
import { storySurface } from "../../src/surface/pairs/story-surface.ts";
import { storyOf } from "../repository/evidence-of.ts";
import { evidenceOf, type Facts } from "./made-evidence.ts";

/** Why S2, which reads `src/main.ts`, needs S1, which writes it; each with what its story says. */
function need(facts: Facts, maker: [title: string, brief: string], user: [title: string, brief: string]) {
  const evidence = evidenceOf({ "src/main.ts": {}, "src/user.ts": {}, "src/more.ts": {}, ...facts });
  const [one, other] = [
    storyOf("S1", ["src/main.ts"], { title: maker[0], brief: maker[1] }),
    storyOf("S2", ["src/user.ts", "src/more.ts"], { title: user[0], brief: user[1], reads: ["src/main.ts"] }),
  ];
  const found = readsWhatIsWritten(storySurface(one, evidence), storySurface(other, evidence), evidence);
  expect([null, "needs: S2 reads `src/main.ts`, which S1 writes"]).toContain(found && `${found.rule}: ${found.why}`);
  return found !== null;
}

const [main, user, more] = ["src/main.ts", "src/user.ts", "src/more.ts"];
const plain: [string, string] = ["Sort the carts", "They come by price, the cheapest of them first."];

test.each<[string, Facts, boolean]>([
  ["ties nothing", {}, true],
  ["only calls what the reader writes", { [main]: { imports: [user] } }, false],
  ["calls it and another thing", { [main]: { imports: ["src/x.ts", user] } }, false],
  ["calls another thing", { [main]: { imports: ["src/x.ts"] } }, true],
  ["calls one that calls it, too", { [main]: { imports: [user] }, [user]: { imports: [main] } }, true],
  ["calls one beside another that calls it", { [main]: { imports: [user] }, [more]: { imports: [main] } }, true],
  ["calls one that calls others", { [main]: { imports: [user] }, [user]: { imports: [more] } }, false],
])("a file that is read and %s is needed: %p", (_what, facts, expected) => {
  expect(need(facts, plain, ["Draw the carts", "With a border that is as wide as the window."])).toBe(expected);
});

test.each<[string, [string, string], [string, string], boolean]>([
  ["work elsewhere", plain, ["Draw borders", "Only work in the folder of the borders."], false],
  [
    "what goes over all",
    plain,
    ["Draw borders", "Only work in the folder of the borders, with one row for each cart."],
    true,
  ],
  [
    "what changes for all",
    ["Rename the option `wide`", "The option `wide` is called `broad` from now on, everywhere."],
    ["Draw borders", "Only work in the folder of the borders."],
    true,
  ],
  [
    "something new",
    ["Add a command", "Add a `sum` command that prints the sum of the carts."],
    ["Draw borders", "They are as wide as the window is."],
    false,
  ],
  [
    "something new of which the reader speaks",
    ["Add a command", "Add a `sum` command that prints the sum of the carts and their prices."],
    ["Print sums", "Show the sum of all carts and prices."],
    true,
  ],
])("beside %s", (_what, maker, reader, expected) => {
  expect(need({}, maker, reader)).toBe(expected);
});
