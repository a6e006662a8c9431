import type { PairVerdict, PairWeighing, PlanChange, Ruled, RuleName } from "../../core/plan.ts";
import type { Story, StoryId } from "../../core/story.ts";
import type { PairJudgement } from "../../surface/pairs/judge-pair.ts";
import type { Weighing } from "../../surface/pairs/pair-model.ts";
import { type Order, orderOf, placesInOrder, placesOf } from "../order.ts";
import { union } from "./join-stories.ts";

export type JudgePair = (a: Story, b: Story) => PairJudgement;

export interface JudgedPair extends PairJudgement {
  a: Story;
  b: Story;
}

/** What every two stories were found to be. 500 stories have 125,000 pairs: of the independent ones only the verdict is kept. */
export interface JudgedPairs {
  /** The verdicts as they are reported. */
  verdicts: PairVerdict[];
  /** How many independent pairs are not among them. */
  leftOut: number;
  ordered: JudgedPair[];
}

interface Link {
  first: number;
  second: number;
  rule: RuleName;
  why: string;
}

/** Of independent pairs beyond doubt so many are told: nobody reads more, and 125,000 make one event of 18 MB. */
const mostTold = 2000;

/** Judges every two stories that no dependency orders. */
export function judgePairs(stories: readonly Story[], judge: JudgePair): JudgedPairs {
  const order = orderOf(stories);
  const judged: JudgedPairs = { verdicts: [], leftOut: 0, ordered: [] };
  for (const [place, story] of stories.entries()) {
    for (const [offset, other] of stories.slice(place + 1).entries()) {
      if (order.areOrdered(place, place + 1 + offset)) continue;
      // By id, so that a plan which was sorted by an earlier enforcement is judged alike.
      const [a, b] = compareIds(story.id, other.id) < 0 ? [story, other] : [other, story];
      record(judged, { a, b, ...judge(a, b) });
    }
  }
  return judged;
}

function record(judged: JudgedPairs, pair: JudgedPair): void {
  const isOrdered = pair.verdict === "ordered";
  if (isOrdered) judged.ordered.push(pair);
  if (isOrdered || pair.doubt || judged.verdicts.length < mostTold) judged.verdicts.push(verdictOf(pair));
  else judged.leftOut++;
}

function compareIds(a: StoryId, b: StoryId): number {
  return Number(a.slice(1)) - Number(b.slice(1)) || (a < b ? -1 : 1);
}

function verdictOf({ a, b, verdict, why, rule, doubt, weighed }: JudgedPair): PairVerdict {
  const told: PairVerdict = { a: a.id, b: b.id, verdict, why, doubt };
  if (verdict === "ordered") told.rule = rule;
  if (weighed !== undefined) told.weighed = shownWeighing(weighed);
  return told;
}

function shownWeighing({ margin, base, parts }: Weighing): PairWeighing {
  const found = parts.filter(({ value }) => value !== 0);
  return { margin: hundredths(margin), base: hundredths(base), parts: found.map(roundedPart) };
}

function roundedPart({ feature, value, part }: Weighing["parts"][number]): PairWeighing["parts"][number] {
  return { feature, value: hundredths(value), part: hundredths(part) };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Gives an order to every pair that was judged to need one. Nothing that was ordered before is ordered otherwise. */
export function orderPairs(stories: readonly Story[], ordered: readonly JudgedPair[]): Ruled {
  const order = orderOf(stories);
  const places = placesOf(stories);
  // Who needs what from whom decides first: the other pairs only must not meet, in whichever order is left.
  const directed = ordered.filter((pair) => pair.first !== null);
  const added = [
    ...link(order, directedLinks(directed, places)),
    ...link(order, undirectedLinks(order, ordered, places)),
  ];
  const more = new Map<number, StoryId[]>();
  for (const { first, second } of added) {
    const id = stories[first]?.id;
    if (id !== undefined) more.set(second, [...(more.get(second) ?? []), id]);
  }
  const linked = stories.map((story, place) => ({
    ...story,
    dependsOn: union([story.dependsOn, more.get(place) ?? []]),
  }));
  return { stories: linked, changes: describe(stories, added) };
}

/** Adds the links that are not implied by the order yet; a link against the order is left out. */
function link(order: Order, links: readonly Link[]): Link[] {
  return links.filter(({ first, second }) => !order.areOrdered(first, second) && order.add(first, second));
}

function directedLinks(pairs: readonly JudgedPair[], places: Places): Link[] {
  return pairs.map(({ a, b, first, rule, why }) => {
    const [from, to] = first === "a" ? [a, b] : [b, a];
    return { first: placeOf(from, places), second: placeOf(to, places), rule, why };
  });
}

/** Along one order of all stories, so that no cycle can arise; neighbours first, since they imply the pairs around them. */
function undirectedLinks(order: Order, pairs: readonly JudgedPair[], places: Places): Link[] {
  const ranks = new Map(placesInOrder(order).map((place, rank) => [place, rank]));
  const rankOf = (story: Story) => ranks.get(placeOf(story, places)) ?? Number.NaN;
  const links = pairs.map(({ a, b, rule, why }) => {
    const [one, other] = rankOf(a) < rankOf(b) ? [a, b] : [b, a];
    const link = { first: placeOf(one, places), second: placeOf(other, places), rule, why };
    return { link, from: rankOf(one), span: rankOf(other) - rankOf(one) };
  });
  return links.sort((x, y) => x.span - y.span || x.from - y.from).map(({ link }) => link);
}

type Places = ReadonlyMap<StoryId, number>;

function placeOf({ id }: Story, places: Places): number {
  const place = places.get(id);
  if (place === undefined) throw new Error(`The plan has no story ${id}`);
  return place;
}

function describe(stories: readonly Story[], links: readonly Link[]): PlanChange[] {
  return links.flatMap(({ first, second, rule, why }) => {
    const [before, after] = [stories[first]?.id, stories[second]?.id];
    if (before === undefined || after === undefined) return [];
    return [{ rule, stories: [before, after], why: `${after} waits for ${before}: ${why}` }];
  });
}
