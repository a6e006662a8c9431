import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { type ChildExit, SpawnError, type TerminalControls } from "./host.ts";

/** The terminal that this process was started in. */
export const terminalControls: TerminalControls = {
  takeKeys(onKeys, onEnd) {
    const { stdin } = process;
    if (!stdin.isTTY || !isInForeground()) return null;
    // A character may be cut in two between chunks.
    const decoder = new TextDecoder();
    const listen = (chunk: Uint8Array | string) =>
      onKeys(typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
    const end = () => onEnd?.();
    stdin.setRawMode(true);
    stdin.on("data", listen);
    for (const event of ["end", "close"]) stdin.once(event, end);
    stdin.resume();
    return () => {
      stdin.off("data", listen);
      for (const event of ["end", "close"]) stdin.off(event, end);
      stdin.pause();
      stdin.setRawMode(false);
    };
  },
  onResize(callback) {
    process.on("SIGWINCH", callback);
    return () => process.off("SIGWINCH", callback);
  },
  onContinue(callback) {
    process.on("SIGCONT", callback);
    return () => process.off("SIGCONT", callback);
  },
  onExit(callback) {
    process.on("exit", callback);
    return () => process.off("exit", callback);
  },
  suspend: () => {
    // The whole group, as the terminal itself would: whatever shares it has the screen too.
    process.kill(0, "SIGTSTP");
  },
  interrupt: () => {
    process.kill(process.pid, "SIGINT");
  },
  handOver: ({ program, args, cwd, env }) =>
    new Promise<ChildExit>((resolve, reject) => {
      // Its screen is where our own questions are: stdout may be somebody's data.
      const child = spawn(program, [...args], { cwd, env: { ...env }, stdio: [0, 2, 2] });
      child.once("error", (error) => reject(new SpawnError(program, "other", error)));
      child.once("close", (exitCode, signal) => resolve({ exitCode, signal }));
    }),
  page: ({ program, args, cwd, env, text }) =>
    new Promise<ChildExit>((resolve, reject) => {
      // Ctrl-C is the pager's: it ends a search there, and not us.
      const ignore = () => {};
      process.on("SIGINT", ignore);
      const child = spawn(program, [...args], { cwd, env: { ...env }, stdio: ["pipe", 1, 2] });
      child.once("error", (error) => reject(new SpawnError(program, "other", error)));
      child.once("close", (exitCode, signal) => {
        process.off("SIGINT", ignore);
        resolve({ exitCode, signal });
      });
      // Who leaves early has seen enough.
      child.stdin?.on("error", ignore);
      child.stdin?.end(text);
    }),
};

/**
 * Whether the terminal is ours: who changes its mode from the background is stopped for it. Where the system does not say
 * (only Linux does, in /proc), we take it to be.
 */
function isInForeground(): boolean {
  try {
    const stat = readFileSync("/proc/self/stat", "utf8");
    // The name comes second and may hold anything; what follows its bracket is state, parent, group, session, tty, tpgid.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[2] === fields[5];
  } catch {
    return true;
  }
}
