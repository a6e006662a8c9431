import type { RunnerReport } from "./report.ts";

/**
 * What compilers, type checkers and linters complain of, without the lines where it stands: those move with every change.
 * Only for output that is of no test program.
 */
export function readDiagnostics(output: string): RunnerReport | null {
  const failing = [...byLine(output), ...byCompiler(output)];
  return failing.length === 0 ? null : { failing, counts: null };
}

const onOneLine: readonly RegExp[] = [
  // tsc: src/a.ts(3,5): error TS2322: …
  /^(?<file>\S[^()\n]*)\(\d+,\d+\): (?<what>error .+)$/,
  // tsc with colours, and biome
  /^(?<file>\S+?):\d+:\d+ - (?<what>error .+)$/,
  // gcc, clang, javac, mypy, ruff, flake8, go vet, shellcheck -f gcc
  /^(?<file>[^\s:][^:\n]*\.\w+):\d+(?::\d+)?: (?<what>(?:fatal )?(?:error|warning|note)?\b.+)$/,
];

function* byLine(output: string): Generator<string> {
  let file = "";
  for (const line of output.split("\n")) {
    // ESLint names the file once, above its complaints.
    if (/^(?:\.?\/)?[^\s:]+\.\w+$/.test(line)) file = line;
    const listed = /^ +\d+:\d+ +(error +.+)$/.exec(line)?.[1];
    if (listed !== undefined) yield `${file}: ${listed.replaceAll(/ {2,}/g, " ")}`;
    const found = onOneLine.map((pattern) => pattern.exec(line)?.groups).find((groups) => groups !== undefined);
    if (found !== undefined && !/^(?:warning|note)\b/.test(found["what"] ?? ""))
      yield `${found["file"]}: ${found["what"]}`;
  }
}

/** rustc: the complaint, then the place on the next line. */
function byCompiler(output: string): string[] {
  return [...output.matchAll(/^error(?:\[E\d+\])?: (.+)\n +--> (\S+?):\d+:\d+$/gm)].map(
    ([, what, file]) => `${file}: ${what}`,
  );
}
