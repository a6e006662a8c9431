import type { Host } from "./host.ts";

export interface CommandRequest {
  program: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  stdin?: string | Uint8Array | null;
  signal?: AbortSignal | undefined;
  /** Milliseconds until the command and its tree are stopped; none by default. */
  timeoutMs?: number;
  /** Bytes kept of each stream: the beginning of stdout, the end of stderr (64 MiB, 64 KiB). */
  maxStdoutBytes?: number;
  maxStderrBytes?: number;
  /** Keep the end of stdout instead of its beginning. */
  keepTail?: boolean;
  detached?: boolean;
  /** See `SpawnRequest`. */
  ownPlace?: string | undefined;
}

/** Success and failure have the same shape; the caller switches on it. */
export interface CommandResult {
  exitCode: number | null;
  signal: string | null;
  timedOut: boolean;
  stdout: Buffer;
  stderr: Buffer;
  /** Bytes of the whole stdout, kept or not. */
  stdoutBytes: number;
  ms: number;
}

/** A reason that costs nothing: without one, an error with a stack is made for nobody. */
const ended = "ended";

/** Runs a program to its end and collects what it printed, within bounds. Rejects only when it can't be started. */
export async function runCommand(host: Host, request: CommandRequest): Promise<CommandResult> {
  const started = host.elapsed();
  const timeout = new AbortController();
  const signals = [timeout.signal, ...(request.signal === undefined ? [] : [request.signal])];
  const child = await host.spawn({
    program: request.program,
    args: request.args,
    cwd: request.cwd,
    env: request.env,
    stdin: request.stdin ?? null,
    signal: AbortSignal.any(signals),
    detached: request.detached ?? false,
    ownPlace: request.ownPlace,
  });
  const done = new AbortController();
  if (request.timeoutMs !== undefined) {
    void host.sleep(request.timeoutMs, done.signal).then(() => {
      if (!done.signal.aborted) timeout.abort();
    });
  }
  const maxStdout = request.maxStdoutBytes ?? 64 * 1024 * 1024;
  const [stdout, stderr, exit] = await Promise.all([
    request.keepTail === true ? collectTail(child.stdout, maxStdout) : collectHead(child.stdout, maxStdout),
    collectTail(child.stderr, request.maxStderrBytes ?? 64 * 1024),
    child.exit,
  ]).finally(() => done.abort(ended));
  return {
    ...exit,
    timedOut: timeout.signal.aborted,
    stdout: stdout.bytes,
    stderr: stderr.bytes,
    stdoutBytes: stdout.total,
    ms: Math.round(host.elapsed() - started),
  };
}

interface Collected {
  bytes: Buffer;
  total: number;
}

async function collectHead(chunks: AsyncIterable<Uint8Array>, max: number): Promise<Collected> {
  const parts: Uint8Array[] = [];
  let kept = 0;
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (kept >= max) continue;
    const piece = chunk.subarray(0, max - kept);
    kept += piece.length;
    parts.push(piece);
  }
  return { bytes: Buffer.concat(parts), total };
}

async function collectTail(chunks: AsyncIterable<Uint8Array>, max: number): Promise<Collected> {
  let parts: Uint8Array[] = [];
  let kept = 0;
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    kept += chunk.length;
    parts.push(chunk);
    if (kept > 2 * max) {
      parts = [Buffer.concat(parts).subarray(-max)];
      kept = max;
    }
  }
  const bytes = Buffer.concat(parts);
  return { bytes: bytes.length > max ? bytes.subarray(bytes.length - max) : bytes, total };
}
