import { expect } from "bun:test";
import { judgePair } from "../../src/surface/pairs/judge-pair.ts";
import { evidenceIn, storyOf } from "../repository/evidence-of.ts";

/** A story as far as these tests tell of one. */
export type Half = [title: string, brief: string, writes: string[]];

type Story = ReturnType<typeof storyOf>;

export function storiesOf(halves: Half[]): [Story, Story] {
  return halves.map(([title, brief, writes], at) => storyOf(`S${at + 1}`, writes, { title, brief })) as [Story, Story];
}

/** Judges two stories of a repository that holds these files. */
export function judgeIn(files: Record<string, string>) {
  return async (halves: [Half, Half]) => {
    const [a, b] = storiesOf(halves);
    return judgePair(a, b, await evidenceIn(files, [a, b]), { strict: false });
  };
}

/** The first goes before the second for this reason, whichever of them the plan names first. */
export async function expectOrdered(judge: ReturnType<typeof judgeIn>, [one, other]: [Half, Half], why: RegExp) {
  for (const pair of [
    [one, other],
    [other, one],
  ] as [Half, Half][]) {
    const found = await judge(pair);
    const turned = pair[0] === one ? found.why : found.why.replace(/S[12]/g, (id) => (id === "S1" ? "S2" : "S1"));
    expect([found.verdict, turned]).toEqual(["ordered", expect.stringMatching(why)]);
  }
}
