/** A repository of the stand-in: a bare one on disk, and what only a forge knows about it. */
export interface StandInRepository {
  id: number;
  /** `owner/name`. */
  path: string;
  /** The bare repository. */
  folder: string;
  private: boolean;
  archived: boolean;
  defaultBranch: string;
  forkOf: string | null;
  protectedBranches: Set<string>;
  /** Who may push. */
  writers: Set<string>;
  pulls: StandInPull[];
  issues: StandInIssue[];
  /** Check runs by commit. */
  checks: Map<string, StandInCheck[]>;
  draftsAllowed: boolean;
}

export interface StandInPull {
  number: number;
  title: string;
  body: string | null;
  state: "open" | "closed";
  merged: boolean;
  draft: boolean;
  author: string;
  headRepository: string;
  headBranch: string;
  headGone: boolean;
  headCommit: () => string;
  base: string;
  labels: string[];
  reviewers: string[];
  threads: StandInThread[];
  reviews: { user: string; state: string; body: string }[];
}

export interface StandInThread {
  resolved: boolean;
  path: string;
  line: number | null;
  comments: { author: string; body: string }[];
}

export interface StandInIssue {
  number: number;
  title: string;
  body: string | null;
  state: "open" | "closed";
}

export interface StandInCheck {
  id: number;
  name: string;
  conclusion: string | null;
  summary: string;
  log: string | null;
}

/** How one request is answered wrongly. */
export type Misbehaviour =
  | { answer: number; headers?: Record<string, string>; body?: unknown }
  /** The connection ends before anything was done. */
  | { cut: "before" }
  /** The request is carried out, and the connection ends before the answer. */
  | { cut: "after" }
  /** Carried out, and answered as if a gateway had given up. */
  | { answerAfter: number }
  /** Never answered. */
  | { hang: true }
  | { html: true };

export interface MisbehaviourRule {
  method: string;
  path: RegExp;
  times: number;
  how: Misbehaviour;
}

export interface SeenRequest {
  method: string;
  path: string;
  authorization: string | null;
  body: unknown;
}

/** A request that was carried out, and its answer. */
export interface Exchange {
  method: string;
  path: string;
  body: unknown;
  status: number;
  answer: unknown;
}
