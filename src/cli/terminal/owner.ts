import type { Host } from "../../host/host.ts";
import { wrapLog } from "../../text/cells.ts";
import { type Dialog, pose } from "./dialog.ts";
import { type Key, keyReader, pasteMode } from "./keys.ts";
import { onResized, type Screen, screenOn } from "./screen.ts";

/** Something that is drawn at the bottom of the screen for as long as it goes on. */
export interface Picture {
  /** The lines of now, each cut to the width, all of them together no more than the rows. */
  lines(): string[];
  /** A key that was pressed; Ctrl-C and Ctrl-Z are the owner's own. */
  press?(key: Key): void;
  /** A text that was pasted: no keys, whatever it holds. */
  paste?(text: string): void;
}

/** What a question has while it has the screen. */
export interface Floor {
  /** Cells of a line. */
  columns(): number;
  /** Shows what belongs to the question. */
  say(text: string): void;
  /** Draws a question until it is answered; null: left, or told to stop. */
  pose<T>(dialog: Dialog<T>, stop?: AbortSignal): Promise<T | null>;
}

/**
 * Who has the screen. Questions, the live view, plain lines, notices and what children print all go through here: while a
 * question is open it alone is on the screen, and what arrives meanwhile is shown when it is answered.
 */
export interface TerminalOwner {
  /** Shows text for stdout or stderr: above the picture, or when the open question is answered. */
  write(stream: Stream, text: string): void;
  /** Gives the screen to a question until it is answered. One inside another has it already. */
  lend<T>(ask: (floor: Floor) => Promise<T>): Promise<T>;
  /** Whether a question has the screen. */
  isLent(): boolean;
  /** Draws a picture again and again, until `rest`. */
  show(picture: Picture): void;
  /** Draws the picture now: something happened that nobody should have to wait for. */
  redraw(): void;
  /** Takes the picture away; what was said stays. */
  rest(): void;
  /** Writes what moves nothing on the screen, such as a title, at once. */
  announce(sequence: string): void;
  /** Calls back before the process is stopped with Ctrl-Z, until the returned function is called. */
  onSuspend(callback: () => void): () => void;
}

type Stream = "out" | "err";

const frameMs = 100;
const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";

/** How talk begins: with a capital, or with what kind of talk it is, as in `note: …`. */
const sentence = /^(?:["A-Z]|[a-z]+: )/;

const owners = new WeakMap<Host, TerminalOwner>();

/** The host of a command, with everything that it prints going through one owner of the terminal. */
export function ownTerminal(host: Host): Host {
  const owner = new Owner(host);
  const owned: Host = {
    ...host,
    writeOut: (text) => owner.write("out", text),
    writeErr: (text) => owner.write("err", text),
  };
  owners.set(owned, owner);
  return owned;
}

/** Who has the screen that a host prints on. */
export function ownerOf(host: Host): TerminalOwner {
  const known = owners.get(host);
  if (known !== undefined) return known;
  const owner = new Owner(host);
  owners.set(host, owner);
  return owner;
}

class Owner implements TerminalOwner {
  readonly #host: Host;
  readonly #screen: Screen;
  #picture: Picture | null = null;
  #drawing: { stop: AbortController; release: (() => void)[] } | null = null;
  #lent = 0;
  #resizing = false;
  /** What waits for the open question to be answered, or for the next picture. */
  #waiting: { stream: Stream; text: string }[] = [];

  readonly #beforeStop = new Set<() => void>();

  constructor(host: Host) {
    this.#host = this.#tellingOfStop(host);
    this.#screen = screenOn(host);
  }

  write(stream: Stream, given: string): void {
    const text = this.#isOnScreen(stream) ? this.#fitted(given) : given;
    const busy = this.#lent > 0 || this.#drawing !== null;
    if (busy && this.#isOnScreen(stream)) this.#waiting.push({ stream, text });
    else this.#put(stream, text);
  }

  /** Sentences that are wider than the screen are broken between words; commands and diffs are left to be copied. */
  #fitted(text: string): string {
    const columns = this.#host.terminal.columns();
    if (text.length <= columns) return text;
    const fitted = (line: string) => (sentence.test(line) ? wrapLog(line, columns) : [line]);
    return text.split("\n").flatMap(fitted).join("\n");
  }

  async lend<T>(ask: (floor: Floor) => Promise<T>): Promise<T> {
    this.#lent++;
    this.#stop();
    const say = (text: string) => this.#put("err", text);
    try {
      return await ask({
        columns: this.#host.terminal.columns,
        say,
        pose: (dialog, stop) => pose(this.#host, say, dialog, stop),
      });
    } finally {
      this.#lent--;
      if (this.#lent === 0) {
        this.#flush();
        if (this.#picture !== null) this.#start();
      }
    }
  }

  isLent(): boolean {
    return this.#lent > 0;
  }

  show(picture: Picture): void {
    this.#picture = picture;
    if (this.#lent === 0 && this.#drawing === null) this.#start();
  }

  redraw(): void {
    if (this.#drawing !== null) this.#draw();
  }

  rest(): void {
    this.#picture = null;
    this.#stop();
  }

  announce(sequence: string): void {
    this.#put("err", sequence);
  }

  onSuspend(callback: () => void): () => void {
    this.#beforeStop.add(callback);
    return () => this.#beforeStop.delete(callback);
  }

  /** A picture and a question stop the process through the same controls. */
  #tellingOfStop(host: Host): Host {
    const { controls } = host.terminal;
    if (controls === undefined) return host;
    const suspend = () => {
      for (const tell of this.#beforeStop) tell();
      controls.suspend();
    };
    return { ...host, terminal: { ...host.terminal, controls: { ...controls, suspend } } };
  }

  #isOnScreen(stream: Stream): boolean {
    const { stdoutIsTty, stderrIsTty } = this.#host.terminal;
    return stream === "out" ? stdoutIsTty : stderrIsTty;
  }

  #put(stream: Stream, text: string): void {
    if (stream === "out") this.#host.writeOut(text);
    else this.#host.writeErr(text);
  }

  #flush(): void {
    for (const { stream, text } of this.#waiting.splice(0)) this.#put(stream, text);
  }

  #start(): void {
    const stop = new AbortController();
    const { controls } = this.#host.terminal;
    const release = [
      onResized(this.#host, {
        begins: () => {
          this.#resizing = true;
        },
        settles: () => {
          this.#resizing = false;
          this.redraw();
        },
      }),
      controls?.onContinue(() => this.#goOn()),
      controls?.onExit(() => this.#stop()),
      this.#takeKeys(),
    ];
    this.#drawing = { stop, release: release.filter((one) => one != null) };
    this.#host.writeErr(hideCursor + pasteMode.on);
    void this.#turn(stop.signal);
  }

  #takeKeys(): (() => void) | null | undefined {
    const read = keyReader();
    return this.#host.terminal.controls?.takeKeys((text) => {
      for (const input of read(text)) {
        if ("key" in input) this.#press(input.key === "newline" ? "enter" : input.key);
        else this.#picture?.paste?.(input.paste);
      }
    });
  }

  /** The picture is taken away, what waits is shown, and the terminal is as it was found. */
  #stop(): void {
    const drawing = this.#drawing;
    if (drawing === null) return;
    this.#drawing = null;
    this.#resizing = false;
    drawing.stop.abort();
    for (const release of drawing.release) release();
    this.#screen.draw([], []);
    this.#host.writeErr(pasteMode.off + showCursor);
    this.#flush();
  }

  async #turn(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      this.#draw();
      await this.#host.sleep(frameMs, stop);
    }
  }

  #draw(): void {
    const picture = this.#picture;
    if (picture === null || this.#resizing) return;
    const said = this.#waiting.splice(0).flatMap(({ text }) => linesOf(text));
    this.#screen.draw(said, picture.lines());
  }

  #press(key: Key): void {
    const { controls } = this.#host.terminal;
    if (key === "interrupt") controls?.interrupt();
    else if (key === "suspend") this.#suspend();
    else this.#picture?.press?.(key);
    this.redraw();
  }

  /** Gives the terminal back as it was found, and takes it again when the shell lets us go on. */
  #suspend(): void {
    const { controls } = this.#host.terminal;
    this.#stop();
    const back = () => {
      done?.();
      if (this.#picture !== null && this.#lent === 0 && this.#drawing === null) this.#start();
    };
    const done = controls?.onContinue(back);
    controls?.suspend();
    // Where no shell could start us again the signal is not delivered, and we just go on.
    void this.#host.sleep(2 * frameMs).then(back);
  }

  /** Stopped and started again from outside: the shell has written here meanwhile, and set the terminal its way. */
  #goOn(): void {
    if (this.#drawing === null) return;
    this.#screen.forget();
    this.#stop();
    if (this.#picture !== null && this.#lent === 0) this.#start();
  }
}

function linesOf(text: string): string[] {
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}
