import { useContext } from "preact/hooks";
import type { EnforcedPlan, PairVerdict } from "../../core/plan.ts";
import { pairRows, weighedText } from "../../report/pair-rows.ts";
import { plural } from "../../text/units.ts";
import { Graph } from "./graph.tsx";
import { Worded } from "./parts.tsx";
import { Folded, PrintedPage } from "./printed.tsx";

/** A live page has so many rows of pairs at most. */
const mostRows = 500;

/** What the rules made of a plan, and why each pair may run apart or may not. */
export function PlanAccount({ enforced, drawn = true }: { enforced: EnforcedPlan; drawn?: boolean }) {
  const { changes, pairs, pairsLeftOut = 0, plan, missing = [] } = enforced;
  return (
    <>
      {plan.stories.length < 2 || !drawn ? null : (
        <Folded open={plan.stories.length <= 40} summary="What waits for what">
          {() => <Graph stories={plan.stories} statuses={new Map()} />}
        </Folded>
      )}
      {changes.length === 0 ? null : (
        <Folded open={changes.length <= 20} summary={`${plural(changes.length, "change")} by rules`}>
          {() => (
            <ul class="account">
              {changes.map(({ rule, stories, why }) => (
                <li>
                  <code>{rule}</code> {stories.join(", ")}: <Worded text={why} />
                </li>
              ))}
            </ul>
          )}
        </Folded>
      )}
      <Pairs pairs={pairs} leftOut={pairsLeftOut} />
      {missing.length === 0 ? null : (
        <Folded summary="Evidence that is missing">
          {() => (
            <ul>
              {missing.map((what) => (
                <li>
                  <Worded text={what} />
                </li>
              ))}
            </ul>
          )}
        </Folded>
      )}
    </>
  );
}

function Pairs({ pairs, leftOut }: { pairs: readonly PairVerdict[]; leftOut: number }) {
  const most = useContext(PrintedPage)?.mostPairs ?? mostRows;
  if (pairs.length === 0) return null;
  const ordered = pairs.filter(({ verdict }) => verdict === "ordered").length;
  return (
    <Folded bulk summary={`${plural(pairs.length + leftOut, "pair")} of stories, ${ordered} ordered`}>
      {() => {
        const rows = pairRows(pairs);
        const rest = rows.slice(most).reduce((sum, row) => sum + row.pairs, leftOut);
        return (
          <>
            <ul class="account">
              {rows.slice(0, most).map(({ who, text, weighed }) => (
                <li>
                  <strong>{who}</strong> <Worded text={text} />
                  {weighed === null ? null : <span class="quiet"> {weighedText(weighed)}</span>}
                </li>
              ))}
            </ul>
            {rest <= 0 ? null : <p class="quiet">and {plural(rest, "more pair")}</p>}
          </>
        );
      }}
    </Folded>
  );
}
