import { resolve } from "node:path";
import { BaroError } from "../../core/error.ts";
import type { Host } from "../../host/host.ts";
import { type Flag, jsonDocument, ownSwitch } from "../../settings/flags.ts";
import { repositoryRoot } from "../../settings/repository-root.ts";
import type { FlagValues } from "../../settings/texts.ts";
import { command } from "../command.ts";
import { printLines } from "../output.ts";
import { openInBrowser } from "../own-programs.ts";
import { openSession, printJson, sayNotices } from "../session.ts";
import { version } from "../version.ts";

const valued = (name: string, hint: string, help: string): Flag => ({
  name,
  hint,
  help,
  negative: false,
  group: "common",
});

export const serve = command({
  name: "serve",
  description:
    "Serve a page on this machine to start runs, choose the mode, review the plan, watch and answer. Closing it stops no run.",
  examples: ["baro serve --open", "baro serve fix-the-login-k3x9", "baro serve --read-only --port 8080"],
  words: [{ name: "run", needed: false, help: "The run that the page opens on (the list of runs)", values: "runs" }],
  flags: [
    ownSwitch("open", "Open the page in the browser"),
    valued("port", "N", "The port (7421, or a free one)"),
    ownSwitch("read-only", "For viewing only: nothing can be started, answered or stopped"),
    {
      ...valued("repo", "DIR", "Start runs only in these repositories (this one, and all that have runs)"),
      list: true,
    },
    valued("host", "ADDRESS", "Listen for other machines too, with TLS files or --behind-proxy (127.0.0.1)"),
    valued("tls-cert", "F", "The certificate (none)"),
    valued("tls-key", "F", "Its key (none)"),
    ownSwitch("behind-proxy", "A proxy in front encrypts"),
    valued("origin", "URL", "How the page is reached from outside (its own address)"),
    jsonDocument,
  ],
  run: async (host, { words, flags }) => {
    const { options } = await openSession(host, { ...flags, input: false });
    const { openServer } = await servingCode();
    const named = listOf(flags["repo"]).map((path) => repositoryAt(resolve(host.cwd, path)));
    const serving = await openServer(host, options, {
      run: words[0] ?? null,
      port: portOf(flags["port"]),
      address: textOf(flags["host"]),
      tls: tlsOf(flags),
      behindProxy: flags["behind-proxy"] === true,
      origin: textOf(flags["origin"]),
      readOnly: flags["read-only"] === true,
      repositories: named,
      version,
    });
    const stopped = untilStopped(host);
    sayNotices(host, options, serving.notices);
    const { url, lookUrl, local } = serving;
    if (options.json) printJson(host, { url, lookUrl, local });
    else if (options.quiet) printLines(host, [url]);
    else {
      const look = url === lookUrl ? [] : ["For looking only:", lookUrl];
      printLines(host, [url, ...look, ...(url.startsWith(`${local}/`) ? [] : [`The proxy finds it at ${local}`])]);
    }
    // Others on this machine may read the command line of what opens it.
    if (flags["open"] === true) await openInBrowser(host, serving.ticketUrl(), url);
    await stopped;
    await serving.close();
    return 0;
  },
});

/** The page is bundled when baro is built; sources that never were have none. */
async function servingCode(): Promise<typeof import("../../serve/serve.ts")> {
  try {
    return await import("../../serve/serve.ts");
  } catch (error) {
    throw new BaroError("failed", "Cannot serve the page: it is not built", {
      hint: "Run: npm run build",
      cause: error,
    });
  }
}

/** Ends with the first signal; a second one is not waited for. */
function untilStopped(host: Host): Promise<void> {
  return new Promise((resolve) => {
    const unlisten = host.onSignal(() => {
      unlisten();
      resolve();
    });
  });
}

function textOf(value: FlagValues[string]): string | null {
  return typeof value === "string" ? value : null;
}

function listOf(value: FlagValues[string]): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" ? [value] : [];
}

/** The root of the repository that a folder is in. */
function repositoryAt(folder: string): string {
  return repositoryRoot(folder) ?? folder;
}

function portOf(value: FlagValues[string]): number | null {
  if (typeof value !== "string") return null;
  if (/^\d{1,5}$/.test(value) && Number(value) < 65_536) return Number(value);
  throw new BaroError("usage", `Cannot use --port ${value}: it must be a number up to 65535`, {
    hint: "Leave --port out, or name another",
  });
}

function tlsOf(flags: FlagValues): { cert: string; key: string } | null {
  const [cert, key] = [textOf(flags["tls-cert"]), textOf(flags["tls-key"])];
  if (cert !== null && key !== null) return { cert, key };
  if (cert === null && key === null) return null;
  throw new BaroError("usage", "Cannot encrypt: both the certificate and its key are needed", {
    hint: "Give both --tls-cert FILE and --tls-key FILE",
  });
}
