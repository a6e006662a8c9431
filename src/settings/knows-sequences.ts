import type { Host } from "../host/host.ts";

/** Whether the terminal says that it is one which understands escape sequences. Windows' own says nothing, and does. */
export function knowsSequences({ env, platform }: Pick<Host, "env" | "platform">): boolean {
  const term = env["TERM"] ?? "";
  return term === "" ? platform === "win32" : term !== "dumb";
}
