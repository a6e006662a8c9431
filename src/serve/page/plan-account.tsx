import { useContext } from "preact/hooks";
import type { EnforcedPlan, PairVerdict } from "../../core/plan.ts";
import { pairText, weighedText } from "../../report/plan-text.ts";
import { plural } from "../../text/units.ts";
import { Graph } from "./graph.tsx";
import { Folded, PrintedPage } from "./printed.tsx";

/** A live page names so many pairs at most: a fan-out of 200 stories has 19,900. */
const mostPairs = 500;

/** What the rules made of a plan, and why each pair may run apart or may not. */
export function PlanAccount({ enforced, drawn = true }: { enforced: EnforcedPlan; drawn?: boolean }) {
  const { changes, pairs, plan, missing = [] } = enforced;
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
                  <code>{rule}</code> {stories.join(", ")}: <span dir="auto">{why}</span>
                </li>
              ))}
            </ul>
          )}
        </Folded>
      )}
      <Pairs pairs={pairs} />
      {missing.length === 0 ? null : (
        <Folded summary="Evidence that is missing">
          {() => (
            <ul>
              {missing.map((what) => (
                <li>{what}</li>
              ))}
            </ul>
          )}
        </Folded>
      )}
    </>
  );
}

/** Ordered pairs come first: they are what a person may doubt. */
function Pairs({ pairs }: { pairs: readonly PairVerdict[] }) {
  const most = useContext(PrintedPage)?.mostPairs ?? mostPairs;
  if (pairs.length === 0) return null;
  const ranked = pairs.toSorted((a, b) => Number(b.verdict === "ordered") - Number(a.verdict === "ordered"));
  const ordered = pairs.filter(({ verdict }) => verdict === "ordered").length;
  const rest = pairs.length - most;
  return (
    <Folded bulk summary={`${plural(pairs.length, "pair")} of stories, ${ordered} ordered`}>
      {() => (
        <>
          <ul class="account">
            {ranked.slice(0, most).map((pair) => (
              <li>
                <strong>
                  {pair.a} {pair.b}
                </strong>{" "}
                <span dir="auto">{pairText(pair)}</span>
                {pair.weighed === undefined ? null : <span class="quiet"> {weighedText(pair.weighed)}</span>}
              </li>
            ))}
          </ul>
          {rest <= 0 ? null : <p class="quiet">and {rest} more</p>}
        </>
      )}
    </Folded>
  );
}
