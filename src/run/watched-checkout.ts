import { fstatSync } from "node:fs";
import { dirname } from "node:path";
import { removeAgentSettings } from "../agents/ask/repository-settings.ts";
import { messageOf } from "../core/error.ts";
import { type CheckoutLook, changedBetween, lookAtCheckout } from "../git/checkout-look.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { timeText } from "../text/duration.ts";
import { plainLine } from "../text/plain.ts";
import { shellWord } from "../text/quoting.ts";
import { leftOutKind } from "../worktrees/change.ts";
import { type ThrowAway, throwAwayCheckout } from "../worktrees/throw-away.ts";

/** Who looks at what, and how the person is told. */
export interface Watched {
  root: string;
  folder?: string;
  commit: string;
  /** The agent's name. */
  who: string;
  options: Pick<RunOptions, "cacheDir" | "stateDir">;
  notice(message: string): Promise<void>;
}

/**
 * A throw-away checkout for an agent that only answers, without what the repository would have it start. It is not shut in there, unless a sandbox does it: so the person's own
 * checkout is looked at before and after, beside the making and the removing, and what is another thing afterwards is told by
 * name. It is not put back: the person may have changed it meanwhile.
 */
export async function watchedCheckout(host: Host, { who, options, notice, ...at }: Watched): Promise<ThrowAway> {
  const look = () => lookOf(host, at.root, options);
  const looking = look();
  const made = await throwAwayCheckout(host, { ...at, cacheDir: options.cacheDir });
  await removeAgentSettings(made.root, made.path).catch(async (error: unknown) => {
    await made.remove().catch(() => {});
    throw error;
  });
  const before = await looking;
  return {
    ...made,
    remove: async () => {
      const [after] = await Promise.all([before.ok ? look() : before, removeOrTell(made, notice)]);
      const said = {
        when: `while ${who} was asked`,
        whose: "It was given a checkout of its own: if this was not you, it wrote where it must not",
      };
      const message = messageFor(said, at.root, before, after);
      if (message !== null) await notice(message);
    },
  };
}

/** The answer is there: what can't be removed holds nobody up. A later run tries again. */
async function removeOrTell({ root, remove }: ThrowAway, notice: Watched["notice"]): Promise<void> {
  try {
    await remove();
  } catch (error) {
    const place = dirname(root);
    await notice(
      `Cannot remove everything in "${place}": ${messageOf(error)}; remove it yourself, or let a later run try`,
    );
  }
}

/**
 * Looks at the person's own checkout around the stories' work, for which no agent is shut in its worktree unless a sandbox
 * does it. Nobody knows whose change it is: the person may be at work there, so nobody is blamed.
 */
export async function watchingStories<T>(
  host: Host,
  { root, options, notice }: Pick<Watched, "root" | "options" | "notice">,
  work: () => Promise<T>,
): Promise<T> {
  const before = await lookOf(host, root, options);
  try {
    return await work();
  } finally {
    const said = {
      when: "while stories were worked on",
      whose: "That was none of the run's doing, unless an agent or a check wrote outside of its worktree",
    };
    const after = before.ok ? await lookOf(host, root, options) : before;
    const message = messageFor(said, root, before, after);
    if (message !== null) await notice(message);
  }
}

/** What was seen, or why nothing was. */
type Seen = { ok: true; look: CheckoutLook } | { ok: false; why: string };

/** A look holds up whoever is asked, and a run's end: a checkout that takes longer to look at is not watched. */
const mostLookMs = 10_000;

async function lookOf(host: Host, root: string, { cacheDir, stateDir }: Watched["options"]): Promise<Seen> {
  const own = [cacheDir, stateDir];
  const isExpected = (path: string) => leftOutKind(path.endsWith("/") ? `${path}x` : path, false) !== null;
  const [looked, late] = [new AbortController(), new AbortController()];
  void host.sleep(mostLookMs, looked.signal).then(() => {
    if (!looked.signal.aborted) late.abort();
  });
  try {
    const look = await lookAtCheckout(host, { root, own, written: outputs(), isExpected, signal: late.signal });
    return { ok: true, look };
  } catch (error) {
    const why = late.signal.aborted ? `looking at it took more than ${timeText(mostLookMs)}` : messageOf(error);
    return { ok: false, why };
  } finally {
    looked.abort();
  }
}

/** Where our own output goes may be a file of the checkout. */
function outputs(): Set<string> {
  return new Set(
    [1, 2].flatMap((descriptor) => {
      try {
        const { dev, ino } = fstatSync(descriptor, { bigint: true });
        return [`${dev}:${ino}`];
      } catch {
        return [];
      }
    }),
  );
}

/** More names than this help nobody. */
const mostNames = 8;

interface Said {
  when: string;
  whose: string;
}

function messageFor({ when, whose }: Said, root: string, before: Seen, after: Seen): string | null {
  if (!before.ok || !after.ok) {
    const why = before.ok ? (after.ok ? "" : after.why) : before.why;
    return `Cannot tell whether your checkout changed ${when}: ${plainLine(why)}`;
  }
  const changed = changedBetween(before.look, after.look);
  if (changed.length === 0) return null;
  const shown = changed.slice(0, mostNames).map(plainLine).join(", ");
  const rest = changed.length > mostNames ? ` and ${changed.length - mostNames} more` : "";
  return `Your checkout changed ${when}: ${shown}${rest}. ${whose}. Look with: git -C ${shellWord(root)} status`;
}
