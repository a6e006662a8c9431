import { join } from "node:path";

const project = join(import.meta.dir, "..", "..");

/** Deno itself, as the development dependency brings it. */
export const deno = join(project, "node_modules", ".bin", "deno");
export const entry = join(project, "src", "main.ts");

/** How the sources are started without a build. */
export const denoProgram = [deno, "run", "--allow-all", "--no-prompt", entry] as const;

/** Deno's cache of what it has compiled is no state of the test's. */
export const denoEnv = {
  DENO_DIR: join(process.env["XDG_CACHE_HOME"] ?? "/tmp", "deno"),
  DENO_NO_UPDATE_CHECK: "1",
  NO_COLOR: "1",
};
