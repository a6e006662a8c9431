import type { Story } from "../../core/story.ts";

/** How a story stands, as its node shows it. */
export type NodeStatus = "waiting" | "working" | "landing" | "merged" | "failed" | "quiet";

const width = 128;
const height = 40;
const gapX = 40;
const gapY = 14;

interface Placed {
  story: Story;
  x: number;
  y: number;
}

/** Stories from left to right, each behind what it waits for. */
export function placeStories(stories: readonly Story[]): Placed[] {
  const depths = new Map<string, number>();
  const byId = new Map(stories.map((story) => [story.id, story]));
  const depthOf = (story: Story, seen: ReadonlySet<string>): number => {
    const known = depths.get(story.id);
    if (known !== undefined) return known;
    const waits = story.dependsOn.flatMap((id) => (seen.has(id) ? [] : (byId.get(id) ?? [])));
    const depth = waits.reduce((most, each) => Math.max(most, depthOf(each, new Set([...seen, story.id])) + 1), 0);
    depths.set(story.id, depth);
    return depth;
  };
  const rows = new Map<number, number>();
  return stories.map((story) => {
    const depth = depthOf(story, new Set());
    const row = rows.get(depth) ?? 0;
    rows.set(depth, row + 1);
    return { story, x: depth * (width + gapX), y: row * (height + gapY) };
  });
}

export function Graph(props: { stories: readonly Story[]; statuses: ReadonlyMap<string, NodeStatus> }) {
  const placed = placeStories(props.stories);
  const places = new Map(placed.map((each) => [each.story.id, each]));
  const right = Math.max(0, ...placed.map(({ x }) => x)) + width + 4;
  const bottom = Math.max(0, ...placed.map(({ y }) => y)) + height + 4;
  const label = placed.map(({ story }) =>
    story.dependsOn.length === 0
      ? `${story.id} waits for nothing`
      : `${story.id} waits for ${story.dependsOn.join(", ")}`,
  );
  return (
    <section class="graph" aria-label="Stories and what they wait for" tabIndex={0}>
      <svg width={right} height={bottom} viewBox={`-2 -2 ${right} ${bottom}`} role="img" aria-label={label.join("; ")}>
        {placed.flatMap(({ story, x, y }) =>
          story.dependsOn.flatMap((id) => {
            const from = places.get(id);
            if (from === undefined) return [];
            const [x1, y1, y2] = [from.x + width, from.y + height / 2, y + height / 2];
            return [<path class="edge" d={`M${x1},${y1} C${x1 + gapX / 2},${y1} ${x - gapX / 2},${y2} ${x},${y2}`} />];
          }),
        )}
        {placed.map(({ story, x, y }) => (
          <g class={`node ${props.statuses.get(story.id) ?? "quiet"}`}>
            <title>{`${story.id} ${story.title}`}</title>
            <rect x={x} y={y} width={width} height={height} rx={6} />
            <text x={x + 8} y={y + 16} class="node-id">
              {story.id}
            </text>
            <text x={x + 8} y={y + 31}>
              {story.title.length > 18 ? `${story.title.slice(0, 17)}…` : story.title}
            </text>
          </g>
        ))}
      </svg>
    </section>
  );
}
