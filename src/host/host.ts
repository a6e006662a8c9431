import type { HttpReply, HttpRequest, HttpServer, ListenRequest } from "./http-server.ts";
import type { Launched, LaunchRequest } from "./launch.ts";

/** What a program is started with. `env` is the whole environment: nothing is inherited. */
export interface SpawnRequest {
  program: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Written to stdin, which is then closed; `null`: stdin is /dev/null; `"pipe"`: kept open for `child.stdin`. */
  stdin?: string | Uint8Array | null | "pipe";
  /** Stops the child and everything it started, softly first. */
  signal?: AbortSignal | undefined;
  /** Milliseconds between the soft signal and SIGKILL (2,000). */
  graceMs?: number;
  /**
   * Starts the child in a session and process group of its own, registered with the watchdog, and kills what is left of
   * its tree when it ends. Off: the child shares our group, for short helpers like git.
   */
  detached?: boolean;
  /**
   * A folder that the child has for itself, such as its worktree. What is still at work there at its end, and comes from a
   * child of ours that nothing leads to any more, ends with it (Linux).
   */
  ownPlace?: string | undefined;
}

export interface ChildExit {
  exitCode: number | null;
  signal: string | null;
}

/** A running program. `stdout` and `stderr` must be read or discarded; they end when the child's do. */
export interface Child {
  pid: number;
  stdout: AsyncIterable<Uint8Array>;
  stderr: AsyncIterable<Uint8Array>;
  /** Only with `stdin: "pipe"`. */
  stdin: { write(text: string): Promise<void>; close(): void } | null;
  exit: Promise<ChildExit>;
  /** Stops the child and its tree: soft signal, grace, SIGKILL. Resolves when nothing of it is left. */
  stop(): Promise<void>;
}

/** The parts of a terminal that only whoever owns the screen touches. Each listener is taken off by what is returned. */
export interface TerminalControls {
  /**
   * Takes the keyboard: keys come as they are pressed, none is echoed and none becomes a signal. Null: this process is in
   * the background, where the keyboard is somebody else's. `onEnd`: the terminal has gone.
   */
  takeKeys(onKeys: (text: string) => void, onEnd?: () => void): (() => void) | null;
  onResize(callback: () => void): () => void;
  /** After the process was stopped, and goes on. */
  onContinue(callback: () => void): () => void;
  /** Before this process ends, however it ends; nothing that takes time may be done then. */
  onExit(callback: () => void): () => void;
  /** What Ctrl-Z and Ctrl-C do where nobody has taken the keyboard. */
  suspend(): void;
  interrupt(): void;
  /** Runs a program that has the terminal for itself, an editor say, to its end. Rejects with a `SpawnError`. */
  handOver(request: Pick<SpawnRequest, "program" | "args" | "cwd" | "env">): Promise<ChildExit>;
  /** Lets a program that pages show a text on stdout's screen; it reads its keys from the terminal itself. */
  page(request: Pick<SpawnRequest, "program" | "args" | "cwd" | "env"> & { text: string }): Promise<ChildExit>;
}

export interface Terminal {
  stdinIsTty: boolean;
  stdoutIsTty: boolean;
  stderrIsTty: boolean;
  /** Width of the terminal in cells; 80 when there is none. */
  columns(): number;
  rows(): number;
  /** Absent where no person can sit: in tests, say. */
  controls?: TerminalControls;
}

/**
 * The one door to everything that is not a pure function or a file: environment, clock, ids, processes, terminal.
 * Tests hand in their own; `systemHost` is the real one.
 */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly pid: number;
  /** `linux`, `darwin`, `win32`, … */
  readonly platform: string;
  readonly arch: string;
  /** What runs the program, with its version: `bun 1.4.5`. */
  readonly runTime: string;
  /** Begins the mark of everything that this process starts detached. */
  readonly treeMark: string;
  /** How to start this very program again: program and leading arguments. */
  readonly self: readonly string[];
  readonly terminal: Terminal;
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a clock that never jumps. */
  elapsed(): number;
  /** Resolves early (never rejects) when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A short random id: lower-case letters and digits. */
  newId(): string;
  /** A long random text that nobody can guess: letters, digits, `-` and `_`. */
  newSecret(): string;
  /** Rejects with a `SpawnError` when the program isn't there or isn't executable. */
  spawn(request: SpawnRequest): Promise<Child>;
  /** Starts a program that goes on without us. Rejects with the system's error. */
  launch(request: LaunchRequest): Promise<Launched>;
  /** Serves HTTP. Rejects with the system's error. */
  listen(at: ListenRequest, answer: (request: HttpRequest) => Promise<HttpReply>): Promise<HttpServer>;
  /** Ends whatever still runs of what another process with this mark started. Resolves when nothing of it is left. */
  endTrees(treeMark: string): Promise<void>;
  /** From now on, all that is written or asked for with `shown` goes through this as well. */
  hide(clean: (text: string) => string): void;
  /** A text as people may see it: what was hidden is taken out. */
  shown(text: string): string;
  writeOut(text: string): void;
  /** Writes to stdout as it is: what another program reads, and was hidden in where that is needed. */
  writeAsIs(text: string): void;
  writeErr(text: string): void;
  /** A file that the person names, which may be a pipe. Throws when it is longer than so many bytes. */
  readNamed(path: string, mostBytes: number): string;
  /** All of standard input; null when it is longer than so many bytes: the rest of it is not read. */
  readStdin(mostBytes: number): Promise<string | null>;
  /** Standard input as it comes, for streams too large to hold. */
  stdinChunks(): AsyncIterable<Uint8Array>;
  /** Calls back with standard input as it comes, and when it ends, until the returned function is called. */
  hearStdin(onChunk: (chunk: Uint8Array) => void, onEnd: () => void): () => void;
  /** Resolves when what was written to stdout has gone out, so that a slow reader slows us down. False: the reader left. */
  outDrained(): Promise<boolean>;
  /** Calls back on SIGINT, SIGTERM and SIGHUP until the returned function is called. */
  onSignal(callback: (signal: "SIGINT" | "SIGTERM" | "SIGHUP") => void): () => void;
}

/** The program could not be started: missing, not executable, or its folder is gone. */
export class SpawnError extends Error {
  readonly program: string;
  readonly reason: "missing" | "not-executable" | "other";
  constructor(program: string, reason: "missing" | "not-executable" | "other", cause: unknown) {
    super(`Cannot start "${program}": ${reason}`, { cause });
    this.name = "SpawnError";
    this.program = program;
    this.reason = reason;
  }
}
