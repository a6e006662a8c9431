import type { TestCounts } from "../../core/check.ts";

/** What one test program's output tells. */
export interface RunnerReport {
  /** Names of what failed: tests with their file or suite where the program says it, files that do not load, packages that do not build. */
  failing: readonly string[];
  /** `null`: the program doesn't say. */
  counts: TestCounts | null;
  /** It counts tests only when some fail: that none is told of a green one is no sign. */
  isSilentWhenGreen?: true;
}

/** Reads the output of one kind of test program, without colours; `null`: it is not from such a program. */
export type Reader = (output: string) => RunnerReport | null;

/** All first groups of a pattern's matches, joined by a space where there are several. */
export function namesBy(output: string, pattern: RegExp): string[] {
  return [...output.matchAll(pattern)].map(([, ...groups]) => groups.join(" ").trim());
}

/** The numbers in a match's groups, by their places; 0 where a group has none. */
export function figuresOf(match: RegExpMatchArray): (at: number) => number {
  return (at) => Number(match[at] ?? 0);
}

/** The number in the first group of the last match; 0 when there is none. */
export function lastNumber(output: string, pattern: RegExp): number {
  const flags = pattern.flags.includes("g") ? pattern.flags : `${pattern.flags}g`;
  return Number([...output.matchAll(new RegExp(pattern.source, flags))].at(-1)?.[1] ?? 0);
}

/** The sum of the numbers in the first groups of all matches. */
export function sumOf(output: string, pattern: RegExp): number {
  return [...output.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1] ?? 0), 0);
}

/** Names that may stand there more than once, told apart by their order. */
export function numbered(names: readonly string[]): string[] {
  const times = new Map<string, number>();
  return names.map((name) => {
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return time === 1 ? name : `${name} (${time})`;
  });
}
