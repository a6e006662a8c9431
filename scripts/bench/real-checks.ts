/**
 * Prints, for each real test program on this machine, whether a red check on a red base is told right: the same failure,
 * another failure, tests that do not load, a program that can't run. With a word: for those whose name holds it.
 */
import { runnerCases } from "./real-checks/cases.ts";
import { moreRunners } from "./real-checks/more-runners.ts";
import { otherShapes } from "./real-checks/other-shapes.ts";
import { seldomRunners, slowRunners } from "./real-checks/seldom.ts";
import { type Change, expected, isHere, reportOf, tellApart } from "./real-checks/tell-apart.ts";

const changes = Object.keys(expected) as Change[];
let [right, all] = [0, 0];
console.log(["runner".padEnd(42), "read by".padEnd(10), ...changes.map((change) => change.padEnd(12))].join(""));
const only = process.argv[2] ?? "";
for (const one of [...runnerCases, ...otherShapes, ...moreRunners, ...seldomRunners, ...slowRunners].filter(
  ({ runner }) => runner.includes(only),
)) {
  if (!isHere(one)) {
    console.log(`${one.runner.padEnd(42)}not on this machine`);
    continue;
  }
  const told = await tellApart(one);
  const cells = changes.map((change) => {
    const isRight = told[change].verdict === expected[change];
    all += 1;
    if (isRight) right += 1;
    return (isRight ? told[change].verdict : `! ${told[change].verdict}`).padEnd(12);
  });
  console.log(one.runner.padEnd(42) + (reportOf(one) === null ? "output" : "report").padEnd(10) + cells.join(""));
}
console.log(`${right} of ${all} told right`);
