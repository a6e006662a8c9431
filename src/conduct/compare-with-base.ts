import type { CheckFacts, TestCounts } from "../core/check.ts";
import { verdictOfCheck, whyBehind } from "../core/check.ts";
import { isSilentWhenGreen } from "../ecosystems/results/read-results.ts";
import { unloadedMark } from "../ecosystems/results/unloaded.ts";
import { storyOf } from "../state/run-state.ts";
import { plainText } from "../text/plain.ts";
import type { StoryWorktree } from "../worktrees/effects.ts";
import { type Conductor, record } from "./conductor.ts";

/** What the journal keeps of the names: the rest is in the counts. */
const mostNames = 100;

/**
 * A check of a story's work beside what the same check says of the commit that the work started from: one that is not green,
 * and one that is and tells of no test. `beside`: where it was run, for what another machine says of the base is no comparison.
 */
export async function compareWithBase(
  conductor: Conductor,
  base: string,
  facts: CheckFacts,
  beside?: StoryWorktree,
): Promise<CheckFacts> {
  const { effects, allStop, input } = conductor;
  if (facts.ok) {
    // What the run is checked with is asked about the base anyway; anything else would be run there for this alone.
    const isKnown = input.checks.includes(facts.command) && beside?.worker === undefined;
    if ((facts.counts != null && ranOf(facts.counts) > 0) || !isKnown) return facts;
    const judged = judgeGreen(facts, await checkOfBase(conductor, base, facts.command));
    return judged.ok ? facts : judged;
  }
  const before = await effects.checkCommit(base, facts.command, allStop.signal, beside);
  return judgeBeside(facts, before);
}

/**
 * A check of the merged result, as `compareWithBase`; a green one tells how many tests it ran that the base did. Fewer may be
 * what was asked for, or tests that nobody finds any more: a person has to see it.
 */
export async function compareResult(conductor: Conductor, base: string, facts: CheckFacts): Promise<CheckFacts> {
  if (!facts.ok) return compareWithBase(conductor, base, facts);
  return judgeGreen(facts, await checkOfBase(conductor, base, facts.command));
}

/** What a check says of the base: what an earlier run found there, or found anew. */
async function checkOfBase({ effects, allStop }: Conductor, base: string, command: string): Promise<CheckFacts> {
  return (await effects.knownCheck(base, command)) ?? effects.checkCommit(base, command, allStop.signal);
}

/**
 * A green check beside the base. One that tells of no test any more, where the same program told of some, is no pass: it ended
 * before them, something else was run in their place, or all of them are skipped. Fewer tests are said.
 */
export function judgeGreen(facts: CheckFacts, base: CheckFacts): CheckFacts {
  const compared = { ...facts, baseOk: base.ok };
  const [now, before] = [facts.counts ?? null, base.counts ?? null];
  const all = before === null ? 0 : ranOf(before);
  if (now !== null && (ranOf(now) > 0 || all === 0)) return { ...compared, why: facts.why ?? whyLost(now, before) };
  if (now === null && (all === 0 || (!base.ok && isSilentWhenGreen(base.tail)))) return facts;
  const why = now === null ? `it tells of no test; on the base ${all} ran` : whyLost(now, before);
  return { ...compared, ok: false, verdict: "failed", why };
}

/**
 * The verdict on a red check. It is only `as_on_base` when it is shown to be the same failure: nothing fails that did
 * not, nothing that ran has vanished, and the program ended as it did. What can't be told apart is not the same.
 */
export function judgeBeside(facts: CheckFacts, base: CheckFacts): CheckFacts {
  const compared = { ...facts, baseOk: base.ok };
  if (verdictOfCheck(facts) === "not_run") {
    if (verdictOfCheck(base) === "not_run") return compared;
    const why = `it could run on the base, and no longer can: ${facts.why ?? "it ended at once"}`;
    return { ...compared, verdict: "failed", why };
  }
  const newlyFailing = notAmong(facts.failing ?? [], base.failing ?? []);
  const why = base.ok ? (facts.why ?? null) : whyNotTheSame(facts, base, newlyFailing);
  if (base.ok || why !== null) return { ...compared, verdict: "failed", newlyFailing, why };
  const { stops } = facts;
  // The same failure, and nobody knows of what else there is.
  if (isStopped(facts)) return { ...compared, verdict: "not_run", newlyFailing: [], ...whyEndless(facts.why ?? "") };
  if (stops !== undefined) return { ...compared, verdict: "not_run", newlyFailing: [], ...whyBehind(stops) };
  return { ...compared, verdict: "as_on_base", newlyFailing: [], why: null };
}

/** Whether it ran out of time. */
function isStopped({ exitCode, why }: CheckFacts): boolean {
  return exitCode === null && why != null;
}

function whyEndless(why: string): Pick<CheckFacts, "why" | "next"> {
  return { why: `it did not end, and neither did it on the base: ${why}`, next: "name another check with --verify" };
}

/** Why a red check is not what the red base was; `null`: it is the same. */
function whyNotTheSame(facts: CheckFacts, base: CheckFacts, newlyFailing: readonly string[]): string | null {
  if (verdictOfCheck(base) === "not_run") return `it could not run on the base: ${base.why ?? "it ended at once"}`;
  const { why = null } = facts;
  // What did not end tells only of a part.
  if (isStopped(facts) && !isStopped(base)) return why;
  if (newlyFailing.length > 0) return `${newlyFailing.length} that did not fail on the base`;
  const lost = whyLost(facts.counts ?? null, base.counts ?? null);
  if (lost !== null) return lost;
  if (why !== null && why !== base.why) return why;
  return whyUnlike(facts, base);
}

/** As above, when names and counts give no reason to doubt. */
function whyUnlike(facts: CheckFacts, base: CheckFacts): string | null {
  const [named, namedBefore] = [facts, base].map(({ failing = [] }) => failing.length > 0);
  if (!endsAlike(facts, base)) return `it ends with ${endOf(facts)}, on the base with ${endOf(base)}`;
  // A file that does not load hides what else was to run.
  if (named === true && !isUnloaded(facts)) return null;
  if (namedBefore === true && named !== true) return "it no longer names a failing test, and still fails";
  return hasSameTail(facts.tail, base.tail) ? null : "nothing shows that it fails for the same reason as on the base";
}

function isUnloaded({ failing = [], counts }: CheckFacts): boolean {
  return counts == null && failing.every((name) => name.endsWith(`: ${unloadedMark}`));
}

/** Whether its exit code is explained: where fewer tests fail it may be another, but not that of a program that broke off. */
function endsAlike(facts: CheckFacts, base: CheckFacts): boolean {
  if (facts.exitCode === base.exitCode || [facts, base].every(countsItsFailures)) return true;
  const [now, before] = [facts, base].map(({ failing = [] }) => failing.length);
  const isFewer = now !== undefined && before !== undefined && now > 0 && now < before;
  return isFewer && facts.counts != null && facts.exitCode != null && facts.exitCode < 126;
}

function whyLost(now: TestCounts | null, before: TestCounts | null): string | null {
  if (before === null) return null;
  const [all, some] = [ranOf(before), now === null ? 0 : ranOf(now)];
  if (some < all) {
    return some === 0 ? `no test ran; on the base ${all} did` : `${all - some} of ${all} tests no longer ran`;
  }
  return now !== null && now.failed > before.failed ? `${now.failed} fail, on the base ${before.failed} did` : null;
}

/** What is skipped is there, and did not run. */
function ranOf({ passed, failed }: TestCounts): number {
  return passed + failed;
}

/** mocha and others end with the number of tests that fail. */
function countsItsFailures({ exitCode, counts }: CheckFacts): boolean {
  return counts != null && exitCode === Math.min(counts.failed, 255);
}

function endOf({ exitCode }: CheckFacts): string {
  return exitCode === null || exitCode === undefined ? "no exit code" : `exit code ${exitCode}`;
}

/** Those of the names that the others do not hold: a name that stands there twice holds two. */
function notAmong(names: readonly string[], others: readonly string[]): string[] {
  const alone = [names, others].some((some) => some.length > 0 && !some.some((name) => name.includes(fileMark)));
  const called = alone ? withoutFile : (name: string) => name;
  const left = new Map<string, number>();
  for (const name of others.map(called)) left.set(name, (left.get(name) ?? 0) + 1);
  return names.filter((name) => {
    const count = left.get(called(name)) ?? 0;
    left.set(called(name), count - 1);
    return count <= 0;
  });
}

const fileMark = " › ";

/** ava names the file of a test only where there are several. */
function withoutFile(name: string): string {
  const at = name.indexOf(fileMark);
  return at < 0 ? name : name.slice(at + fileMark.length);
}

/** Puts a check on the run's stream; one that could not run is said to the person once as well. */
export async function recordCheck(
  conductor: Conductor,
  facts: CheckFacts,
  of: { type: "story.verified"; story: string } | { type: "run.verified" },
): Promise<void> {
  const { failing = [], newlyFailing = [] } = facts;
  const first = (names: readonly string[]) => names.slice(0, mostNames);
  const verdict = verdictOfCheck(facts);
  await record(conductor, { ...facts, verdict, failing: first(failing), newlyFailing: first(newlyFailing), ...of });
  if (verdict !== "not_run") return;
  const { command } = facts;
  if (conductor.progress.unchecked.some((one) => one.command === command)) return;
  const said = facts.why ?? "it could not be started";
  // What is to be installed has to be installed there.
  const worker = "story" in of ? storyOf(conductor.progress, of.story).worker : null;
  const why = worker === null ? said : `${said} (on ${worker})`;
  const isBehind = facts.stops !== undefined;
  const next = facts.next == null ? null : `${facts.next}${worker === null || isBehind ? "" : " there"}`;
  await record(conductor, { type: "check.skipped", command, cause: isBehind ? "behind" : "missing", why, next });
}

/** How much of the end of an output is compared. */
const mostLines = 80;

/**
 * Whether two outputs end alike, but for what differs in every run: times, addresses, process numbers, folders for
 * temporary files, places in a file, and the order of lines.
 */
export function hasSameTail(a: string, b: string): boolean {
  const [one, other] = [linesOf(a), linesOf(b)];
  return one.length === other.length && one.every((line, at) => line === other[at]);
}

function linesOf(text: string): string[] {
  const lines = plainText(text)
    .split("\n")
    .map(steady)
    .filter((line) => line !== "");
  return lines.slice(-mostLines).sort();
}

function steady(line: string): string {
  return line
    .replace(/\d{4}-\d\d-\d\d[T ]?/g, "")
    .replace(/\b\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?\b/g, "")
    .replace(/\b\d+(?:[.,]\d+)? ?(?:ms|µs|us|ns|s|secs?|seconds?|m|mins?|minutes?)\b/g, "")
    .replace(/\b(duration|time|took|elapsed)(?:[_ ]?(?:ms|s|seconds))?\b["']?[ :=]+["']?\d+(?:[.,]\d+)?/gi, "$1")
    .replace(/\b(?:0x)?[0-9a-f]{8,}\b/gi, "")
    .replace(/(?:\/[\w.-]+)*\/(?:tmp|var\/folders)\/[\w./-]+/g, "")
    .replace(/\b(?:pid|process|thread)[ =:]*\d+/gi, "")
    .replace(/:\d+(?::\d+)?\b|\(\d+,\d+\)|\bline \d+/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
