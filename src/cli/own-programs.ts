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

/** Opens an address in the person's browser, or says it on a line of its own. */
export async function openInBrowser(host: Host, url: string): Promise<void> {
  const [program, ...args] = openerOf(host.platform);
  // The opener needs the person's session: display, bus, runtime folder.
  const env = ownEnvironment(host);
  try {
    const child = await host.spawn({ program, args: [...args, url], cwd: host.cwd, env });
    const { exitCode } = await child.exit;
    if (exitCode === 0) return;
  } catch {
    // No opener here: where it is stands on stdout anyway.
  }
  host.writeErr(`note: no browser could be opened; the page is\n${url}\n`);
}

function openerOf(platform: string): [string, ...string[]] {
  if (platform === "darwin") return ["open"];
  return platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
}
