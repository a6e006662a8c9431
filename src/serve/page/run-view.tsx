import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { figureRows } from "../../report/figure-rows.ts";
import { headline } from "../../report/outcome-words.ts";
import { modeOf, type RunState } from "../../state/run-state.ts";
import { api, runPath } from "./api.ts";
import { type Followed, follow, tick } from "./follow.ts";
import { Diff, Live } from "./live.tsx";
import { Field, Said, useAsking } from "./parts.tsx";
import { PlanAccount, PlanReview } from "./plan.tsx";
import { Evidence, OtherQuestion, Selector } from "./selector.tsx";

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
  return (
    <article aria-labelledby="run-title">
      <h1 id="run-title" class="lines">
        {state.givenGoal === "" ? run : state.givenGoal}
      </h1>
      <Status followed={followed} />
      {state.started?.scripted === true ? <p class="quiet">A scripted model plays the agent.</p> : null}
      {followed.trouble === null ? null : <p class="problem">{followed.trouble}</p>}
      {followed.broken ? <p class="problem">The journal of this run can't be read on from here.</p> : null}
      <Open followed={followed} mayAct={mayAct} />
      {state.finished === null ? null : <Card followed={followed} mayAct={mayAct} goTo={goTo} />}
      {state.stories.size === 0 || state.question?.kind === "plan" ? null : (
        <Live followed={followed} now={clock.value} mayAct={mayAct} />
      )}
      <Account state={state} />
      <History followed={followed} />
      {mayAct && state.finished === null && state.started !== null ? <StopRun run={run} /> : null}
    </article>
  );
}

function Status({ followed }: { followed: Followed }) {
  const { state, connected, ended } = followed;
  const mode = modeOf(state);
  const where = state.started?.repo.root ?? "";
  const words =
    state.finished !== null
      ? headline(state)
      : state.question !== null
        ? "Waits for your answer"
        : (followed.lines.run.at(-1) ?? "Starting");
  return (
    <>
      <p role="status" aria-live="polite" class="status">
        {words}
      </p>
      <p class="quiet">
        {followed.run}
        {where === "" ? "" : `, ${where}`}
        {mode === null ? "" : `, ${mode}`}
        {connected || ended ? "" : ", looking for the server"}
      </p>
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
  return <OtherQuestion key={key} run={run} question={question} />;
}

/** The end: figures, checks, what was left, and what can be done next. */
function Card({ followed, mayAct, goTo }: { followed: Followed; mayAct: boolean; goTo(run: string | null): void }) {
  const asking = useAsking();
  const words = useSignal("");
  const { state, run } = followed;
  const { delivered, finished } = state;
  const act = async (part: string, body: object) => {
    await asking.run(async () => {
      const answer = await api<{ run?: string; kept?: { what: string; why: string }[] }>(runPath(run, part), body);
      if (answer.run !== undefined) goTo(answer.run);
      else if (part === "clean" && answer.kept?.length === 0) goTo(null);
      else return { said: (answer.kept ?? []).map(({ what, why }) => `Kept ${what}: ${why}`).join("\n") };
      return undefined;
    });
  };
  const url = delivered?.url != null && /^https?:\/\//.test(delivered.url) ? delivered.url : null;
  const goesOn = finished?.outcome === "interrupted" || finished?.outcome === "ceiling";
  const followUp = (event: Event) => {
    event.preventDefault();
    void act("continue", { goal: words.value });
  };
  return (
    <section class={`card end ${finished?.outcome ?? ""}`} aria-labelledby="end-title">
      <h2 id="end-title">{headline(state)}</h2>
      <dl class="figures">
        {figureRows(state).map(([label, text]) => (
          <div>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {url === null ? null : (
        <p>
          <a href={url} rel="noreferrer noopener" target="_blank">
            {url}
          </a>
        </p>
      )}
      {state.landed.length === 0 ? null : <Diff run={run} story={null} />}
      {!mayAct ? null : (
        <>
          <div class="row">
            {goesOn || finished?.outcome === "partial" ? (
              <button type="button" class="primary" disabled={asking.busy.value} onClick={() => void act("resume", {})}>
                {goesOn ? "Go on" : "Run again what failed"}
              </button>
            ) : null}
            <button type="button" disabled={asking.busy.value} onClick={() => void act("clean", {})}>
              Clean up
            </button>
          </div>
          {delivered?.branch == null ? null : (
            <details>
              <summary>Follow up</summary>
              <form onSubmit={followUp}>
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
                <button type="submit" disabled={asking.busy.value}>
                  Start
                </button>
              </form>
            </details>
          )}
        </>
      )}
      <Said asking={asking} />
    </section>
  );
}

/** How it came to be as it is: decision and plan, once nobody is asked about them. */
function Account({ state }: { state: RunState }) {
  const { decision, enforced, question } = state;
  return (
    <>
      {decision === null || question?.kind === "mode" ? null : (
        <section>
          <h2>Why {decision.mode} was suggested</h2>
          <p>{decision.reason}</p>
          <Evidence decision={decision} />
        </section>
      )}
      {enforced === null ||
      question?.kind === "plan" ||
      enforced.changes.length + enforced.pairs.length === 0 ? null : (
        <section>
          <h2>Plan</h2>
          <PlanAccount enforced={enforced} drawn={false} />
        </section>
      )}
    </>
  );
}

function History({ followed }: { followed: Followed }) {
  const { run } = followed.lines;
  if (run.length === 0) return null;
  return (
    <details>
      <summary>What happened</summary>
      <pre class="log" role="log" aria-live="off" aria-label="What happened" tabIndex={0}>
        {run.join("\n")}
      </pre>
    </details>
  );
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
