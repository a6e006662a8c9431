import { timelineOf } from "../../report/timeline.ts";
import { timeText } from "../../text/duration.ts";
import type { Seen } from "./seen.ts";

/** A bar for each stage and each attempt of each story, over one clock. */
export function Gantt({ seen, now }: { seen: Seen; now: number }) {
  const timeline = timelineOf(seen.state, seen.marks, now);
  if (timeline === null) return null;
  const { from, to, lanes } = timeline;
  const share = (ms: number) => Math.round((10_000 * ms) / (to - from)) / 100;
  const stages = lanes[0]?.bars.map(({ title }) => title) ?? [];
  return (
    <figure class="gantt">
      <div role="img" aria-label={`${lanes.length - 1} stories over ${timeText(to - from)}; ${stages.join(", ")}`}>
        {lanes.map(({ id, title, bars }) => (
          <div class="lane" key={id}>
            <span class="id">{id}</span>
            <svg class="track" width="100%" height="16" aria-hidden="true">
              <title>{`${id} ${title}`}</title>
              {bars.map((bar) => (
                <rect
                  class={bar.kind}
                  x={`${share(bar.from - from)}%`}
                  y="2"
                  width={`${Math.max(0.4, share(bar.to - bar.from))}%`}
                  height="12"
                  rx="2"
                >
                  <title>{bar.title}</title>
                </rect>
              ))}
            </svg>
          </div>
        ))}
        <div class="lane">
          <span />
          <span class="axis quiet">
            <span>0</span>
            <span>{timeText((to - from) / 2)}</span>
            <span>{timeText(to - from)}</span>
          </span>
        </div>
      </div>
      <figcaption class="quiet">{stages.join(" · ")}</figcaption>
    </figure>
  );
}
