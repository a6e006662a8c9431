import pkg from "../../package.json" with { type: "json" };

/** Put in by the build; sources that are run as they are do not have it. */
declare const BARO_COMMIT: string | undefined;

/** The commit that the program was built from, 40 hex digits; null where that is not known. */
export const builtFrom: string | null = typeof BARO_COMMIT === "string" && BARO_COMMIT !== "" ? BARO_COMMIT : null;

/** What `baro --version` prints. */
export const versionLine =
  builtFrom === null ? `baro ${pkg.version}` : `baro ${pkg.version} (${builtFrom.slice(0, 10)})`;

export const version: string = pkg.version;

/** The first line of what baro says of itself. */
export const whatItIs = `baro ${version}: the right shape for a coding task, and proof that it kept its word`;

const asking = ["--version", "-V", "-v"];

export function asksForVersion(argv: readonly string[]): boolean {
  return argv.length === 1 && asking.includes(argv[0] ?? "");
}

/** `--version --json`: everything that a report of a fault needs. */
export function asksForBuild(argv: readonly string[]): boolean {
  return argv.length === 2 && argv.includes("--json") && argv.some((word) => asking.includes(word));
}
