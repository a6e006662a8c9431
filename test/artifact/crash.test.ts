import { expect, test } from "bun:test";
import { type CrashPoint, crashAt, eventsOfWholeRun } from "./crash-point.ts";

/** Random moments beside every event; `scripts/crash.ts` does many more. */
const randomMoments = 16;
const atOnce = 2;

/** The same moments at every start: Park and Miller's generator. */
function moments(count: number, withinMs: number): CrashPoint[] {
  let seed = 20_260_101;
  return Array.from({ length: count }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return { afterMs: Math.floor((seed / 2_147_483_647) * withinMs) };
  });
}

test("killed at every journal record and at random moments, a run is resumed to the same end", async () => {
  const count = await eventsOfWholeRun();
  const points = [...Array.from({ length: count }, (_, seq) => ({ seq })), ...moments(randomMoments, 1500)];
  const wrong: string[] = [];
  let killed = 0;
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < points.length; index = next++) {
      const point = points[index];
      if (point === undefined) return;
      const report = await crashAt(point);
      killed += Number(report.killed);
      wrong.push(...report.wrong.map((what) => `${JSON.stringify(point)}: ${what}`));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  console.log(`${killed} kills survived of ${points.length} crash points`);
  expect(wrong).toEqual([]);
  expect(killed).toBeGreaterThan(points.length / 2);
}, 900_000);
