import { createHash } from "node:crypto";
import { lstatSync, readdirSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { CheckFacts } from "../../core/check.ts";
import type { Host } from "../../host/host.ts";
import { readPlain } from "../../host/read-plain.ts";

const count = z.number().int().min(0);
const noteSchema = z.object({
  version: z.literal(1),
  run: z.string().max(200),
  /** Milliseconds since 1970. */
  at: z.number(),
  command: z.string(),
  ms: z.number().min(0),
  counts: z.object({ passed: count, failed: count, skipped: count }).nullable(),
});
type Note = z.infer<typeof noteSchema>;

/** Nothing that a verdict hangs on beside what is in its key may have had longer to change. */
const oldestMs = 7 * 86_400_000;
/** Of all repositories together. */
const mostKept = 400;
const mostNoteBytes = 16 * 1024;

/** Where the verdicts of earlier runs are, a folder for each repository. */
export function verdictsFolder(stateDir: string): string {
  return join(stateDir, "checks");
}

export function verdictsOf(stateDir: string, root: string): string {
  return join(verdictsFolder(stateDir), createHash("sha256").update(root).digest("hex").slice(0, 12));
}

/**
 * What checks said in earlier runs, for the next one. Only green is kept, and of it only how many tests ran: whoever mends
 * what a red one stood for wants to see it run, and a check that could not run says nothing of the next time.
 */
export class VerdictStore {
  readonly #host: Pick<Host, "now" | "newId">;
  readonly #options: { stateDir: string; root: string; run: string };

  constructor(host: Pick<Host, "now" | "newId">, options: { stateDir: string; root: string; run: string }) {
    this.#host = host;
    this.#options = options;
  }

  /** `key`: all that the verdict hangs on; see `verdict-key.ts`. Null: no run knows, or it is too long ago. */
  async read(key: string, command: string): Promise<CheckFacts | null> {
    const file = join(this.#folder, fileOf(key));
    const text = (await readPlain(file, mostNoteBytes).catch(() => null))?.toString("utf8");
    const note = text === undefined ? null : parse(text);
    const agoMs = this.#host.now() - (note?.at ?? 0);
    if (note === null || note.command !== command || agoMs < 0 || agoMs > oldestMs || !isPrivate(this.#folder, file))
      return null;
    const { run, ms, counts } = note;
    return { command, ok: true, ms, verdict: "passed", counts, exitCode: 0, tail: "", known: { run, agoMs } };
  }

  /** Keeps a verdict that another run may rely on; any other takes away what was kept, which it contradicts. */
  async write(key: string, facts: CheckFacts): Promise<void> {
    const { command, ok, flaky, ms, counts = null, known } = facts;
    const file = join(this.#folder, fileOf(key));
    if (known !== undefined) return;
    if (!ok || flaky === true) return rm(file, { force: true });
    const note: Note = { version: 1, run: this.#options.run, at: this.#host.now(), command, ms, counts };
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const half = `${file}.${this.#host.newId()}`;
    await writeFile(half, JSON.stringify(note), { mode: 0o600 });
    await rename(half, file);
    await this.#prune();
  }

  get #folder(): string {
    return verdictsOf(this.#options.stateDir, this.#options.root);
  }

  async #prune(): Promise<void> {
    const now = this.#host.now();
    const kept = listVerdicts(this.#options.stateDir).sort((a, b) => b.at - a.at);
    const over = kept.filter(({ at }, position) => position >= mostKept || now - at > oldestMs);
    await Promise.all(over.map(({ file }) => rm(file, { force: true })));
  }
}

/** The verdicts that are kept, of one repository or of all, with the time of each. */
export function listVerdicts(stateDir: string, root?: string): { file: string; at: number }[] {
  const all = verdictsFolder(stateDir);
  const folders = root === undefined ? namesIn(all).map((name) => join(all, name)) : [verdictsOf(stateDir, root)];
  return folders.flatMap((folder) =>
    namesIn(folder).flatMap((name) => {
      const file = join(folder, name);
      const stat = lstatSync(file, { throwIfNoEntry: false });
      return stat?.isFile() === true ? [{ file, at: stat.mtimeMs }] : [];
    }),
  );
}

function parse(text: string): Note | null {
  try {
    return noteSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether nobody but the folder's owner can have written a file. */
function isPrivate(folder: string, file: string): boolean {
  const [of, stat] = [folder, file].map((path) => lstatSync(path, { throwIfNoEntry: false }));
  return of?.isDirectory() === true && (of.mode & 0o077) === 0 && stat?.uid === of.uid && (stat.mode & 0o077) === 0;
}

function fileOf(key: string): string {
  return `${key}.json`;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
