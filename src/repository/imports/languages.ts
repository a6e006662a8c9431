import { extensionOf } from "../../core/path.ts";
import { isCompound } from "../../core/words.ts";
import { cFamily } from "./c-family.ts";
import { csharp } from "./csharp.ts";
import { definedNames } from "./definitions.ts";
import { derivation } from "./derivation.ts";
import { go } from "./go.ts";
import { javascript } from "./javascript.ts";
import { jvm } from "./jvm.ts";
import type { Language } from "./language.ts";
import { php } from "./php.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import { rust } from "./rust.ts";
import { swift } from "./swift.ts";
import { zig } from "./zig.ts";

const languages: readonly Language[] = [javascript, python, go, rust, jvm, cFamily, csharp, ruby, php, swift, zig];

const byExtension = new Map(
  languages.flatMap((language) => language.extensions.map((name) => [name, language] as const)),
);

/** The language of a file, by its extension; `null` when its imports can't be read. */
export function languageOf(path: string): Language | null {
  return byExtension.get(extensionOf(path)) ?? null;
}

/** What one file's text says, whatever the rest of the repository is: cached by content. */
export interface FileScan {
  /** References as the file's language writes them; see `Language.scan`. */
  references: string[];
  /** Names of more than one word that the file makes: functions, types, constants. */
  defines: string[];
  /** Names of more than one word that occur in it: others are too common to mean the same in two places. */
  words: string[];
  /** Types that the file defines, plain names too. */
  types: string[];
  /** Types that those derive from, implement or mix in. */
  bases: string[];
  lines: number;
}

export const emptyScan: FileScan = { references: [], defines: [], words: [], types: [], bases: [], lines: 0 };

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
    ...(language === null ? { types: [], bases: [] } : derivation(text)),
    lines: text.split("\n").length,
  };
}

/** The names that say something, each once. */
function telling(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name.length >= shortestName && isCompound(name));
}

const shortestName = 6;
