import { spawn, spawnSync } from "node:child_process";
import { Terminal } from "@xterm/headless";
import { widthOf } from "../../src/text/cells.ts";

/** A program in a pseudo-terminal, seen as a person sees it: the screen, not the bytes. */
export interface Screen {
  /** Resolves with the screen as soon as it looks as wanted. Rejects with it when the program ends first. */
  until(looks: (lines: string[]) => boolean): Promise<string[]>;
  shows(text: string | RegExp): Promise<string[]>;
  /** What is on the screen now, without what has scrolled away. */
  lines(): string[];
  /** What has scrolled away, and then the screen. */
  everything(): string[];
  /** The same as a person copies it: what the terminal itself has folded is one line. */
  joined(): string[];
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  cursorIsShown(): boolean;
  /** The model itself, for who looks at colours. */
  model: Terminal;
  exit: Promise<number | null>;
}

interface Call {
  program: string;
  args: readonly string[];
  cwd: string;
  env: Record<string, string>;
  columns: number;
  rows?: number;
}

/** Starts a program in a pseudo-terminal of util-linux's `script`, with a model of a terminal looking on. */
export function openScreen({ program, args, cwd, env, columns, rows = 30 }: Call): Screen {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 });
  const quoted = [program, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  // The terminal's name is for `resize`, and not for the screen.
  const command = `stty cols ${columns} rows ${rows}; tty; printf '\\033[A\\033[2K'; exec ${quoted}`;
  const child = spawn("script", ["-qfec", command, "/dev/null"], {
    cwd,
    env: { TERM: "xterm-256color", SHELL: "/bin/sh", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let raw = "";
  let ended = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of waiting) look();
  };
  child.stdout.on("data", (data: Buffer) => {
    raw += data.toString("latin1");
    terminal.write(data, wake);
  });
  const exit = new Promise<number | null>((resolve) => {
    child.once("close", (code) => {
      // What was written last is still to be looked at.
      terminal.write("", () => {
        ended = true;
        wake();
        resolve(code);
      });
    });
  });
  const linesFrom = (first: number) => {
    const buffer = terminal.buffer.active;
    const count = buffer.baseY + terminal.rows - first;
    return Array.from({ length: count }, (_, row) => buffer.getLine(first + row)?.translateToString(true) ?? "");
  };
  const lines = () => linesFrom(terminal.buffer.active.baseY);
  const until: Screen["until"] = (looks) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const now = lines();
        const found = looks(now);
        if (!found && !ended) return;
        waiting.delete(look);
        if (found) resolve(now);
        else reject(new Error(`The screen never looked as wanted:\n${linesFrom(0).join("\n")}`));
      };
      waiting.add(look);
      look();
    });
  return {
    until,
    shows: (text) =>
      until((now) => now.some((line) => (typeof text === "string" ? line.includes(text) : text.test(line)))),
    lines,
    everything: () => linesFrom(0),
    joined: () => {
      const folded = (row: number) => terminal.buffer.active.getLine(row)?.isWrapped === true;
      return linesFrom(0).reduce<string[]>((whole, line, row) => {
        if (folded(row) && whole.length > 0) whole[whole.length - 1] += line;
        else whole.push(line);
        return whole;
      }, []);
    },
    type: (keys) => void child.stdin.write(keys),
    resize(width, height) {
      const device = /\/dev\/pts\/\d+/.exec(raw)?.[0];
      if (device === undefined) throw new Error("The pseudo-terminal did not say its name");
      terminal.resize(width, height);
      // At once: two of them must not overtake each other.
      spawnSync("stty", ["-F", device, "cols", String(width), "rows", String(height)]);
    },
    cursorIsShown: () => raw.lastIndexOf("\u001b[?25h") >= raw.lastIndexOf("\u001b[?25l"),
    model: terminal,
    exit,
  };
}

/** Words that a terminal's edge has cut, though they would have fitted on a line of their own. */
export function brokenWords({ model }: Pick<Screen, "model">): string[] {
  const { active } = model.buffer;
  const rows = Array.from({ length: active.baseY + model.rows }, (_, at) => active.getLine(at));
  return rows.flatMap((row, at) => {
    if (row?.isWrapped !== true) return [];
    const head = /\S*$/.exec(rows[at - 1]?.translateToString(false) ?? "")?.[0] ?? "";
    const tail = /^\S*/.exec(row.translateToString(true))?.[0] ?? "";
    return head !== "" && tail !== "" && widthOf(head + tail) <= model.cols ? [head + tail] : [];
  });
}
