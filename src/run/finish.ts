import { figuresOf } from "../report/figures.ts";
import { foldStages } from "../state/stage-state.ts";
import type { Session, StagesEnd } from "./run-context.ts";

/** Ends the stream with the run's figures; once, however the run ended. */
export async function finishRun(session: Pick<Session, "stream" | "run">, end: StagesEnd): Promise<void> {
  const { stream, run } = session;
  const { enforced, mode, accepted } = foldStages(stream.events);
  if (accepted && (end.outcome === "interrupted" || end.outcome === "ceiling")) {
    await stream.emit({ type: "run.notice", message: `Nothing is lost; go on with: baro resume ${run}` });
  }
  const shape = { mode: enforced?.plan.mode ?? mode, stories: enforced?.plan.stories.length ?? 0 };
  const { outcome, exitCode } = end;
  await stream.emit({ type: "run.finished", ...figuresOf(stream.events), ...shape, outcome, exitCode });
}
