import { URL } from "node:url";
import { canonicalHost } from "./forges.ts";

/** Where a remote lives. `web` is false for transports that a browser doesn't speak. */
export interface RemotePlace {
  scheme: "https" | "http" | "ssh" | "git";
  /** Lower case, with the port when it belongs to a web address. */
  host: string;
  /** Without leading slash and `.git`. */
  path: string;
}

/** Reads a remote's URL: `https://…`, `ssh://…`, `git@host:path`. `null` for files and what git alone understands. */
export function parseRemoteUrl(url: string): RemotePlace | null {
  const scpLike = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.+)$/.exec(url);
  if (scpLike !== null && !/^[a-z]$/i.test(scpLike[1] ?? "")) {
    return place("ssh", scpLike[1] ?? "", scpLike[2] ?? "");
  }
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return null;
  }
  const scheme = parsed.protocol.replace(/^git\+/, "").slice(0, -1);
  if (scheme !== "https" && scheme !== "http" && scheme !== "ssh" && scheme !== "git") return null;
  const web = scheme === "https" || scheme === "http";
  return place(scheme, web ? parsed.host : parsed.hostname, decodePath(parsed.pathname));
}

function place(scheme: RemotePlace["scheme"], host: string, path: string): RemotePlace | null {
  const clean = path
    .replace(/^\/+/, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
  if (host === "" || clean === "") return null;
  return { scheme, host: canonicalHost(host.toLowerCase()), path: clean };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
