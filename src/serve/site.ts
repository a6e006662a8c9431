import type { Host } from "../host/host.ts";
import { hideRepositorySecrets } from "../run/repository.ts";
import type { RunOptions } from "../settings/options.ts";
import { type Gate, newRate, type Ticket } from "./guard.ts";

/** What one server serves, and by which rules. It holds no state of runs: that is in their folders. */
export interface Site {
  host: Host;
  options: RunOptions;
  gate: Gate;
  /** The run that the page opens on; null: the list. */
  run: string | null;
  /** Runs may be started in these alone; empty: where the server was started, and in all that have runs. */
  repositories: readonly string[];
  version: string;
  /** Whether one more request that acts, or one more wrong token, is too many right now. */
  mayAct(now: number): boolean;
  mayErr(now: number): boolean;
  streams: { open: number };
  /** What a browser was started with; null: none was. */
  ticket: Ticket | null;
  /** Takes what is private in a repository out of everything that is shown from then on. Once for each. */
  hideSecretsOf(root: string): Promise<void>;
}

/** Requests that act, in ten seconds; wrong tokens, in a minute. */
const mostActs = 60;
const mostWrong = 30;

/** A browser opens six to one server at most, for all of its tabs together. */
export const mostStreams = 100;

export function newSite(given: Pick<Site, "host" | "options" | "gate" | "run" | "repositories" | "version">): Site {
  const hidden = new Map<string, Promise<void>>();
  return {
    ...given,
    mayAct: newRate(mostActs, 10_000),
    mayErr: newRate(mostWrong, 60_000),
    streams: { open: 0 },
    ticket: null,
    hideSecretsOf: (root) => {
      const known = hidden.get(root) ?? hideRepositorySecrets(given.host, root).catch(() => {});
      hidden.set(root, known);
      return known;
    },
  };
}
