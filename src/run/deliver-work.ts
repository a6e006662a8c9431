import type { ConductResult } from "../conduct/conduct.ts";
import type { CheckFacts, EventOf, RunEvent, StoryOutcome } from "../core/event.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import type { BodyFacts, BodyStory } from "../deliver/body-facts.ts";
import { deliver, fellShort } from "../deliver/deliver.ts";
import { removeRefAt } from "../git/refs.ts";
import { figuresOf } from "../report/figures.ts";
import { outcomeOf } from "./outcome.ts";
import { interruptedEnd, type Session, type StagesEnd } from "./session.ts";
import type { StageState } from "./stage-state.ts";

/** Leaves what landed as the delivery plan promised, and says how the run ended. */
export async function deliverWork(
  session: Session,
  state: StageState,
  enforced: EnforcedPlan,
  conducted: ConductResult,
): Promise<StagesEnd> {
  if (conducted.outcome === "interrupted") return interruptedEnd(session.interrupts);
  if (conducted.reason !== "") await session.stream.emit({ type: "run.notice", message: conducted.reason });
  const landed = conducted.head !== session.base;
  const delivered =
    state.delivered ?? (landed ? await leave(session, state, enforced, conducted) : await leaveNothing(session));
  if (session.interrupts.signal.aborted) return interruptedEnd(session.interrupts);
  return outcomeOf({
    conducted: conducted.outcome,
    stories: conducted.stories.map(({ outcome }) => outcome),
    verified: conducted.verified,
    fellShort: landed && fellShort(session.delivery, delivered),
  });
}

type Delivered = EventOf<"delivery.finished">;

async function leave(
  session: Session,
  state: StageState,
  enforced: EnforcedPlan,
  conducted: ConductResult,
): Promise<Delivered> {
  const delivered = await deliver(session.host, {
    plan: session.delivery,
    root: session.repository.root,
    branch: session.branch,
    base: session.base,
    commit: conducted.head,
    run: session.run,
    runFolder: session.stream.folder.path,
    body: bodyFacts(session, state, enforced, conducted),
    signal: session.interrupts.signal,
  });
  await session.stream.emit(delivered);
  return delivered;
}

/** A branch on which nothing landed is of no use to anybody. */
async function leaveNothing(session: Session): Promise<Delivered> {
  await removeRefAt(session.host, session.repository.root, `refs/heads/${session.branch}`, session.base);
  const why = "Nothing landed, so there is nothing to deliver";
  const delivered: Delivered = { type: "delivery.finished", kind: "none", branch: null, url: null, why, next: null };
  await session.stream.emit(delivered);
  return delivered;
}

function bodyFacts(session: Session, state: StageState, enforced: EnforcedPlan, conducted: ConductResult): BodyFacts {
  const { events } = session.stream;
  const decision = events.findLast((event) => event.type === "intake.decided");
  const stories = enforced.plan.stories.map((story) => storyFacts(story, events));
  return {
    goal: state.started?.goal ?? session.goal,
    mode: enforced.plan.mode,
    reason: decision?.reason ?? "",
    source: decision?.source ?? "flag",
    stories,
    checks: resultChecks(events),
    figures: figuresOf(events),
    partial:
      conducted.verified === "failed" || stories.some(({ outcome }) => outcome === "failed" || outcome === "skipped"),
  };
}

function storyFacts(story: Story, events: readonly RunEvent[]): BodyStory {
  const own = events.filter((event) => "story" in event && event.story === story.id);
  const finished = own.findLast((event) => event.type === "story.finished");
  const merged = own.findLast((event) => event.type === "story.merged");
  const granted = own.flatMap((event) =>
    event.type === "surface.violated" && event.action === "granted" ? event.paths : [],
  );
  const outcome: StoryOutcome = finished?.outcome ?? "skipped";
  return {
    id: story.id,
    title: story.title,
    outcome,
    reason: finished?.reason ?? "the run ended before it",
    commit: outcome === "merged" ? (merged?.commit ?? null) : null,
    owns: [...story.writes, ...granted],
  };
}

/** The checks of the result as it is delivered: those after the last story landed. */
function resultChecks(events: readonly RunEvent[]): CheckFacts[] {
  const last = events.findLastIndex((event) => event.type === "story.merged" || event.type === "story.dropped");
  return events.slice(last + 1).flatMap((event) => (event.type === "run.verified" ? [event] : []));
}
