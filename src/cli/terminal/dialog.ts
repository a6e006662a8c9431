import type { Host } from "../../host/host.ts";
import { type Input, keyReader, pasteMode } from "./keys.ts";
import { onResized, screenOn } from "./screen.ts";

/** A question that is drawn where it is asked, until it is answered. */
export interface Dialog<T> {
  /** Its lines of now, each cut to `width` cells, no more than `rows`. */
  lines(size: { width: number; rows: number }): string[];
  /** What a key makes of it: the answer, or null to go on asking. Ctrl-C and Ctrl-Z never come here. */
  press(key: string): { answer: T } | null;
  /** A text that was pasted; a dialog without this takes none. */
  paste?(text: string): void;
  /** What stays on the screen; `answer` is null when the person left. */
  closing(answer: T | null, width: number): string[];
  /** Escape leaves it, as Ctrl-C does. */
  escapes?: boolean;
  /** Told once how to draw it again, for what comes from elsewhere. */
  open?(redraw: () => void): void;
}

const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";

/** How long a process in the background waits before it looks again whether the keyboard is its own. */
const lookAgainMs = 200;

/**
 * Asks on a terminal that the caller alone has; `say` writes to it. Null: the person left, the terminal went away, or the run
 * was told to `stop`.
 */
export async function pose<T>(
  host: Pick<Host, "terminal" | "sleep">,
  say: (text: string) => void,
  dialog: Dialog<T>,
  stop?: AbortSignal,
): Promise<T | null> {
  const asked = new Asked(host, say, dialog);
  return await asked.untilAnswered(stop);
}

class Asked<T> {
  readonly #host: Pick<Host, "terminal" | "sleep">;
  readonly #say: (text: string) => void;
  readonly #dialog: Dialog<T>;
  readonly #screen;
  readonly #over = new AbortController();
  readonly #answered = Promise.withResolvers<T | null>();
  /** What gives the keyboard back; null while it is somebody else's. */
  #release: (() => void) | null = null;
  #resizing = false;

  constructor(host: Pick<Host, "terminal" | "sleep">, say: (text: string) => void, dialog: Dialog<T>) {
    this.#host = host;
    this.#say = say;
    this.#dialog = dialog;
    this.#screen = screenOn({ terminal: host.terminal, writeErr: say });
  }

  async untilAnswered(stop: AbortSignal | undefined): Promise<T | null> {
    const { controls } = this.#host.terminal;
    if (controls === undefined || stop?.aborted === true) return null;
    const leave = () => this.#answered.resolve(null);
    stop?.addEventListener("abort", leave, { once: true });
    const listeners = [
      onResized(this.#host, {
        begins: () => {
          this.#resizing = true;
        },
        settles: () => {
          this.#resizing = false;
          this.#draw();
        },
      }),
      controls.onContinue(() => this.#begin()),
      controls.onExit(() => this.#pause()),
    ];
    this.#dialog.open?.(() => this.#draw());
    this.#begin();
    try {
      const answer = await this.#answered.promise;
      this.#close(answer);
      return answer;
    } finally {
      this.#over.abort();
      this.#pause();
      for (const off of listeners) off();
      stop?.removeEventListener("abort", leave);
    }
  }

  /** Takes the keyboard and draws; in the background it waits as any program does that reads there. */
  #begin(): void {
    if (this.#over.signal.aborted) return;
    // A shell has set the terminal its way, and written where we drew.
    if (this.#release !== null) {
      this.#release();
      this.#screen.forget();
    }
    const read = keyReader();
    const { controls } = this.#host.terminal;
    const taken = controls?.takeKeys(
      (text) => this.#take(read(text)),
      () => this.#answered.resolve(null),
    );
    this.#release = taken ?? null;
    if (this.#release === null) {
      void this.#host.sleep(lookAgainMs, this.#over.signal).then(() => this.#release === null && this.#begin());
      return;
    }
    this.#say(hideCursor + pasteMode.on);
    this.#draw();
  }

  /** The keyboard is given back and the cursor shown; what is drawn stays. */
  #pause(): void {
    if (this.#release === null) return;
    this.#release();
    this.#release = null;
    this.#say(pasteMode.off + showCursor);
  }

  #draw(): void {
    if (this.#release === null || this.#resizing) return;
    const { terminal } = this.#host;
    // The last column and row stay free: the cursor stands there.
    const size = { width: Math.max(4, terminal.columns() - 1), rows: Math.max(1, terminal.rows() - 1) };
    this.#screen.draw([], this.#dialog.lines(size).slice(0, size.rows));
  }

  #close(answer: T | null): void {
    if (this.#release === null) return;
    const width = Math.max(4, this.#host.terminal.columns() - 1);
    this.#screen.draw(this.#dialog.closing(answer, width), []);
  }

  /** What comes behind an answer, or behind Ctrl-Z, is for nobody. */
  #take(inputs: readonly Input[]): void {
    for (const input of inputs) if (!this.#takeOne(input)) return;
    this.#draw();
  }

  /** Whether it goes on asking. */
  #takeOne(input: Input): boolean {
    if ("paste" in input) {
      this.#dialog.paste?.(input.paste);
      return true;
    }
    if (input.key === "suspend") {
      this.#suspend();
      return false;
    }
    const leaves = input.key === "interrupt" || (input.key === "escape" && this.#dialog.escapes === true);
    const pressed = leaves ? { answer: null } : this.#dialog.press(input.key);
    if (pressed !== null) this.#answered.resolve(pressed.answer);
    return pressed === null;
  }

  #suspend(): void {
    this.#screen.draw([], []);
    this.#pause();
    this.#host.terminal.controls?.suspend();
    // Where no shell could start us again the signal is not delivered, and we just go on.
    void this.#host.sleep(lookAgainMs, this.#over.signal).then(() => this.#release === null && this.#begin());
  }
}
