import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** A folder for one bench, with a home and places of its own for what the binary keeps. */
export interface WorkFolder extends Disposable {
  path: string;
  /** What the binary is started with: nothing of whoever runs the bench but their PATH. */
  env: Record<string, string>;
}

export function openWorkFolder(): WorkFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "baro-bench-")));
  const env = placesIn(path);
  // What runs set aside may still be on its way out.
  const remove = () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  return { path, env, [Symbol.dispose]: remove };
}

/** A home in a folder, and an environment that points to it and to places beside it. */
export function placesIn(folder: string): Record<string, string> {
  mkdirSync(join(folder, "home"));
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: join(folder, "home"),
    BARO_HOME: join(folder, "state"),
    XDG_CACHE_HOME: join(folder, "cache"),
    LANG: "C.UTF-8",
    GIT_CONFIG_NOSYSTEM: "1",
  };
}

export const builtBinary = join(import.meta.dirname, "..", "..", "..", "dist", "baro");

/** The absolute path of a binary: runs start in folders of their own. Throws when it is not there. */
export function requireBinary(path: string): string {
  const binary = resolve(path);
  if (!existsSync(binary)) throw new Error(`Cannot time "${binary}": build it first with npm run build`);
  return binary;
}
