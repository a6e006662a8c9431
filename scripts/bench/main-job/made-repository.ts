import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";

const filesPerFolder = 50;

/** Makes a repository of many small files with one commit, checked out. Fed to git as a stream: no file is written twice. */
export function makeRepository(root: string, files: number): void {
  mkdirSync(root, { recursive: true });
  const git = (args: string[], input?: string) => {
    execFileSync("git", args, { cwd: root, input: input ?? "", stdio: ["pipe", "ignore", "inherit"] });
  };
  git(["init", "--quiet", "--initial-branch=main"]);
  git(["config", "user.name", "Bench"]);
  git(["config", "user.email", "bench@example.invalid"]);
  git(["config", "gc.auto", "0"]);
  git(["fast-import", "--quiet"], commitOf(files));
  git(["reset", "--quiet", "--hard", "main"]);
}

function commitOf(files: number): string {
  const parts = [
    "commit refs/heads/main\n",
    "committer Bench <bench@example.invalid> 1767225600 +0000\n",
    data("Start"),
    fileOf("README.md", "# Bench\n\nA repository with many files.\n"),
  ];
  for (let index = 1; index < files; index++) {
    const folder = Math.floor(index / filesPerFolder);
    parts.push(fileOf(`src/part-${folder}/file-${index}.ts`, `export const value${index} = ${index};\n`));
  }
  return parts.join("");
}

const fileOf = (path: string, text: string) => `M 100644 inline ${path}\n${data(text)}`;
const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
