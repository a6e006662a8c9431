import { isCompound } from "../../core/words.ts";
import { definedNames } from "./definitions.ts";
import { languageOf } from "./languages.ts";

/** What one file's text says, whatever the rest of the repository is: cached by content. */
export interface FileScan {
  /** References as the file's language writes them; see `Language.scan`. */
  references: string[];
  /** Names of more than one word that the file makes: functions, types, constants. */
  defines: string[];
  /** Names of more than one word that occur in it: others are too common to mean the same in two places. */
  words: string[];
  lines: number;
}

export const emptyScan: FileScan = { references: [], defines: [], words: [], lines: 0 };

/** Nothing is read past this: what a person wrote by hand is smaller. */
export const maxScannedBytes = 512 * 1024;
const probeBytes = 8000;

/** Longer ones name nothing, and would take long to look up. */
const longestReference = 300;

function isReadable(reference: string): boolean {
  return reference.length <= longestReference;
}

/** Scans a file's bytes. Binary content, whatever its name, is an empty scan. */
export function scanFile(path: string, bytes: Buffer): FileScan {
  if (bytes.subarray(0, probeBytes).includes(0)) return emptyScan;
  const text = bytes.subarray(0, maxScannedBytes).toString("utf8");
  const language = languageOf(path);
  return {
    references: language === null ? [] : [...new Set(language.scan(text))].filter(isReadable),
    defines: language === null ? [] : telling(definedNames(text)),
    words: telling(text.match(/[A-Za-z_$][\w$]{4,60}/g) ?? []),
    lines: text.split("\n").length,
  };
}

/** The names that say something, each once. */
function telling(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name.length >= shortestName && isCompound(name));
}

const shortestName = 6;
