import type { Story } from "../../core/story.ts";
import { cutText } from "../../text/cells.ts";

/** How a story stands, as its node shows it. */
export type NodeStatus = "waiting" | "working" | "landing" | "merged" | "failed" | "over";

const width = 148;
const height = 40;
const gapX = 40;
const gapY = 12;
/** More stories than this are not put below each other. */
const mostRows = 8;
/** What mostly fits into a node, in cells of a terminal: wide characters take two. The rest is cut off where the node ends. */
const mostCells = 20;

interface Placed {
  story: Story;
  x: number;
  y: number;
}

/** Stories from left to right, each behind what it waits for; those that wait for as much in columns beside each other. */
export function placeStories(stories: readonly Story[]): Placed[] {
  const depths = new Map<string, number>();
  const byId = new Map(stories.map((story) => [story.id, story]));
  const depthOf = (story: Story, above: ReadonlySet<string>): number => {
    const known = depths.get(story.id);
    if (known !== undefined) return known;
    const waits = story.dependsOn.flatMap((id) => (above.has(id) ? [] : (byId.get(id) ?? [])));
    const depth = waits.reduce((most, each) => Math.max(most, depthOf(each, new Set([...above, story.id])) + 1), 0);
    depths.set(story.id, depth);
    return depth;
  };
  const ranks = Map.groupBy(stories, (story) => depthOf(story, new Set()));
  const places: Placed[] = [];
  let columns = 0;
  for (const depth of [...ranks.keys()].toSorted((a, b) => a - b)) {
    const rank = ranks.get(depth) ?? [];
    for (const [place, story] of rank.entries()) {
      const column = columns + Math.floor(place / mostRows);
      places.push({ story, x: column * (width + gapX), y: (place % mostRows) * (height + gapY) });
    }
    columns += Math.ceil(rank.length / mostRows);
  }
  return places;
}

/** The stories as boxes, with a line from each to what waits for it. */
export function Graph(props: { stories: readonly Story[]; statuses: ReadonlyMap<string, NodeStatus> }) {
  const placed = placeStories(props.stories);
  const right = Math.max(0, ...placed.map(({ x }) => x)) + width + 4;
  const bottom = Math.max(0, ...placed.map(({ y }) => y)) + height + 4;
  const label = placed.map(({ story: { id, dependsOn } }) => {
    const status = props.statuses.get(id);
    const waits = dependsOn.length === 0 ? "waits for nothing" : `waits for ${dependsOn.join(", ")}`;
    return `${id}${status === undefined ? "" : ` (${status})`} ${waits}`;
  });
  return (
    <section class="graph" aria-label="Stories and what they wait for" tabIndex={0}>
      <svg width={right} height={bottom} viewBox={`-2 -2 ${right} ${bottom}`} role="img" aria-label={label.join("; ")}>
        <Edges placed={placed} />
        {placed.map(({ story, x, y }) => (
          <g class={`node ${props.statuses.get(story.id) ?? "over"}`} key={story.id}>
            <title>{`${story.id} ${story.title}`}</title>
            <rect x={x} y={y} width={width} height={height} rx={6} />
            <text x={x + 9} y={y + 16} class="node-id">
              {story.id}
            </text>
            <svg x={x + 9} y={y + 17} width={width - 16} height={height - 18} aria-hidden="true">
              <title>{story.title}</title>
              <text y={14}>{cutText(story.title, mostCells)}</text>
            </svg>
          </g>
        ))}
      </svg>
    </section>
  );
}

function Edges({ placed }: { placed: readonly Placed[] }) {
  const places = new Map(placed.map((each) => [each.story.id, each]));
  const paths = placed.flatMap(({ story, x, y }) =>
    story.dependsOn.flatMap((id) => {
      const from = places.get(id);
      if (from === undefined) return [];
      const [x1, y1, y2] = [from.x + width, from.y + height / 2, y + height / 2];
      return `M${x1},${y1} C${x1 + gapX / 2},${y1} ${x - gapX / 2},${y2} ${x},${y2}`;
    }),
  );
  return paths.length === 0 ? null : <path class="edge" d={paths.join(" ")} />;
}
