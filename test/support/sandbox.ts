import { join } from "node:path";
import type { Host } from "../../src/host/host.ts";
import { findSandboxProgram, type Sandbox } from "../../src/host/sandbox.ts";
import { sandboxView } from "../../src/host/sandbox-view.ts";
import { systemHost } from "../../src/host/system.ts";

/** Null where no sandbox can be made; tests that need one are skipped then. */
export const bubblewrap: string | null = (() => {
  const found = findSandboxProgram(systemHost());
  return typeof found === "string" ? found : null;
})();

/** A sandbox that hides these folders. `shown`: what a person would name with --sandbox-read. */
export function sandboxIn(
  host: Pick<Host, "env">,
  folder: string,
  { hidden = [], shown = [], program = bubblewrap ?? "bwrap", network = true }: Partial<Asked> = {},
): Sandbox {
  const cacheFolder = join(folder, "caches");
  return {
    ...sandboxView({ env: host.env, repository: null, ours: hidden, shown, cacheFolder }),
    program,
    network,
    filter: null,
    notes: join(folder, "notes"),
  };
}

interface Asked {
  hidden: readonly string[];
  shown: readonly string[];
  program: string;
  network: boolean;
}
