/** Where the schema of the configuration file is. */
export const schemaAddress = "https://raw.githubusercontent.com/baro/baro/main/docs/schemas/config.json";

/** Where the newest release's files are. */
export const newestRelease = "https://github.com/baro/baro/releases/latest/download";
