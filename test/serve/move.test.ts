import { describe, expect, test } from "bun:test";
import type { Plan } from "../../src/core/plan.ts";
import { movedStory } from "../../src/serve/page/move.ts";
import { story } from "../artifact/scripted-endpoint.ts";

const plan = (mode: Plan["mode"]): Plan => ({
  version: 1,
  goal: "g",
  mode,
  stories: [story("S1", {}), story("S2", { dependsOn: ["S1"] }), story("S3", { dependsOn: ["S2"] })],
});
const shape = ({ stories }: Plan) => stories.map(({ id, dependsOn }) => `${id}<${dependsOn.join()}`);

describe("a story is moved", () => {
  test("in a sequence, the chain follows", () => {
    expect(shape(movedStory(plan("sequential"), "S3", -1))).toEqual(["S1<", "S3<S1", "S2<S3"]);
    expect(shape(movedStory(plan("sequential"), "S1", 1))).toEqual(["S2<", "S1<S2", "S3<S1"]);
  });
  test("in parallel, nothing waits for what comes after it", () => {
    expect(shape(movedStory(plan("parallel"), "S3", -1))).toEqual(["S1<", "S3<", "S2<S1"]);
  });
  test("not past an end", () => {
    expect(shape(movedStory(plan("parallel"), "S1", -1))).toEqual(shape(plan("parallel")));
    expect(shape(movedStory(plan("parallel"), "S9", 1))).toEqual(shape(plan("parallel")));
  });
});
