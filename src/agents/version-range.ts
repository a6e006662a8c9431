/** Whether `from <= version < below`, by the three numbers alone. */
export function inRange(version: string, { from, below }: { from: string; below: string }): boolean {
  return compareVersions(version, from) >= 0 && compareVersions(version, below) < 0;
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const at = left.findIndex((number, index) => number !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function numbersOf(version: string): number[] {
  const parts = version.split(/[-+]/)[0]?.split(".") ?? [];
  return [0, 1, 2].map((index) => Number(parts[index] ?? 0));
}
