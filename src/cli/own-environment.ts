import type { Host } from "../host/host.ts";

/**
 * The environment of a program of the person's own choice, such as their browser: theirs, but for `BUN_*`, which can make
 * a compiled program run other code.
 */
export function ownEnvironment(host: Pick<Host, "env">, extra: Readonly<Record<string, string>> = {}) {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(host.env)) {
    if (value !== undefined && !name.startsWith("BUN_")) env[name] = value;
  }
  return { ...env, ...extra };
}
