import { figuresOf } from "../report/figures.ts";
import type { Session, StagesEnd } from "./session.ts";
import { foldStages } from "./stage-state.ts";

/** Ends the stream with the run's figures; once, however the run ended. */
export async function finishRun(session: Pick<Session, "stream">, end: StagesEnd): Promise<void> {
  const { stream } = session;
  const { enforced, mode } = foldStages(stream.events);
  const shape = { mode: enforced?.plan.mode ?? mode, stories: enforced?.plan.stories.length ?? 0 };
  await stream.emit({ type: "run.finished", ...figuresOf(stream.events), ...shape, ...end });
}
