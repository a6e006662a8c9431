/** Programs that stop at the first package or file that fails, and what makes them go on. */
const switches: readonly [program: RegExp, goOn: string][] = [
  [/\bcargo test\b(?!.*--no-fail-fast)/, " --no-fail-fast"],
  [/\b(?:mvn|mvnw) -B\b(?!.*-fae)/, " -fae"],
  [/\b(?:gradle|gradlew) --console=plain\b(?!.*--continue)/, " --continue"],
  [/\bpython3? -m pytest\b(?!.* (?:--maxfail|--exitfirst|-x)\b)/, " --maxfail=0 --continue-on-collection-errors"],
  [/^make\b(?!.* -k)/, " -k"],
  [/\bbazel(?:isk)?\b.* test\b(?!.*--keep_going)/, " --keep_going"],
];

/** The command that runs everything although some of it fails; as it is where nobody knows how. */
export function keepGoing(command: string): string {
  for (const [program, goOn] of switches) {
    const match = program.exec(command);
    if (match !== null)
      return command.slice(0, match.index) + match[0] + goOn + command.slice(match.index + match[0].length);
  }
  return command;
}
