/** A worker as placement sees it. */
export interface Candidate {
  name: string;
  isLocal: boolean;
  /** Most agents at once. */
  slots: number;
  /** Stories that it has. */
  load: number;
  /** What it offers beside its agents: `gpu`, `os=linux`. */
  labels: readonly string[];
  /** The agents that are ready there. */
  agents: readonly string[];
  /** It has had this repository before. */
  warm: boolean;
  /** It could not go on with the last story that it had. */
  doubtful: boolean;
}

export interface Wanted {
  agent: string;
  needs: readonly string[];
}

/** Whether a worker has what a story needs: `gpu` is met by `gpu` and by `gpu=a100`. */
export function meets(labels: readonly string[], needs: readonly string[]): boolean {
  return needs.every((need) => labels.some((label) => label === need || label.startsWith(`${need}=`)));
}

/** Whether a story can be worked on there at all. */
export function fits(candidate: Candidate, { agent, needs }: Wanted): boolean {
  return candidate.agents.includes(agent) && meets(candidate.labels, needs);
}

/**
 * Where a story goes: this machine while it is free, else where the least is going on for its size, and of those where the
 * repository is; to one that could not go on with its last story only when there is no other. `null`: nowhere. A worker that is full gets more only when `overfull` says that nobody else is to come.
 */
export function chooseWorker(candidates: readonly Candidate[], wanted: Wanted, overfull: boolean): Candidate | null {
  const all = candidates.filter((one) => fits(one, wanted) && (overfull || one.load < one.slots));
  const local = all.find(({ isLocal, load, slots }) => isLocal && load < slots);
  if (local !== undefined) return local;
  return all.reduce<Candidate | null>((best, one) => (best === null || isBetter(one, best) ? one : best), null);
}

function isBetter(one: Candidate, than: Candidate): boolean {
  if (one.doubtful !== than.doubtful) return than.doubtful;
  const [load, other] = [one.load / one.slots, than.load / than.slots];
  if (load !== other) return load < other;
  return one.warm && !than.warm;
}
