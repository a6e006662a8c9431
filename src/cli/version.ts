import pkg from "../../package.json" with { type: "json" };

/** What `baro --version` prints. */
export const versionLine = `baro ${pkg.version}`;

export function asksForVersion(argv: readonly string[]): boolean {
  return argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V");
}
