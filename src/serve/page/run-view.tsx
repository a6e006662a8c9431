import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { headline } from "../../report/outcome-words.ts";
import { windowTitle } from "../../report/window-title.ts";
import { api, runPath } from "./api.ts";
import { type Followed, follow, tick } from "./follow.ts";
import { Said, useAsking } from "./parts.tsx";
import { PlanReview } from "./plan.tsx";
import { RunArticle } from "./run-article.tsx";
import { OtherQuestion, Selector } from "./selector.tsx";

/** One run, from its first question to its card. */
export function RunView({ run, mayAct, goTo }: { run: string; mayAct: boolean; goTo(run: string | null): void }) {
  const following = useMemo(() => follow(run), [run]);
  useEffect(() => following.stop, [following]);
  const clock = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      clock.value = Date.now();
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  void tick.value;
  const { followed } = following;
  const { state } = followed;
  useEffect(() => {
    document.title = windowTitle(state);
  });
  useEffect(() => {
    return () => {
      document.title = "baro";
    };
  }, []);
  const leave = (next: string | null) => {
    // A run that goes on is the same one: it is looked at again at once.
    if (next === run) following.look();
    else goTo(next);
  };
  return (
    <RunArticle seen={followed} now={clock.value} mayAct={mayAct} closed={false} goTo={leave}>
      <Status followed={followed} />
      {followed.trouble === null ? null : <p class="problem">{followed.trouble}</p>}
      {followed.broken ? <p class="problem">The rest of this run's journal can't be read.</p> : null}
      <Open followed={followed} mayAct={mayAct} />
      {mayAct && state.finished === null && state.started !== null ? <StopRun run={run} /> : null}
    </RunArticle>
  );
}

function Status({ followed }: { followed: Followed }) {
  const { state, connected, ended } = followed;
  const words =
    state.finished !== null
      ? headline(state)
      : state.question !== null
        ? "Waits for your answer"
        : (followed.lines.run.at(-1) ?? "Starting");
  return (
    <>
      <p role="status" aria-live="polite" class={`status ${state.finished === null ? "" : "unseen"}`} dir="auto">
        {words}
      </p>
      {connected || ended ? null : (
        <p class="warn" role="status">
          Looking for the server…
        </p>
      )}
    </>
  );
}

/** The question that is open, for whoever may answer. */
function Open({ followed, mayAct }: { followed: Followed; mayAct: boolean }) {
  const { state, run } = followed;
  const { question } = state;
  if (question === null || state.finished !== null) return null;
  if (!mayAct) return <p class="card">Asks: {question.question} This link is read-only.</p>;
  const key = question.id;
  if (question.kind === "mode") return <Selector key={key} run={run} question={question} decision={state.decision} />;
  if (question.kind === "plan" && state.enforced !== null)
    return <PlanReview key={key} run={run} question={question} enforced={state.enforced} />;
  return <OtherQuestion key={key} run={run} question={question} decision={state.decision} />;
}

function StopRun({ run }: { run: string }) {
  const asking = useAsking();
  return (
    <div class="row">
      <button
        type="button"
        class="danger"
        disabled={asking.busy.value}
        onClick={() => void asking.run(() => api(runPath(run, "stop"), {}))}
      >
        Stop the run
      </button>
      <Said asking={asking} />
    </div>
  );
}
