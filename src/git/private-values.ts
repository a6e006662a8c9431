import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { BaroError } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { findPlainText } from "../host/read-plain.ts";
import { isSecretName, isSecretValue, type Secret, secretOf, secretsOfVariables } from "../text/redact.ts";
import { tryGit } from "./git.ts";

/** The private values of the environment and of the repository's `.env*` files that git does not track. */
export async function readPrivateValues(host: Host, root: string): Promise<Secret[]> {
  return [...secretsOfVariables(host.env), ...(await secretsOfFiles(host, root))];
}

/** The private values of the repository's `.env*` files that git does not track. */
export async function secretsOfFiles(host: Host, root: string): Promise<Secret[]> {
  const files = await untrackedEnvFiles(host, root);
  return files.flatMap((file) => secretsOfFile(file, findPlainText(join(root, file)) ?? ""));
}

/** The private values of an `.env` file. `name` is the file's, for messages. */
export function secretsOfFile(name: string, text: string): Secret[] {
  return parseEnvFile(text).flatMap(([variable, value]) => {
    const secret = isSecretName(variable) || isSecretValue(value) ? secretOf(`${name}'s ${variable}`, value) : null;
    return secret === null ? [] : [secret];
  });
}

/** Reads the assignments of an `.env` file. */
export function parseEnvFile(text: string): [string, string][] {
  const assignment = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*[=:][ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`|[^\r\n#]*)/gm;
  return [...text.matchAll(assignment)].map(([, name = "", raw = ""]) => {
    const value = raw.trim();
    const quoted = /^(["'`])([\s\S]*)\1$/.exec(value);
    if (quoted === null) return [name, value];
    const inner = quoted[2] ?? "";
    return [name, quoted[1] === '"' ? inner.replaceAll("\\n", "\n").replaceAll('\\"', '"') : inner];
  });
}

/** Deeper folders than this hold no environment of a project, and there may be very many of them. */
const maxDepth = 3;

/** Looks only into folders that hold tracked files: what is ignored as a whole, like dependencies, is never walked. */
async function untrackedEnvFiles(host: Host, root: string): Promise<string[]> {
  const listed = await tryGit(host, root, ["ls-files", "-z"]).catch((error: unknown) => {
    // An old run is shown without git, and when its repository is gone; then no file counts as tracked.
    if (error instanceof BaroError) return null;
    throw error;
  });
  const tracked = new Set(listed?.stdout.toString("utf8").split("\0"));
  const folders = new Set([""]);
  for (const path of tracked) {
    const parts = path.split("/").slice(0, -1);
    for (let depth = 1; depth <= Math.min(parts.length, maxDepth); depth++)
      folders.add(parts.slice(0, depth).join("/"));
  }
  return [...folders].flatMap((folder) => {
    const paths = listFolder(join(root, folder)).map((name) => posix.join(folder, name));
    return paths.filter((path) => isEnvFile(posix.basename(path)) && !tracked.has(path));
  });
}

function isEnvFile(name: string): boolean {
  return name.startsWith(".env") && !/\.(example|sample|template|dist)$/.test(name);
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A folder that is tracked and not checked out.
    return [];
  }
}
