import { type GitHost, type GitOptions, tryGit } from "./git.ts";

/**
 * For reading what evidence is made of: a partial clone would fetch every object that it lacks over the network, one by
 * one, and hang without one. What is not here is evidence that is missing.
 */
export const localObjects = { env: { GIT_NO_LAZY_FETCH: "1" } } as const;

/** Contents are read in portions of about this size, so that memory stays bounded whatever a surface covers. */
const portionBytes = 24 * 1024 * 1024;

export interface BlobLimits {
  /** Contents that are larger are given as `null`. */
  maxBytes: number;
  signal?: AbortSignal | undefined;
}

/** Reads contents by id, portion by portion. An id that can't be read is left out. */
export async function* readBlobs(
  host: GitHost,
  root: string,
  ids: readonly string[],
  { maxBytes, signal }: BlobLimits,
): AsyncGenerator<Map<string, Buffer | null>> {
  if (ids.length === 0) return;
  const options = signal === undefined ? localObjects : { ...localObjects, signal };
  const listed = await tryGit(host, root, ["cat-file", "--batch-check"], { ...options, stdin: `${ids.join("\n")}\n` });
  let portion: string[] = [];
  let bytes = 0;
  const tooLarge = new Map<string, null>();
  for (const line of listed.stdout.toString("latin1").split("\n")) {
    const [id = "", type, size] = line.split(" ");
    if (type !== "blob") continue;
    if (Number(size) > maxBytes) {
      tooLarge.set(id, null);
      continue;
    }
    portion.push(id);
    bytes += Number(size);
    if (bytes < portionBytes) continue;
    yield await readPortion(host, root, portion, options);
    portion = [];
    bytes = 0;
  }
  if (tooLarge.size > 0) yield tooLarge;
  if (portion.length > 0) yield await readPortion(host, root, portion, options);
}

const lineFeed = 10;

/** Records read "ID TYPE SIZE\nCONTENT\n". */
async function readPortion(
  host: GitHost,
  root: string,
  ids: readonly string[],
  options: GitOptions,
): Promise<Map<string, Buffer>> {
  const result = await tryGit(host, root, ["cat-file", "--batch"], { ...options, stdin: `${ids.join("\n")}\n` });
  const output = result.stdout;
  const contents = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(lineFeed, at);
    if (end < 0) break;
    const [id = "", type, size] = output.toString("latin1", at, end).split(" ");
    const start = end + 1;
    at = start;
    if (type !== "blob") continue;
    at = start + Number(size) + 1;
    if (at <= output.length) contents.set(id, output.subarray(start, at - 1));
  }
  return contents;
}
