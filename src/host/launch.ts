import { spawn } from "node:child_process";
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startedWithMark } from "./descent-mark.ts";
import { treeVariable } from "./process-tree.ts";

export interface LaunchRequest {
  program: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** What it reads from stdin; null: nothing. */
  stdin: string | null;
  /** The file that gets all that it says; null: only the end of its stderr is kept, where nobody else can find it. */
  log: string | null;
}

/** A process that goes on without us. */
export interface Launched extends Disposable {
  pid: number;
  exit: Promise<number | null>;
  /** The end of what it has said. */
  said(): string;
}

const mostSaid = 64 * 1024;

/**
 * Starts a program in a session of its own: it outlives this process and its terminal, and nothing that happens here reaches
 * it. What it reads is a file that only it can see. Rejects with the system's error.
 */
export async function launchProgram(request: LaunchRequest): Promise<Launched> {
  const { program, args, cwd, env, stdin, log } = request;
  const folder = mkdtempSync(join(tmpdir(), "baro-launch-"));
  writeFileSync(join(folder, "in"), stdin ?? "", { mode: 0o600 });
  const input = openSync(join(folder, "in"), "r");
  const errors = openSync(log ?? join(folder, "err"), "a+", 0o600);
  try {
    // What we are marked with would make it part of what ends with us.
    const child = startedWithMark(false, () =>
      spawn(program, [...args], {
        cwd,
        env: { ...env, [treeVariable]: undefined },
        stdio: [stdin === null ? "ignore" : input, log === null ? "ignore" : errors, errors],
        detached: true,
      }),
    );
    await new Promise((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.unref();
    return { pid: child.pid ?? 0, exit, said: () => endOf(errors), [Symbol.dispose]: () => closeSync(errors) };
  } catch (error) {
    closeSync(errors);
    throw error;
  } finally {
    closeSync(input);
    // It has them open; nobody else can find them any more.
    rmSync(folder, { recursive: true, force: true });
  }
}

function endOf(fd: number): string {
  const { size } = fstatSync(fd);
  const start = Math.max(0, size - mostSaid);
  const bytes = Buffer.alloc(size - start);
  return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, start)).toString("utf8");
}
