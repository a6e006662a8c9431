// Attacks the compiled binary: hostile repositories, agents over every wire, models and configuration, kills and faults.
// Prints tried and held for each group, and what did not hold. Usage: bun scripts/attack.ts [--short] [--only WORDS]
// Floods are measured by scripts/bench/floods.ts. Exits with 1 when something did not hold.
import { parseArgs } from "node:util";
import { tries, tryAll } from "./attack/table.ts";

const { values } = parseArgs({
  options: { short: { type: "boolean", default: false }, only: { type: "string", default: "" } },
});
const sums = new Map<string, { tried: number; held: number }>();

const all = tries(values.short).filter(({ group, name }) => `${group}: ${name}`.includes(values.only));
await tryAll(all, ({ group, name }, wrong) => {
  const sum = sums.get(group) ?? { tried: 0, held: 0 };
  sums.set(group, { tried: sum.tried + 1, held: sum.held + (wrong.length === 0 ? 1 : 0) });
  if (wrong.length > 0) console.log(`${group}: ${name}\n${wrong.map((line) => `    ${line}`).join("\n")}`);
});

console.log(`${"".padEnd(24)} tried  held`);
for (const [group, { tried, held }] of sums) {
  console.log(`${group.padEnd(24)} ${String(tried).padStart(5)} ${String(held).padStart(5)}`);
  if (held < tried) process.exitCode = 1;
}
