import { expect, test } from "bun:test";
import { watchGrowth } from "../../src/host/garbage.ts";

/** A process whose size the test sets; collecting brings it down to what is needed. */
function processOf(needed: number) {
  const state = { resident: needed, needed, collected: 0 };
  const look = watchGrowth(
    {
      resident: () => state.resident,
      collect: () => {
        state.collected++;
        state.resident = state.needed;
      },
    },
    { small: 100, growth: 20 },
  );
  const grow = (bytes: number) => {
    state.resident += bytes;
    look();
  };
  return { state, grow };
}

test("garbage never grows much beyond the bound, however much of it is made", () => {
  const { state, grow } = processOf(130);
  let most = 0;
  for (let story = 0; story < 1000; story++) {
    grow(1);
    most = Math.max(most, state.resident);
  }
  expect(most).toBeLessThanOrEqual(130 + 20);
  expect(state.collected).toBeGreaterThan(40);
});

test("what is small never collects", () => {
  const { state, grow } = processOf(40);
  for (let n = 0; n < 80; n++) grow(1);
  expect(state.collected).toBe(0);
});

test("what is needed is not looked for again and again", () => {
  const { state, grow } = processOf(100);
  state.needed = 200;
  grow(100);
  for (let n = 0; n < 20; n++) grow(1);
  expect(state.collected).toBe(1);
});

test("what was given back counts as garbage when it comes again", () => {
  const { state, grow } = processOf(100);
  state.needed = 200;
  grow(100);
  state.needed = 110;
  grow(-90);
  for (let n = 0; n < 21; n++) grow(1);
  expect(state.collected).toBe(2);
});
