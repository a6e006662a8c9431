import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { AwayRequest } from "./host.ts";

/** Starts a program in a session of its own, which neither our end nor our terminal's ends. Null: it can't be started. */
export function spawnAway({ program, args, cwd, env, log }: AwayRequest): number | null {
  const output = openSync(log, "a", 0o600);
  try {
    const child = spawn(program, [...args], {
      cwd,
      env: { ...env },
      stdio: ["ignore", output, output],
      detached: true,
    });
    // Whoever started it sees by its doings whether it runs.
    child.on("error", () => {});
    child.unref();
    return child.pid ?? null;
  } finally {
    closeSync(output);
  }
}
