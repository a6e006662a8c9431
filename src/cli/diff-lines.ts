import type { Layout, Style } from "../report/layout.ts";
import { cutText } from "../text/cells.ts";
import { plainLines } from "../text/plain.ts";

/** A diff for a screen: a line of it each, in colours, no more than `rows`, and how much is left out; `whole` shows all. */
export function diffLines(diff: string, { paint, width }: Layout, rows: number, whole: string | null = null): string[] {
  const lines = plainLines(diff).filter((line, index, all) => line !== "" || index < all.length - 1);
  const room = Math.max(1, lines.length <= rows ? rows : rows - 1);
  const shown = lines.slice(0, room).map((line) => {
    const style = styleOf(line);
    const cut = cutText(line, width);
    return style === null ? cut : paint(style, cut);
  });
  const left = lines.length - shown.length;
  return left === 0 ? shown : [...shown, paint("dim", `… and ${left} more lines${whole === null ? "" : `: ${whole}`}`)];
}

function styleOf(line: string): Style | null {
  if (/^(diff|index|---|\+\+\+|new file|deleted file|rename|similarity)/.test(line)) return "bold";
  if (line.startsWith("@@")) return "cyan";
  if (line.startsWith("+")) return "green";
  return line.startsWith("-") ? "red" : null;
}
