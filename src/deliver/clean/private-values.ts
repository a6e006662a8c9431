import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { tryGit } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";

/** A value that nobody but the person may see, and where it is from. */
export interface PrivateValue {
  /** For messages: `the environment's GH_TOKEN`, `.env's DB_PASSWORD`. */
  origin: string;
  /** The value as it is, and as base64 may show it. */
  forms: readonly string[];
}

const shortest = 8;
const secretName =
  /(token|secret|passw(or)?d|passphrase|api_?key|access_?key|private_?key|signing_?key|credential|auth(?!or)|cookie|dsn|webhook|_key$|_pat$|_pw$)/i;

/** The private values of the environment and of the repository's `.env*` files that git does not track. */
export async function readPrivateValues(host: Host, root: string): Promise<PrivateValue[]> {
  const values = Object.entries(host.env).flatMap(([name, value]) => {
    return value !== undefined && secretName.test(name) && looksPrivate(value)
      ? [privateValue(`the environment's ${name}`, value)]
      : [];
  });
  for (const file of await untrackedEnvFiles(host, root)) {
    for (const [name, value] of parseEnvFile(readText(join(root, file)))) {
      const isSecret = secretName.test(name) || holdsPassword(value) || isRandom(value);
      if (isSecret && looksPrivate(value)) values.push(privateValue(`${file}'s ${name}`, value));
    }
  }
  return values;
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

/** Too short, a path, a plain word or number: too common to tell a leak from an accident. */
function looksPrivate(value: string): boolean {
  if (value.length < shortest || /^[/~.]/.test(value)) return false;
  if (/^https?:\/\//.test(value)) return holdsPassword(value);
  return !/^[a-z]+([ _-][a-z]+)*$/i.test(value) || value.length >= 24;
}

function holdsPassword(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]{4,}@/i.test(value);
}

function isRandom(value: string): boolean {
  return value.length >= 20 && /^[\w+/=.~-]+$/.test(value) && /\d/.test(value) && /[a-z]/i.test(value);
}

function privateValue(origin: string, value: string): PrivateValue {
  // The lines of a key are found one by one, because a diff shows them so.
  const parts = value.includes("\n")
    ? value.split("\n").filter((line) => line.length >= 20 && !line.startsWith("---"))
    : [value];
  return { origin, forms: [...new Set(parts.flatMap((part) => [part, ...base64Forms(part)]))] };
}

/** How base64 shows a text inside of a longer one: it depends on where the text begins, modulo three. */
export function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text);
  const forms = [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replaceAll("=", "");
    // Characters that share bits with what stands before or after the text are not certain.
    const start = Math.ceil((before * 8) / 6);
    const rest = ((before + bytes.length) * 8) % 6;
    const sure = encoded.slice(start, rest === 0 ? undefined : -1);
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return forms.filter((form) => form.length >= shortest);
}

/** Deeper folders than this hold no environment of a project, and there may be very many of them. */
const maxDepth = 3;

/** Looks only into folders that hold tracked files: what is ignored as a whole, like dependencies, is never walked. */
async function untrackedEnvFiles(host: Host, root: string): Promise<string[]> {
  const result = await tryGit(host, root, ["ls-files", "-z"]);
  const tracked = new Set(result.stdout.toString("utf8").split("\0"));
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

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // A folder of that name, or a file that may not be read: there is nothing to know.
    return "";
  }
}
