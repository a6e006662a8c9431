import { hasMarks, isPlainWord, keyedAs, namedAs, wholeName } from "../core/name-marks.ts";
import { besideWithAttributes } from "../git/beside-files.ts";
import { localObjects } from "../git/blobs.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import { declaredNames } from "./imports/definitions.ts";

/** Where a name occurs at the base. */
export interface NamePlaces {
  /** Files with a line that defines it. */
  defined: readonly string[];
  /** Files that hold it at all, as a word of its own. */
  held: readonly string[];
  /** Of a plain word: files that hold it as something named, and not as a word of a sentence. */
  coded: readonly string[];
  /** Files with a line that makes it as a key, a field or a string: data defines names that no language does. */
  keyed: readonly string[];
}

export interface NamesRequest {
  root: string;
  base: string;
  names: readonly string[];
  signal?: AbortSignal | undefined;
}

/** Names of one plan that are looked up; a plan that takes away more is a rewrite. */
const mostNames = 400;
/** A name with more lines than this is looked at through its first ones. */
const maxBytes = 4 * 1024 * 1024;
const timeoutMs = 1500;
/** A longer line is generated. */
const longestLine = 2000;

/**
 * Looks up names in every file of a commit; no process is started when there are none. A name that could not be looked up
 * in time is not in the answer.
 */
export async function namesAtBase(host: GitHost, request: NamesRequest): Promise<Map<string, NamePlaces>> {
  const names = [...new Set(request.names)].slice(0, mostNames);
  // A word that is everywhere would use up the lines of a file before a name that is there once.
  const isWord = (name: string) => /^[A-Za-z]?[a-z]*$/.test(name);
  const isFolder = (name: string) => name.endsWith("/");
  const rest = names.filter((name) => !isWord(name) && !isFolder(name));
  const lookedUp = await Promise.all([
    lookUp(host, request, rest),
    lookUp(host, request, names.filter(isWord)),
    // The name of a file follows: that is no word of its own.
    lookUp(host, request, names.filter(isFolder), false),
  ]);
  return new Map(lookedUp.flatMap((places) => [...places]));
}

async function lookUp(
  host: GitHost,
  request: NamesRequest,
  names: readonly string[],
  asWords = true,
): Promise<Map<string, NamePlaces>> {
  if (names.length === 0) return new Map();
  const { root, base, signal } = request;
  const options = ["-z", ...(asWords ? ["-w"] : []), "-F", "-I", "--no-color", "--full-name", "--max-count=40"];
  const args = ["grep", ...options, "-f", "-", base];
  const limits = {
    ...(signal === undefined ? {} : { signal }),
    timeoutMs,
    maxStdoutBytes: maxBytes,
    stdin: `${names.join("\n")}\n`,
  };
  const result = await besideWithAttributes(host, root, base, ({ cwd, env }) =>
    tryGit(host, cwd, args, { ...limits, env: { ...localObjects.env, ...env } }),
  );
  signal?.throwIfAborted();
  // Git says 1 when no line holds any of them.
  if (result.exitCode !== 0 && result.exitCode !== 1) return new Map();
  return placesIn(result.stdout.toString("utf8"), names);
}

/** Languages whose variables begin with a mark that is no part of the name. */
const sigils = /\.(?:php|phtml|p[lm]|(?:ba|z|k)?sh|ps1|nu)$/;

function wordsOf(text: string, path: string): Set<string> {
  const words: string[] = text.match(/[A-Za-z_$][\w$]*/g) ?? [];
  return new Set(sigils.test(path) ? [...words, ...words.map((word) => word.replace(/^\$/, ""))] : words);
}

/** Reads lines of "COMMIT:PATH\0TEXT". */
function placesIn(output: string, names: readonly string[]): Map<string, NamePlaces> {
  const places = new Map(names.map((name) => [name, placesOf(name)] as const));
  for (const line of output.split("\n")) {
    const end = line.indexOf("\0");
    if (end < 0) continue;
    const path = line.slice(line.indexOf(":") + 1, end);
    const text = line.slice(end + 1, end + longestLine);
    const words = wordsOf(text, path);
    const declared = declaredNames(text);
    for (const [name, found] of places) {
      if (found.isIn === null ? words.has(name) : found.isIn.test(text)) note(found, path, text, declared.has(name));
    }
  }
  return new Map(
    [...places].map(([name, { defined, held, coded, keyed }]) => [
      name,
      { defined: [...defined], held: [...held], coded: [...coded], keyed: [...keyed] },
    ]),
  );
}

function note(found: ReturnType<typeof placesOf>, path: string, text: string, isDefined: boolean): void {
  found.held.add(path);
  if (isDefined) found.defined.add(path);
  if (found.asNamed?.test(text) === true) found.coded.add(path);
  if (found.isKey?.test(text) === true) found.keyed.add(path);
}

function placesOf(name: string) {
  const [defined, held, coded, keyed] = [0, 1, 2, 3].map(() => new Set<string>()) as Four;
  const isIn = hasMarks(name) ? wholeName(name) : null;
  const isKey = isIn === null ? keyedAs(name) : null;
  return { defined, held, coded, keyed, isIn, isKey, asNamed: isPlainWord(name) ? namedAs(name) : null };
}

type Four = [Set<string>, Set<string>, Set<string>, Set<string>];
