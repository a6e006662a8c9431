import { createHash } from "node:crypto";
import { lstatSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { WorktreeSource } from "../../git/worktree.ts";
import { readPlain } from "../../host/read-plain.ts";

/** A dependency folder as the set-up left it: what it was made for and of, and what it looked like. */
export interface FittedFolder {
  path: string;
  /** What the commit has of the files that decide what is in it. */
  key: string;
  /** The state of the folder of the person's that it was copied from; null: a package manager made it. */
  copiedFrom: string | null;
  digest: string;
  bytes: number;
  /** Whether it is the same wherever the worktree lies. */
  movable: boolean;
}

const noteSchema = z.object({
  version: z.literal(1),
  /** Differs when a checkout of the same commit would have other contents. */
  making: z.string(),
  commit: z.string(),
  /** Of our index, as it was when nobody else had been near it. */
  seal: z.string(),
  bytes: z.number(),
  /** Milliseconds since 1970. */
  at: z.number(),
  root: z.string(),
  fitted: z.array(
    z.object({
      path: z.string(),
      key: z.string(),
      copiedFrom: z.string().nullable(),
      digest: z.string(),
      bytes: z.number(),
      movable: z.boolean(),
    }),
  ),
});

/** What is known of a worktree that waits for the next run; it lies beside it, where its agents had no business. */
export type WarmNote = z.infer<typeof noteSchema>;

const mostNoteBytes = 1024 * 1024;

/** The note beside a worktree; null: there is none that can be trusted to be ours. */
export async function readNote(folder: string): Promise<WarmNote | null> {
  const text = (await readPlain(join(folder, noteFile), mostNoteBytes).catch(() => null))?.toString("utf8");
  if (text === undefined) return null;
  try {
    return noteSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export const noteFile = "note.json";

/** A text for a file's content. */
export function sealOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * All that decides what a checkout of a commit holds beside the commit, and whose it is: the repository itself, settings,
 * sparse checkout, attributes, the mask of new files. Null: more than that may, and no checkout is like the last one.
 */
export async function makingOf(source: WorktreeSource, mask: number): Promise<string | null> {
  // What a filter gives may hang on a key, on the time or on a network.
  if (source.carried.some(([name]) => /^filter\.(?!lfs\.)/i.test(name))) return null;
  const { root, gitDir, commonDir, objectFormat, settings, carried } = source;
  const common = lstatSync(commonDir, { throwIfNoEntry: false });
  const texts = await Promise.all(
    [join(gitDir, "info/sparse-checkout"), join(commonDir, "info/attributes")].map((file) =>
      readFile(file, "utf8").catch(() => ""),
    ),
  );
  const parts = [root, gitDir, commonDir, common?.dev, common?.ino, objectFormat, settings, carried, texts, mask];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
