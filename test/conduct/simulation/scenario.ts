import type { Story } from "../../../src/core/story.ts";
import { Random } from "./random.ts";
import type { FleetWeather } from "./sim-fleet.ts";

/** How likely things go wrong, each from 0 to 1. */
export interface Weather {
  /** An agent writes a bug that its checks find. */
  bug: number;
  /** The agent fixes a bug it is told of. */
  mend: number;
  outside: number;
  empty: number;
  /** The agent touches the snapshot that all share. */
  shared: number;
  crash: number;
  hang: number;
  rateLimit: number;
  usageLimit: number;
  refuse: number;
  stranger: number;
  /** The agent leaves a file that the repository ignores. */
  hidden: number;
  /** The agent puts something else where its worktree was. */
  replace: number;
  /** A worktree can't be given back. */
  jam: number;
  /** A worktree can't be made. */
  noFolder: number;
}

/** One simulated run, made from its seed alone. */
export interface Scenario {
  seed: number;
  stories: Story[];
  parallelism: number;
  checks: string[];
  /** Checks that the base fails already. */
  redAtBase: string[];
  /** Checks that can't run on this machine. */
  cannotRun: string[];
  /** What checks tell of themselves: each failure by name, or only how they end. */
  namesFailures: boolean;
  /** A bug keeps all tests from loading, instead of failing one. */
  breaksAll: boolean;
  weather: Weather;
  /** Stories that are green apart and red together. */
  clash: string[];
  /** Whether probes see conflicts. */
  probes: boolean;
  /** The person has a commit hook, which finds bugs as the checks do. */
  hooks: boolean;
  waitForReset: boolean;
  maxTokens: number | null;
  timeoutMs: number | null;
  /** Effects after which each process in turn dies; beyond the list they live. */
  deaths: number[];
  /** How often a person runs again what did not land. */
  again: number;
  /** The machines that stories run on; left out: this one. */
  fleet?: FleetWeather;
  /** Milliseconds after which each process in turn is interrupted, or `null`. */
  interrupts: (number | null)[];
}

/** Whose limits a story's agent shares with others. */
export function providerOf(story: Story): string {
  return story.weight === "heavy" ? "big" : "small";
}

const calm: Weather = {
  bug: 0,
  mend: 1,
  outside: 0,
  empty: 0,
  shared: 0,
  crash: 0,
  hang: 0,
  rateLimit: 0,
  usageLimit: 0,
  refuse: 0,
  stranger: 0,
  hidden: 0,
  replace: 0,
  jam: 0,
  noFolder: 0,
};

/** A run on workers, made from the seed of a run without them. What can't be given back there is that machine's own. */
export function makeFleet(seed: number): Partial<Scenario> {
  const random = new Random(seed).branch("fleet");
  const { weather } = makeScenario(seed);
  const fleet = {
    workers: random.between(1, 4),
    slots: new Random(seed).branch("slots").between(1, 3),
    accident: random.chance(0.2) ? 0 : random.pick([0.05, 0.2, 0.5]),
    twice: random.chance(0.5) ? 0 : random.next() / 2,
  };
  return { fleet, weather: { ...weather, jam: 0 } };
}

export function makeScenario(seed: number): Scenario {
  const random = new Random(seed).branch("scenario");
  const stories = makeStories(random);
  const weather = { ...(random.chance(0.15) ? calm : storm(random)), noFolder: makeFolders(seed) };
  return {
    seed,
    stories,
    parallelism: random.between(1, 4),
    checks: random.chance(0.8) ? ["test", ...(random.chance(0.3) ? ["lint"] : [])] : [],
    redAtBase: random.chance(0.3) ? ["lint"] : [],
    ...makeChecks(new Random(seed).branch("checks")),
    weather,
    clash: random.chance(0.35) ? pickSome(random, stories, random.between(1, 3)) : [],
    probes: true,
    hooks: random.chance(0.2),
    waitForReset: random.chance(0.5),
    maxTokens: random.chance(0.1) ? random.between(500, 20_000) : null,
    timeoutMs: random.chance(0.1) ? random.between(5_000, 200_000) : null,
    deaths: random.chance(0.5) ? makeDeaths(random) : [],
    again: new Random(seed).branch("again").pick([0, 0, 1, 2]),
    interrupts: random.chance(0.2) ? [random.chance(0.1) ? 0 : random.between(0, 60_000)] : [],
  };
}

/** Mostly every folder can be made; at times hardly any. */
function makeFolders(seed: number): number {
  const random = new Random(seed).branch("noFolder");
  return random.chance(0.1) ? random.pick([0.05, 0.3, 1]) : 0;
}

function makeChecks(random: Random): Pick<Scenario, "cannotRun" | "namesFailures" | "breaksAll"> {
  const cannotRun = random.chance(0.15) ? [random.pick(["lint", "test", "hook"])] : [];
  return { cannotRun, namesFailures: random.chance(0.7), breaksAll: random.chance(0.3) };
}

/** Early ones and late ones: what a run does last, nobody dies at who dies early. */
function makeDeaths(random: Random): number[] {
  const latest = random.pick([40, 120, 500]);
  return Array.from({ length: random.between(1, 6) }, () => random.between(0, latest));
}

function makeStories(random: Random): Story[] {
  const count = random.between(1, 7);
  const density = random.pick([0, 0.15, 0.4]);
  return Array.from({ length: count }, (_, position) => {
    const id = `S${position + 1}`;
    const before = Array.from({ length: position }, (_none, at) => at);
    // Sometimes on the surface of an earlier story, which enforcement would have ordered and the schedule keeps apart.
    const meets = position > 0 && random.chance(0.15) ? before[random.between(0, position - 1)] : undefined;
    return {
      id,
      title: `Story ${id}`,
      brief: "",
      writes: [`s${(meets ?? position) + 1}/`],
      reads: [],
      dependsOn: before.filter(() => random.chance(density)).map((at) => `S${at + 1}`),
      acceptance: [],
      verify: random.chance(0.2) ? [`own-${id}`] : [],
      weight: random.pick(["light", "standard", "heavy"] as const),
    };
  });
}

function storm(random: Random): Omit<Weather, "noFolder"> {
  const level = random.pick([0.05, 0.15, 0.4]);
  const some = () => (random.chance(0.5) ? random.next() * level : 0);
  return {
    bug: some() * 2,
    mend: random.next(),
    outside: some() * 2,
    empty: some(),
    shared: some() * 2,
    crash: some(),
    hang: some() / 2,
    rateLimit: some(),
    usageLimit: some() / 4,
    refuse: some() / 8,
    stranger: some() / 2,
    hidden: some(),
    replace: some() / 2,
    jam: some(),
  };
}

function pickSome(random: Random, stories: readonly Story[], count: number): string[] {
  return [...new Set(Array.from({ length: count }, () => random.pick(stories).id))];
}
