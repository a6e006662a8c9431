import type { DeliveryKind } from "./event.ts";
import type { DeliverChoice } from "./options.ts";

/** Which forge a remote's host is, when its name alone does not tell. */
export interface ForgeSetting {
  /** A forge's name, as the list of `forges/` has it. */
  kind: string;
  /** `null`: the kind's usual place on the remote's own host. */
  apiUrl: string | null;
}

/** A repository on a forge. Never holds credentials. */
export interface ForgeRepository {
  /** A forge's name, as the list of `forges/` has it. */
  kind: string;
  /** Lower case, with the port when there is one. */
  host: string;
  /** `owner/name`; deeper where a forge has groups. */
  path: string;
  /** The repository's page, without a slash at its end. */
  webUrl: string;
  apiUrl: string;
}

/** What the configuration and flags say about deliveries. */
export interface DeliverySettings {
  /** The remote to push to; `null`: the branch's own, the only one, or `origin`. */
  remote: string | null;
  /** The branch that the request goes into; `null`: the base's branch, else the repository's default branch. */
  target: string | null;
  labels: readonly string[];
  /** Names of people; `org/team` (or `team:NAME`) for a team. */
  reviewers: readonly string[];
  /** `auto`: a draft when the result is partial. */
  draft: "auto" | boolean;
  /** With `{title}`, `{mode}` and `{run}`; `null`: the title alone. */
  titleTemplate: string | null;
  /** With `{body}` or its parts: `{goal}`, `{mode}`, `{stories}`, `{checks}`, `{review}`, `{figures}`; `null`: the built-in body. */
  bodyTemplate: string | null;
  /** Whether baro may make a fork where you may not push; `null`: ask first. */
  fork: boolean | null;
  forge: ForgeSetting | null;
  /** Where `patch` writes; `null`: the run's own folder. */
  patchFile: string | null;
  /** The largest file that may be part of a delivery. */
  maxFileBytes: number;
  /** Patterns of paths whose findings do not stop a push; values of the person's own secrets always do. */
  allow: readonly string[];
}

export const defaultDeliverySettings: DeliverySettings = {
  remote: null,
  target: null,
  labels: [],
  reviewers: [],
  draft: "auto",
  titleTemplate: null,
  bodyTemplate: null,
  fork: null,
  forge: null,
  patchFile: null,
  maxFileBytes: 5 * 1024 * 1024,
  allow: [],
};

/** A remote of the person's repository. `url` is for show: credentials are removed. */
export interface RemoteFacts {
  name: string;
  url: string;
}

/**
 * How a request is opened: through the forge's API, by options of the push itself, or by a person in the form whose
 * address the delivery names.
 */
export type RequestRoute = "api" | "push-options" | "form";

/** What can be delivered, known before anything is spent. Plain data without secrets. */
export interface DeliveryPlan {
  choice: DeliverChoice;
  kind: DeliveryKind;
  /** One sentence: what will be left, and why this. */
  why: string;
  notices: string[];
  remote: RemoteFacts | null;
  /** Where the request is opened, or could be by a person when the plan is a branch for want of anything better. */
  forge: ForgeRepository | null;
  /** Where the branch is pushed, when that is another repository than the one the request goes into. */
  head: ForgeRepository | null;
  route: RequestRoute | null;
  target: string | null;
  /** `null`: not known. */
  targetProtected: boolean | null;
  /** There is no right to push: a fork is made first. */
  makesFork: boolean;
  /** To be asked once; the plan is made anew with `settings.fork` set to the answer. */
  question: string | null;
  settings: DeliverySettings;
}
