import { defaultDeliverySettings } from "../core/delivery.ts";
import type { Link, LinkFacts, LookUp } from "../core/link.ts";
import { lookUpFrom } from "../deliver/look-up.ts";
import type { Host } from "../host/host.ts";
import { readGoalText } from "../intake/goal-text.ts";
import { isThisRepository, parseLink, withoutLinks } from "../intake/link.ts";
import type { RunOptions } from "../settings/options.ts";

/** Whoever works offline waits this long for a forge, however many seconds a lost packet takes. */
const patienceMs = 1_000;

interface Looking {
  host: Pick<Host, "sleep">;
  goal: string;
  /** Said to the person when it takes longer than a moment. */
  tell: (message: string) => Promise<void>;
}

/** Looks links up as the delivery's forge allows it; null: the run is local, and says no word to the network. */
export function linkLookUp(host: Host, options: RunOptions, root: string): LookUp | null {
  const { deliver } = options;
  if (deliver !== "auto" && deliver !== "pr") return null;
  return lookUpFrom(host, root, { ...defaultDeliverySettings, ...options.delivery });
}

/** Begins to look up what a goal links to, long before it is asked for. Asked for another link, it begins then. */
export function begunLookUp(
  lookUp: LookUp,
  { goal, remote }: { goal: string; remote: string | null },
  signal: AbortSignal,
): LookUp {
  const first = parseLink(readGoalText(goal).text);
  const isWanted = first !== null && first.kind !== "page" && isThisRepository(first, remote) !== false;
  const over = new AbortController();
  const coming = isWanted ? lookUp(first, AbortSignal.any([signal, over.signal])) : null;
  // It shows where it is asked for.
  coming?.catch(() => {});
  return (link, itsSignal) => {
    if (coming === null || link.text !== first?.text) return lookUp(link, itsSignal);
    itsSignal.addEventListener("abort", () => over.abort(), { once: true });
    return coming;
  };
}

/**
 * Waits a second for what a link says and goes on without it, with a word. A goal that is nothing but the link is not
 * known without it: there the word comes after a second too, and the wait goes on as long as the forge's own limit.
 */
export function patientLookUp(lookUp: LookUp, { host, goal, tell }: Looking): LookUp {
  return async (link, signal) => {
    const over = new AbortController();
    const answer = lookUp(link, AbortSignal.any([signal, over.signal]));
    const answered = new AbortController();
    const late = host.sleep(patienceMs, AbortSignal.any([signal, answered.signal])).then((): "late" => "late");
    try {
      const first = await Promise.race([answer, late]);
      if (first !== "late") return first;
      if (signal.aborted) return null;
      const where = placeOf(link);
      if (withoutLinks(goal).trim() === "") {
        await tell(`Still looking up ${link.text}${where}: its text is the goal`);
        return await answer;
      }
      await tell(`${link.text} could not be looked up${where} within a second: the goal is used as written`);
      over.abort();
      return null;
    } finally {
      answered.abort();
      answer.catch((): LinkFacts | null => null);
    }
  };
}

function placeOf({ host }: Link): string {
  return host === null ? "" : ` on ${host}`;
}
