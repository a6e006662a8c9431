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

/** An opener that is at it for so long is the browser itself. */
const openingMs = 3000;

/**
 * Opens an address in the person's browser, which outlives us, or says it on a line of its own. `told`: what is said in its
 * place when the address is not for other eyes.
 */
export async function openInBrowser(host: Host, url: string, told = url): Promise<void> {
  const [program, ...args] = openerOf(host.platform);
  // The opener needs the person's session: display, bus, runtime folder.
  const env = ownEnvironment(host);
  const over = new AbortController();
  try {
    using child = await host.launch({ program, args: [...args, url], cwd: host.cwd, env, stdin: null, log: null });
    const goesOn = host.sleep(openingMs, over.signal).then(() => 0);
    if ((await Promise.race([child.exit, goesOn])) === 0) return;
  } catch {
    // No opener here: where it is stands on stdout anyway.
  } finally {
    over.abort();
  }
  host.writeErr(`note: no browser could be opened; the page is\n${told}\n`);
}

function openerOf(platform: string): [string, ...string[]] {
  if (platform === "darwin") return ["open"];
  return platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
}
