import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { lostStories } from "../../state/run-again.ts";
import type { RunState } from "../../state/run-state.ts";
import { api, runPath } from "./api.ts";
import { InWords, Said, useAsking } from "./parts.tsx";
import { Folded } from "./printed.tsx";
import type { Seen } from "./seen.ts";

interface Acting {
  seen: Seen;
  goTo(run: string | null): void;
}

/** What the server says after something was done. */
interface Answer {
  /** The run to look at now. */
  run?: string;
  said?: string;
  /** What `clean` has left, and why. */
  kept?: { what: string; why: string }[];
}

/** What can be done with a run that has ended. */
export function EndActions({ seen, goTo }: Acting) {
  const asking = useAsking();
  const { state, run } = seen;
  const again = againWords(state);
  const request = useOpenable(seen);
  const busy = asking.busy.value;
  const act = (part: string, body: object) =>
    asking.run(async () => {
      const answer = await api<Answer>(runPath(run, part), body);
      if (answer.run !== undefined) goTo(answer.run);
      else if (part === "clean" && answer.kept?.length === 0) goTo(null);
      return { said: answer.said ?? (answer.kept ?? []).map(({ what, why }) => `Kept ${what}: ${why}`).join("\n") };
    });
  return (
    <>
      <div class="row">
        {again === null ? null : (
          <button type="button" class="primary" disabled={busy} onClick={() => void act("resume", {})}>
            {again}
          </button>
        )}
        {request === null ? null : (
          <button type="button" disabled={busy} onClick={() => void act("deliver", {})}>
            Open a {request}
          </button>
        )}
        <button type="button" disabled={busy} onClick={() => void act("clean", {})}>
          Clean up
        </button>
      </div>
      <Said asking={asking} />
      {state.delivered?.branch == null ? null : (
        <Folded summary="Follow up">
          {() => (
            <InWords
              label="What should change about this work?"
              send="Start the follow-up"
              busy={busy}
              take={(goal) => act("continue", { goal })}
            />
          )}
        </Folded>
      )}
    </>
  );
}

/** Resuming, by what it does to this run; null: there is nothing to go on with. */
function againWords(state: RunState): string | null {
  const outcome = state.finished?.outcome;
  if (outcome === "interrupted" || outcome === "ceiling") return "Go on";
  const lost = lostStories(state).length > 0 && (outcome === "partial" || outcome === "failed");
  return lost ? "Run again what did not land" : null;
}

/** The request that a run's branch can be opened as, in the forge's word; asked for anew when the run has delivered. */
function useOpenable({ run, state }: Seen): string | null {
  const request = useSignal<string | null>(null);
  const { delivered } = state;
  useEffect(() => {
    let over = false;
    request.value = null;
    if (delivered?.kind === "branch") {
      const take = (said: { request: string | null }) => {
        if (!over) request.value = said.request;
      };
      // One that can't be looked for is not offered.
      void api<{ request: string | null }>(runPath(run, "request")).then(take, () => {});
    }
    return () => {
      over = true;
    };
  }, [run, delivered]);
  return request.value;
}
