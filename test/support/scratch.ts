import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A temporary folder that is removed when the scope ends: `using folder = scratchFolder()`. */
export function scratchFolder(): { path: string } & Disposable {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "baro-test-")));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Writes files below a folder, making their folders. */
export function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Runs git in a folder and gives its stdout without the last newline. */
export function gitIn(root: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trimEnd();
}

/** A real repository with one commit of `files` on `main`. */
export function scratchRepository(files: Readonly<Record<string, string>> = { "README.md": "# Scratch\n" }) {
  const folder = scratchFolder();
  gitIn(folder.path, "init", "--quiet", "--initial-branch=main");
  writeFiles(folder.path, files);
  gitIn(folder.path, "add", "--all");
  gitIn(folder.path, "commit", "--quiet", "--message", "Start");
  return {
    ...folder,
    git: (...args: string[]) => gitIn(folder.path, ...args),
    write: (more: Readonly<Record<string, string>>) => writeFiles(folder.path, more),
    commit: (message: string, more: Readonly<Record<string, string>>) => {
      writeFiles(folder.path, more);
      gitIn(folder.path, "add", "--all");
      gitIn(folder.path, "commit", "--quiet", "--message", message);
      return gitIn(folder.path, "rev-parse", "HEAD");
    },
  };
}
