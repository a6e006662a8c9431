import type { Host } from "../../host/host.ts";
import { knowsSequences } from "../../settings/knows-sequences.ts";
import type { RunOptions } from "../../settings/options.ts";
import { widthOf } from "../../text/cells.ts";

/** The bottom lines of a terminal, drawn again and again, with a log that scrolls away above them. */
export interface Screen {
  /** Puts `log` above and `frame` below, in one synchronized write. */
  draw(log: readonly string[], frame: readonly string[]): void;
  /** Others have written since: what was drawn is not to be drawn over. */
  forget(): void;
}

const beginUpdate = "\u001b[?2026h";
const endUpdate = "\u001b[?2026l";

/** A screen on stderr. Lines of the frame must be cut to the terminal's width. */
export function screenOn(host: Pick<Host, "writeErr" | "terminal">): Screen {
  let drawn: readonly string[] = [];
  return {
    draw(log, frame) {
      const up = rowsOf(drawn, host.terminal.columns());
      const erase = up === 0 ? "" : `\u001b[${up}A\r\u001b[0J`;
      const lines = [...log, ...frame].map((line) => `${line}\n`).join("");
      if (erase + lines !== "") host.writeErr(beginUpdate + erase + lines + endUpdate);
      drawn = frame;
    },
    forget() {
      drawn = [];
    },
  };
}

/** A window that is dragged has another size many times a second. */
const settleMs = 80;

/**
 * Tells when a terminal begins to change its size, and when it has kept it for a moment. What is drawn in between would be
 * folded by sizes that nobody can know, and could not be found again to be drawn over.
 */
export function onResized(
  { terminal, sleep }: Pick<Host, "terminal" | "sleep">,
  { begins, settles }: { begins(): void; settles(): void },
): () => void {
  let newest = 0;
  const off = terminal.controls?.onResize(() => {
    newest++;
    const own = newest;
    begins();
    void sleep(settleMs).then(() => {
      if (own === newest) settles();
    });
  });
  return () => {
    newest = 0;
    off?.();
  };
}

/** A terminal made narrower has wrapped what was drawn, so the rows to go back are counted at its width of now. */
function rowsOf(lines: readonly string[], columns: number): number {
  const width = Math.max(1, columns);
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(widthOf(line) / width)), 0);
}

/**
 * Whether the terminal on stderr is drawn on: not where sentences were asked for, `NO_COLOR` included, which is what people
 * with a screen reader set, and not where it can't be.
 */
export function mayDraw(
  host: Pick<Host, "env" | "terminal" | "platform">,
  options: Pick<RunOptions, "plain">,
): boolean {
  const { env, terminal } = host;
  if (!terminal.stderrIsTty || options.plain || isSet(env["NO_COLOR"])) return false;
  return knowsSequences(host);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
