import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { BaroError, messageOf } from "../core/error.ts";
import { readPlainText } from "../host/read-plain.ts";
import type { RunOptions } from "./options.ts";

/**
 * What a repository's file may start or send counts only for content that the person has trusted: the hash covers path
 * and content, so an edited file is untrusted again.
 */
export function isTrusted(stateDir: string, file: string, content: string): boolean {
  return existsSync(marker(stateDir, file, content));
}

/** Trusts a repository's file as it is now. Gives the sentence to show. Throws `config` when it can't be read. */
export function trustFile(options: Pick<RunOptions, "cwd" | "stateDir">, file: string): string {
  const path = resolve(options.cwd, file);
  const content = readTrustable(path);
  const mark = marker(options.stateDir, path, content);
  mkdirSync(dirname(mark), { recursive: true, mode: 0o700 });
  writeFileSync(mark, `${path}\n`, { mode: 0o600 });
  return `Trusted "${path}" as it is now; any change to it must be trusted again`;
}

/** The text of a file that is about to be trusted. Throws `config` when it can't be read. */
export function readTrustable(path: string): string {
  try {
    return readPlainText(path);
  } catch (error) {
    throw new BaroError("config", `Cannot trust "${path}": ${messageOf(error, path)}`, {
      hint: "Name a file that can be read, or write the repository's own with: baro init",
      cause: error,
    });
  }
}

function marker(stateDir: string, file: string, content: string): string {
  const hash = createHash("sha256").update(`${file}\0${content}`).digest("hex");
  return join(stateDir, "trusted", hash);
}
