import { expect, test } from "bun:test";
import type { RunEventBody } from "../../src/core/event.ts";
import type { Person } from "../../src/core/person.ts";
import { tellingWaits } from "../../src/run/told-waits.ts";

/** A person who takes so long for each answer. */
function slow(ms: number) {
  let now = 0;
  const told: RunEventBody[] = [];
  const takes =
    <T>(answer: T) =>
    async () => {
      now += ms;
      return answer;
    };
  const person: Person = {
    askGoal: takes("Fix it"),
    answer: takes("a.txt"),
    chooseMode: takes({ mode: "focused" as const, accepted: true }),
    reviewPlan: takes({ action: "accept" as const }),
    choose: (async () => {
      now += ms;
      return "go-on";
    }) as unknown as Person["choose"],
  };
  const asked = tellingWaits({ elapsed: () => now }, person);
  const line = {
    emit: async (event: RunEventBody) => void told.push(event),
    asked: 0,
    hear: () => () => {},
  };
  return { asked, line, told };
}

test("each answer tells how long the run stood still for it, once there is a run", async () => {
  const { asked, line, told } = slow(1500);
  expect(await asked.askGoal()).toBe("Fix it");
  expect(told).toEqual([]);
  asked.join?.(line);
  expect(await asked.answer("Which file?")).toBe("a.txt");
  expect(await asked.chooseMode({} as never, {} as never, {} as never)).toEqual({ mode: "focused", accepted: true });
  expect(await asked.reviewPlan({} as never)).toEqual({ action: "accept" });
  expect(await asked.choose({ kind: "checks", question: "Go on?", answers: [] })).toBe("go-on" as never);
  expect(told).toEqual(Array(4).fill({ type: "run.waited", ms: 1500 }));
  asked.leave?.();
  await asked.answer("Which file?");
  expect(told).toHaveLength(4);
});

test("an answer within a second is told by no event", async () => {
  const { asked, line, told } = slow(999);
  asked.join?.(line);
  await asked.answer("Which file?");
  expect(told).toEqual([]);
});
