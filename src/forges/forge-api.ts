import type { ForgeRepository } from "../core/delivery.ts";
import type { LinkFacts } from "../core/link.ts";

/** A repository as its forge describes it. */
export interface RepositoryAnswer {
  /** Its path as it is now: a renamed repository answers with its new one. */
  path: string;
  webUrl: string;
  defaultBranch: string | null;
  /** `null`: the forge does not say. */
  mayPush: boolean | null;
  archived: boolean;
  cloneUrl: string;
  sshUrl: string;
}

/** Where a request's commits come from. `repository` is the path of the repository that holds the branch. */
export interface HeadPlace {
  repository: string;
  branch: string;
}

export interface RequestFacts extends LinkFacts {
  kind: "pull-request";
  number: number;
  url: string;
  head: HeadPlace & { commit: string };
  target: string;
}

export interface NewRequest {
  head: HeadPlace;
  target: string;
  title: string;
  body: string;
  draft: boolean;
}

/** A remark on a request that nobody has settled. Its text is data from outside. */
export interface ReviewComment {
  author: string;
  /** `null` for a remark on the whole. */
  path: string | null;
  line: number | null;
  body: string;
}

/** A check that is red on a commit, with the end of its log as far as it can be had. */
export interface FailingCheck {
  name: string;
  summary: string;
  log: string | null;
  url: string | null;
}

/** What we need of a forge. Every function throws `ForgeFailure`, but for those that say `null`. */
export interface ForgeApi {
  readonly repository: ForgeRepository;
  describe(): Promise<RepositoryAnswer>;
  /** `null`: there is no such branch. `name`: what it is called now, where the forge follows a branch that was renamed. */
  branch(name: string): Promise<{ name?: string | undefined; protected: boolean } | null>;
  /** The open request of this head; with `any`, else the newest one whatever its state. `null`: there is none. */
  findRequest(head: HeadPlace, state?: "open" | "any"): Promise<RequestFacts | null>;
  /** `null`: no request has this number. */
  request(number: number): Promise<RequestFacts | null>;
  createRequest(request: NewRequest): Promise<RequestFacts>;
  updateBody(number: number, body: string): Promise<void>;
  addLabels(number: number, labels: readonly string[]): Promise<void>;
  askReviewers(number: number, reviewers: readonly string[]): Promise<void>;
  /** Makes a fork for the token's owner, or finds the one that is there. `null`: not on this forge. */
  fork: (() => Promise<RepositoryAnswer>) | null;
  /** `null`: neither an issue nor a request has this number. */
  issue(number: number): Promise<LinkFacts | null>;
  /** `null`: this forge's comments can't be read. */
  openComments(number: number): Promise<ReviewComment[] | null>;
  /** `null`: this forge's checks can't be read. */
  failingChecks(commit: string): Promise<FailingCheck[] | null>;
}
