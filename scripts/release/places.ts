/** Where the project and its releases are: the one place that says so. */
export const repository = "baro/baro";
export const homepage = `https://github.com/${repository}`;

/** Where the files of a release are downloaded from. */
export function downloads(version: string): string {
  return `${homepage}/releases/download/v${version}`;
}

/** The packages of npm: the one that people install, and one per platform that it takes its program from. */
export const npmPackage = "baro";
export const npmScope = "@baro";
