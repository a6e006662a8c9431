import { isCompound } from "../../core/words.ts";
import { captures } from "./language.ts";
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
    defines: language === null ? [] : definitions(text),
    words: telling(text.match(/[A-Za-z_$][\w$]{4,60}/g) ?? []),
    lines: text.split("\n").length,
  };
}

const defined =
  /\b(?:function\*?|class|interface|type|enum|const|let|var|def|fn|struct|trait|union|record|object|module|mod|macro_rules!|namespace|fun|val|func(?:\s*\([^)\n]{0,200}\))?)\s+(?:self\.)?([A-Za-z_$][\w$]{2,60})/g;
/** Methods of languages that mark them with modifiers and a return type, on one line. */
const method =
  /^[ \t]*(?:(?:public|private|protected|internal|static|final|async|override|virtual|abstract)[ \t]+){1,6}[\w<>[\],.? ]{0,200}?([A-Za-z_]\w{2,60})[ \t]*\(/gm;

function definitions(text: string): string[] {
  return telling([...captures(text, defined), ...captures(text, method)]);
}

/** The names that say something, each once. */
function telling(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name.length >= shortestName && isCompound(name));
}

const shortestName = 6;
