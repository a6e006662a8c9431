import { useSignal } from "@preact/signals";
import { lostStories } from "../../state/run-again.ts";
import type { RunState } from "../../state/run-state.ts";
import { api, runPath } from "./api.ts";
import { Field, Said, useAsking } from "./parts.tsx";
import { Folded } from "./printed.tsx";
import type { Seen } from "./seen.ts";

interface Acting {
  seen: Seen;
  goTo(run: string | null): void;
}

/** What can be done with a run that has ended. */
export function EndActions({ seen, goTo }: Acting) {
  const asking = useAsking();
  const { state, run } = seen;
  const again = againWords(state);
  const act = (part: string, body: object) =>
    asking.run(async () => {
      const answer = await api<{ run?: string; kept?: { what: string; why: string }[] }>(runPath(run, part), body);
      if (answer.run !== undefined) goTo(answer.run);
      else if (part === "clean" && answer.kept?.length === 0) goTo(null);
      else return { said: (answer.kept ?? []).map(({ what, why }) => `Kept ${what}: ${why}`).join("\n") };
      return undefined;
    });
  return (
    <>
      <div class="row">
        {again === null ? null : (
          <button type="button" class="primary" disabled={asking.busy.value} onClick={() => void act("resume", {})}>
            {again}
          </button>
        )}
        <button type="button" disabled={asking.busy.value} onClick={() => void act("clean", {})}>
          Clean up
        </button>
      </div>
      <Said asking={asking} />
      {state.delivered?.branch == null ? null : (
        <FollowUp busy={asking.busy.value} start={(goal) => act("continue", { goal })} />
      )}
    </>
  );
}

/** Resuming, by what it does to this run; null: there is nothing to go on with. */
function againWords(state: RunState): string | null {
  const outcome = state.finished?.outcome;
  if (outcome === "interrupted" || outcome === "ceiling") return "Go on";
  const lost = lostStories(state).length > 0 && (outcome === "partial" || outcome === "failed");
  return lost ? "Run again what failed" : null;
}

function FollowUp({ busy, start }: { busy: boolean; start(goal: string): Promise<boolean> }) {
  const words = useSignal("");
  const submit = (event: Event) => {
    event.preventDefault();
    void start(words.value);
  };
  return (
    <Folded summary="Follow up">
      {() => (
        <form onSubmit={submit}>
          <Field label="What should change about this work?">
            <textarea
              required
              rows={3}
              value={words.value}
              onInput={(event) => {
                words.value = event.currentTarget.value;
              }}
            />
          </Field>
          <button type="submit" class="primary" disabled={busy}>
            Start the follow-up
          </button>
        </form>
      )}
    </Folded>
  );
}
