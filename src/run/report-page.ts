import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { BaroError } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import type { StoryId } from "../core/story.ts";
import type { Host } from "../host/host.ts";
import type { GivenDiff, RenderReport, ReportGiven } from "../report/report-given.ts";
import { foldRun, type RunState } from "../state/run-state.ts";
import { runDiff, storyDiff } from "./diff.ts";

/** Of one diff no more characters are taken up. */
const mostDiff = 1_000_000;

/**
 * The page of a run as a file: what `baro serve` shows of it, readable without a script, its diffs included, 2 MB at most.
 * Throws `failed` when the page was never built.
 */
export async function reportPage(host: Host, events: readonly RunEvent[]): Promise<string> {
  const render = await renderer();
  const state = foldRun(events);
  return render({
    events,
    ...(await diffsOf(host, state)),
    shown: host.shown,
    hashOf: (style) => `sha256-${createHash("sha256").update(style).digest("base64")}`,
  });
}

type Diffs = Pick<ReportGiven, "diffs" | "withoutDiffs">;

/** A report is worth having without them. */
async function diffsOf(host: Host, state: RunState): Promise<Diffs> {
  const root = state.started?.repo.root ?? null;
  const without = (why: string | null) => ({ diffs: new Map(), withoutDiffs: why });
  if (root === null) return without(null);
  if (!existsSync(root)) return without(`The changes can't be shown: ${root} no longer exists.`);
  try {
    return { diffs: await readDiffs(host, state), withoutDiffs: null };
  } catch (error) {
    if (error instanceof BaroError) return without(`The changes can't be shown: ${error.message}.`);
    throw error;
  }
}

/** What each story changed, and all of it together where that is more than one story's. */
async function readDiffs(host: Host, state: RunState): Promise<Map<StoryId | null, GivenDiff>> {
  const look = { color: false };
  const diffs = new Map<StoryId | null, GivenDiff>();
  if (state.landed.length > 0) diffs.set(null, bounded(await runDiff(host, state, look)));
  if (state.stories.size < 2 && diffs.size > 0) return diffs;
  for (const [id, { attempts }] of state.stories) {
    if (attempts > 0) diffs.set(id, bounded(await storyDiff(host, state, id, look)));
  }
  return diffs;
}

function bounded(text: string): GivenDiff {
  return { diff: text.slice(0, mostDiff), cut: text.length > mostDiff };
}

/** The page is bundled when baro is built; sources that never were have none. */
async function renderer(): Promise<RenderReport> {
  try {
    // Bundled by scripts/page.ts, before anything else is.
    const built = (await import("../../dist/page/report.js")) as { renderReport: RenderReport };
    return built.renderReport;
  } catch (error) {
    throw new BaroError("failed", "Cannot write the page: it is not built", {
      hint: "Run: npm run build",
      cause: error,
    });
  }
}
