import { topicsOf } from "../../core/words.ts";

/** How rare topics are among a repository's paths: 1 for one that no path mentions, 0 for one that every path does. */
export type TopicRarity = (topic: string) => number;

/** Counting this many paths says enough about the rest. */
const sampleSize = 8000;

const counted = new WeakMap<ReadonlySet<string>, TopicRarity>();

/** The rarity of topics among these paths. Counted once per set of paths. */
export function topicRarity(paths: ReadonlySet<string>): TopicRarity {
  const known = counted.get(paths);
  if (known !== undefined) return known;
  const rarity = count(paths);
  counted.set(paths, rarity);
  return rarity;
}

function count(paths: ReadonlySet<string>): TopicRarity {
  const stride = Math.max(1, Math.floor(paths.size / sampleSize));
  const counts = new Map<string, number>();
  let at = 0;
  for (const path of paths) {
    if (at++ % stride !== 0) continue;
    for (const topic of topicsOf(path)) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  const total = Math.max(2, paths.size);
  return (topic) => Math.max(0, Math.log(total / (1 + (counts.get(topic) ?? 0) * stride)) / Math.log(total));
}
