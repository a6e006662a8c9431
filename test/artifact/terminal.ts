import { spawn } from "node:child_process";

/** A program in a pseudo-terminal, typed at by a test. */
export interface Terminal {
  /** Resolves when the screen has shown the text since the last wait. Rejects with the screen when the program ends first. */
  shows(text: string | RegExp): Promise<void>;
  type(keys: string): void;
  /** All that was written, without escape sequences. */
  screen(): string;
  /** All that was written, as it came. */
  raw(): string;
  exit: Promise<number | null>;
}

export const keys = {
  enter: "\r",
  down: "\u001b[B",
  up: "\u001b[A",
  left: "\u001b[D",
  pageDown: "\u001b[6~",
  newLine: "\n",
  editor: "\u0007",
  backspace: "\u007f",
  interrupt: "\u0003",
} as const;

/** A text as a terminal sends what is pasted. */
export const pasted = (text: string) => `\u001b[200~${text.replaceAll("\n", "\r")}\u001b[201~`;

/** Starts a program in a pseudo-terminal of util-linux's `script`, 100 columns wide unless the test says otherwise. */
export function openTerminal(call: {
  program: string;
  args: readonly string[];
  cwd: string;
  env: Record<string, string>;
  columns?: number;
  rows?: number;
}): Terminal {
  const quoted = [call.program, ...call.args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const size = `stty cols ${call.columns ?? 100} rows ${call.rows ?? 40}`;
  const child = spawn("script", ["-qfec", `${size}; exec ${quoted}`, "/dev/null"], {
    cwd: call.cwd,
    env: { ...call.env, TERM: "xterm-256color", SHELL: "/bin/sh" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let raw = "";
  let text = "";
  let seen = 0;
  let ended = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of waiting) look();
  };
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (data: string) => {
    raw += data;
    text += plain(data);
    wake();
  });
  const exit = new Promise<number | null>((resolve) => {
    child.once("close", (code) => {
      ended = true;
      wake();
      resolve(code);
    });
  });
  return {
    shows: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const rest = text.slice(seen);
          const match = typeof wanted === "string" ? rest.indexOf(wanted) : rest.search(wanted);
          if (match < 0 && !ended) return;
          waiting.delete(look);
          if (match < 0) return reject(new Error(`The screen never showed ${wanted}:\n${text}`));
          seen += match + 1;
          resolve();
        };
        waiting.add(look);
        look();
      }),
    type: (typed) => void child.stdin.write(typed),
    screen: () => text,
    raw: () => raw,
    exit,
  };
}

function plain(data: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
  return data.replace(/\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007|\u001b[=>78]/g, "");
}
