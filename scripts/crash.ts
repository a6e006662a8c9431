// Kills the compiled binary at random moments and resumes it: `bun scripts/crash.ts [POINTS] [WITHIN_MS]` (1,000; 1,500).
import "../test/setup.ts";
import { crashAt } from "../test/artifact/crash-point.ts";

const points = Number(process.argv[2] ?? 1000);
const withinMs = Number(process.argv[3] ?? 1500);
let killed = 0;
let failed = 0;
for (let done = 1; done <= points; done++) {
  const afterMs = Math.floor(Math.random() * withinMs);
  const report = await crashAt({ afterMs });
  killed += Number(report.killed);
  for (const what of report.wrong) console.log(`after ${afterMs} ms: ${what}`);
  failed += Number(report.wrong.length > 0);
  if (done % 50 === 0) console.log(`${done} crash points, ${killed} kills, ${failed} not survived`);
}
console.log(`${points} crash points, ${killed} kills, ${failed} not survived`);
process.exit(failed === 0 ? 0 : 1);
