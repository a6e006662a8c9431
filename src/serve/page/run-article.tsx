import type { ComponentChildren } from "preact";
import { localTime } from "../../text/duration.ts";
import { someOf } from "../../text/some-of.ts";
import { DecisionAccount } from "./decision.tsx";
import { EndCard } from "./end-card.tsx";
import { Worded } from "./parts.tsx";
import { PlanAccount } from "./plan-account.tsx";
import { Folded } from "./printed.tsx";
import type { Seen } from "./seen.ts";
import { Stories } from "./stories.tsx";

/** What a run's page shows, live or written to a file: what matters first, and how it came about below. */
export function RunArticle(props: {
  seen: Seen;
  now: number;
  mayAct: boolean;
  /** The end is shown before the end, of a run that is not looked on any more. */
  closed: boolean;
  goTo(run: string | null): void;
  /** Where the run stands right now, and what it asks. */
  children?: ComponentChildren;
}) {
  const { seen, now, mayAct } = props;
  const { state } = seen;
  return (
    <article aria-labelledby="run-title">
      <Goal text={state.givenGoal === "" ? seen.run : state.givenGoal} />
      <Place seen={seen} />
      {props.children}
      {state.finished === null && !props.closed ? null : <EndCard seen={seen} mayAct={mayAct} goTo={props.goTo} />}
      {state.stories.size === 0 || state.question?.kind === "plan" ? null : (
        <Stories seen={seen} now={now} mayAct={mayAct} />
      )}
      <DecisionAccount state={state} />
      <Planned seen={seen} />
      <Notices seen={seen} />
      <History lines={seen.lines.run} />
    </article>
  );
}

/** More characters than this of a goal are folded away. */
const longGoal = 400;

function Goal({ text }: { text: string }) {
  const [first = ""] = text.trim().split("\n");
  const isLong = text.length > longGoal || text.trim() !== first;
  const title = first.length > longGoal ? `${first.slice(0, longGoal)}…` : first;
  return (
    <>
      <h1 id="run-title" dir="auto">
        {title}
      </h1>
      {isLong ? (
        <Folded open={text.length <= longGoal} summary="The whole goal">
          {() => (
            <p class="lines" dir="auto">
              {text}
            </p>
          )}
        </Folded>
      ) : null}
    </>
  );
}

/** Which run this is: when, where, by whom. */
function Place({ seen }: { seen: Seen }) {
  const { started, startedAt, resumes } = seen.state;
  const facts = [
    seen.run,
    ...(startedAt === null ? [] : [localTime(new Date(startedAt).toISOString())]),
    ...(started === null ? [] : [started.agent, `on ${started.base.slice(0, 10)}`, started.repo.root]),
    ...(resumes > 0 ? [`resumed ${resumes} ${resumes === 1 ? "time" : "times"}`] : []),
  ];
  return (
    <p class="quiet">
      {started?.scripted === true ? <span class="tag warn">scripted model</span> : null} {facts.join(" · ")}
    </p>
  );
}

function Planned({ seen }: { seen: Seen }) {
  const { enforced, question } = seen.state;
  if (enforced === null || question?.kind === "plan") return null;
  if (enforced.changes.length + enforced.pairs.length + (enforced.missing ?? []).length === 0) return null;
  return (
    <section aria-labelledby="plan-account-title">
      <h2 id="plan-account-title">Plan</h2>
      <PlanAccount enforced={enforced} drawn={false} />
    </section>
  );
}

function Notices({ seen }: { seen: Seen }) {
  const { predicted, switches, notices } = seen.state;
  const texts = [
    ...switches.map(({ from, to, why }) => `The planner ${from} was replaced by ${to}: ${why}`),
    ...notices,
    ...predicted.map(({ stories, paths }) => `${stories.join(" and ")} both change ${someOf(paths)}`),
  ];
  if (texts.length === 0) return null;
  return (
    <section aria-labelledby="notices-title">
      <h2 id="notices-title">Notices</h2>
      <ul class="account">
        {texts.map((text) => (
          <li class="lines">
            <Worded text={text} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function History({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <Folded bulk summary="What happened">
      {() => (
        <pre class="log" role="log" aria-live="off" aria-label="What happened" tabIndex={0}>
          {lines.join("\n")}
        </pre>
      )}
    </Folded>
  );
}
