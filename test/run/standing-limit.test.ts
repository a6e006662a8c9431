import { expect, test } from "bun:test";
import type { Person } from "../../src/core/person.ts";
import type { Host } from "../../src/host/host.ts";
import { runGoal } from "../../src/run/run.ts";
import { standingLimit } from "../../src/run/standing-limit.ts";
import { writing } from "../artifact/scripted-endpoint.ts";
import { playground } from "./support/in-process.ts";

function clockOf(person: Person | null) {
  const clock = { now: 0 };
  const seen: string[] = [];
  const limit = standingLimit({ host: { elapsed: () => clock.now }, person }, 10_000, {
    start: (ms) => seen.push(`start ${ms}`),
    stop: () => seen.push("stop"),
  });
  return { clock, seen, limit };
}

test("a limit stands while the person is asked, and goes on with what is left", async () => {
  const clock = { now: 0 };
  const person = {
    answer: async () => {
      clock.now += 60_000;
      return "a.txt";
    },
    choose: async () => {
      throw new Error("gone");
    },
  } as unknown as Person;
  const seen: string[] = [];
  const limit = standingLimit({ host: { elapsed: () => clock.now }, person }, 10_000, {
    start: (ms) => seen.push(`start ${ms}`),
    stop: () => seen.push("stop"),
  });
  clock.now += 4000;
  expect(await limit.person?.answer("Which file?")).toBe("a.txt");
  clock.now += 1000;
  expect(limit.person?.choose({ kind: "checks", question: "Go on?", answers: [] })).rejects.toThrow("gone");
  await Promise.resolve();
  limit[Symbol.dispose]();
  expect(seen).toEqual(["start 10000", "stop", "start 6000", "stop", "start 5000", "stop"]);
});

test("one that is called off while the person is asked does not start again", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { seen, limit, clock } = clockOf({ answer: () => promise } as unknown as Person);
  const answer = limit.person?.answer("Which file?");
  limit[Symbol.dispose]();
  clock.now += 1000;
  resolve("a.txt");
  await answer;
  expect(seen).toEqual(["start 10000", "stop", "stop"]);
});

test("where nobody is asked, it is a limit like any other", () => {
  const { seen, limit } = clockOf(null);
  expect(limit.person).toBeNull();
  limit[Symbol.dispose]();
  expect(seen).toEqual(["start 10000", "stop"]);
});

test("a run's --timeout stands while the picker is open", async () => {
  const goal = "Fix the typo in README.md";
  await using place = await playground({ stories: { [goal]: [writing({ "README.md": "# Worlds\n" })] } });
  const limits: AbortSignal[] = [];
  const running = () => limits.filter(({ aborted }) => !aborted).length;
  const seen: number[] = [];
  const played = await place.play(
    { intake: "rules", timeout: "20h" },
    ({ host, person, ...rest }) => {
      const sleep: Host["sleep"] = (ms, signal) => {
        if (ms > 19 * 60 * 60 * 1000 && signal !== undefined) limits.push(signal);
        return host.sleep(ms, signal);
      };
      const chooseMode: Person["chooseMode"] = async () => {
        seen.push(limits.length, running());
        return { mode: "focused", accepted: true };
      };
      return runGoal({ ...rest, host: { ...host, sleep }, person: { ...(person as Person), chooseMode } }, goal);
    },
    {},
  );
  expect(played.of("run.finished")).toMatchObject([{ outcome: "delivered" }]);
  // Those who wait for the time to be up had begun, and none of them waited while the person was asked.
  expect(seen[0]).toBeGreaterThan(0);
  expect(seen[1]).toBe(0);
});
