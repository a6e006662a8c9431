import type { Terminal } from "@xterm/headless";

/**
 * What is wrong with a screen, whatever it shows: a line that ran over its end, a question or a frame of the live view that
 * stands there twice, a character that could not be read.
 */
export function faultsOf(terminal: Terminal): string[] {
  const buffer = terminal.buffer.active;
  const lines = Array.from({ length: terminal.rows }, (_, row) => buffer.getLine(buffer.baseY + row));
  const texts = lines.map((line) => line?.translateToString(true) ?? "");
  const faults: string[] = [];
  const wide = lines.findIndex((line, row) => line?.isWrapped === true && !isCopied(texts[row - 1] ?? ""));
  if (wide > 0) faults.push(`a line is wider than the screen: ${texts[wide - 1]}`);
  if (count(texts, /^◆/) > 1) faults.push("a question stands there twice");
  if (count(texts, /^[›\s]?[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] (focused|sequential|parallel|looking)/u) > 1)
    faults.push("the live view stands there twice");
  if (texts.some((line) => line.includes("\ufffd"))) faults.push("a character could not be read");
  return faults;
}

/** What stands alone on a line to be copied: folded, it could not be. */
function isCopied(line: string): boolean {
  return /^\s*(?:git |baro[ /]|https?:)/.test(line);
}

/** What is left of the live view and its questions on a screen where all is over. */
export function ghostsIn(lines: readonly string[]): string[] {
  return lines.filter((line) => /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u.test(line) || /^◆/.test(line) || line.includes("? help"));
}

function count(lines: readonly string[], wanted: RegExp): number {
  return lines.filter((line) => wanted.test(line)).length;
}
