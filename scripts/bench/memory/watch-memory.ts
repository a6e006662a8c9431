import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** The memory of one process in megabytes; children are not in it. */
export interface Memory {
  /** The most that was resident at once, as the kernel counted it. */
  peak: number;
  /** What it was made of when the most was seen: private memory, and pages of mapped files (the program itself). */
  anonymous: number;
  files: number;
}

export interface MeasuredProgram {
  memory: Memory;
  /** Processor time of the program itself, in milliseconds: unlike the wall clock, it says something on a busy machine. */
  cpuMs: number;
  code: number | null;
  stderr: string;
}

const everyMs = 10;

/** Runs a program to its end and watches its memory. Linux only: the kernel's own mark is read while it lives. */
export async function runMeasured(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<MeasuredProgram> {
  const child = spawn(program, [...args], { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-4000);
  });
  const memory: Memory = { peak: 0, anonymous: 0, files: 0 };
  let cpuMs = 0;
  const timer = setInterval(() => {
    look(child.pid ?? 0, memory);
    cpuMs = cpuOf(child.pid ?? 0) ?? cpuMs;
  }, everyMs);
  try {
    const code = await new Promise<number | null>((resolve, reject) =>
      child.once("close", resolve).once("error", reject),
    );
    return { memory, cpuMs, code, stderr };
  } finally {
    clearInterval(timer);
  }
}

function look(pid: number, memory: Memory): void {
  const fields = statusOf(pid);
  const peak = fields("VmHWM");
  // A process that has ended and was not waited for yet has no memory.
  if (peak === null) return;
  memory.peak = peak;
  const [anonymous, files] = [fields("RssAnon") ?? 0, fields("RssFile") ?? 0];
  if (anonymous + files > memory.anonymous + memory.files) Object.assign(memory, { anonymous, files });
}

/** The kernel counts it in hundredths of a second; the fields are those after the name, which may hold spaces. */
function cpuOf(pid: number): number | null {
  const text = readOrNothing(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isNaN(ticks) ? null : ticks * 10;
}

function statusOf(pid: number): (name: string) => number | null {
  const text = readOrNothing(`/proc/${pid}/status`);
  return (name) => {
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  };
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // It is gone.
    return "";
  }
}
