import { execFileSync } from "node:child_process";

/** The middle value; of an even number of values the lower middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** Milliseconds from starting a program to its end. */
export function timeProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): number {
  const started = performance.now();
  execFileSync(program, [...args], { cwd, env, stdio: "ignore" });
  return performance.now() - started;
}

export interface Figure {
  name: string;
  value: number;
  unit: "ms" | "x";
  /** At most this; `null`: only for comparison. */
  target: number | null;
}

export const missed = ({ value, target }: Figure): boolean => target !== null && value > target;

/** One line for people. */
export function renderFigure(figure: Figure): string {
  const { name, value, unit, target } = figure;
  const digits = unit === "x" ? 2 : 0;
  const goal = target === null ? "" : `  target ${target} ${unit}${missed(figure) ? "  MISSED" : ""}`;
  return `${name.padEnd(80)} ${value.toFixed(digits).padStart(8)} ${unit}${goal}`;
}
