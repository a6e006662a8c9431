import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Installer } from "../../ecosystems/ecosystem.ts";
import { installerOf, installerTexts, modernYarnSettings } from "../../ecosystems/npm-installers.ts";
import { pythonSourceOf } from "../../ecosystems/python.ts";
import { listBaseFiles } from "../../git/base-files.ts";
import { besideFiles } from "../../git/beside-files.ts";
import { type GitHost, tryGit } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";
import { findPlainText } from "../../host/read-plain.ts";
import { findProgram } from "../../host/spawn.ts";
import { plainLine } from "../../text/plain.ts";
import { shellWord } from "../../text/quoting.ts";
import { headOf } from "../../text/shorten.ts";
import { type DeclaredCommands, type DeclaringFile, declaredCommands, declaringFiles } from "./declared-commands.ts";
import { type DependencyFolder, findDependencyFolders, findMissingFolders } from "./dependency-folders.ts";
import { listIncluded } from "./worktree-include.ts";

/** What the worktrees of one run need beyond their files, read once. */
export interface SetUpNeeds extends Installer {
  /** Ignored files that are copied. */
  included: string[];
  folders: DependencyFolder[];
  /** The folder that Python packages are imported from, when it is not the root. */
  pythonSource: string | null;
  /** Commands that the person trusts. */
  declared: DeclaredCommands | null;
  notices: string[];
}

/** Whether the person trusts a file with this content; the path is absolute. */
export type IsTrusted = (file: string, content: string) => boolean;

/** Whose set-up commands count. */
export interface Declarations {
  isTrusted: IsTrusted;
  /** Those of the person's configuration; `null`: what the repository's files declare. */
  commands: readonly string[] | null;
}

/** Looks at the person's checkout for what a fresh worktree of `base` lacks. */
export async function readSetUp(
  host: Host,
  root: string,
  base: string,
  declarations: Declarations,
): Promise<SetUpNeeds> {
  const files = await listBaseFiles(host, root, base);
  const tracked = new Set(files);
  const [dependencies, missing, largeFiles, declared] = await Promise.all([
    findDependencyFolders(root, files, tracked),
    findMissingFolders(root, files, tracked),
    largeFileNotices(host, root, base, files),
    readDeclared(root, declarations),
  ]);
  const texts = installerTexts.map((path) => findPlainText(join(root, path)) ?? "");
  const folders = [...dependencies.folders, ...missing];
  const inFolder = (path: string) => folders.some((folder) => path.startsWith(`${folder.path}/`));
  const included = await listIncluded(host, root, inFolder);
  const project = {
    has: (path: string) => tracked.has(path) || (path === modernYarnSettings && existsSync(join(root, path))),
    text: (path: string) => texts[installerTexts.indexOf(path)] ?? "",
  };
  return {
    included: included.paths.filter((path) => !tracked.has(path)),
    folders,
    ...installerOf(project),
    pythonSource: pythonSourceOf(files),
    declared: declared.commands,
    notices: [...dependencies.notices, ...included.notices, ...largeFiles, ...declared.notices],
  };
}

/** The configured commands, else the first file whose commands are trusted. Untrusted ones are named, and never run. */
async function readDeclared(
  root: string,
  { isTrusted, commands: own }: Declarations,
): Promise<{ commands: DeclaredCommands | null; notices: string[] }> {
  if (own !== null) return { commands: own.length === 0 ? null : { file: null, commands: [...own] }, notices: [] };
  const notices: string[] = [];
  for (const file of declaringFiles) {
    const path = join(root, file);
    const text = findPlainText(path);
    const commands = text === null ? [] : declaredCommands(file, text);
    if (text === null || commands.length === 0) continue;
    if (isTrusted(path, text)) return { commands: { file, commands }, notices: [] };
    notices.push(untrusted(file, path, commands));
  }
  return { commands: null, notices };
}

function untrusted(file: DeclaringFile, path: string, commands: readonly string[]): string {
  const shown = commands
    .map((command) => `\`${headOf(plainLine(command), 80)}\``)
    .slice(0, 3)
    .join(", ");
  const more = commands.length > 3 ? ` and ${commands.length - 3} more` : "";
  return `${file} sets worktrees up with ${shown}${more}, and is not trusted, so it is not run; after a look: baro trust ${shellWord(path)}`;
}

/** Git's own filter for large files fetches them at every checkout; what stands in its way is said here. */
async function largeFileNotices(
  host: GitHost,
  root: string,
  base: string,
  files: readonly string[],
): Promise<string[]> {
  const attributes = files.filter((path) => /(^|\/)\.gitattributes$/.test(path)).map((path) => `:(literal,top)${path}`);
  if (attributes.length === 0) return [];
  const { cwd, env } = await besideFiles(host, root);
  const args = ["grep", "-l", "-F", "-e", "filter=lfs", base, "--", ...attributes.slice(0, 200)];
  const found = await tryGit(host, cwd, args, { env });
  if (found.exitCode !== 0) return [];
  const pointers = "worktrees have only their pointers";
  const filter = await tryGit(host, root, ["config", "--get-regexp", "^filter\\.lfs\\.(process|smudge)$"]);
  const isSet = filter.exitCode === 0;
  const isTheirs = isSet && !/\bgit-lfs\b/.test(filter.stdout.toString("utf8"));
  if (!isTheirs && findProgram("git-lfs", host.env["PATH"]) === null) {
    return [`Some files are kept in Git LFS, and git-lfs is not on the PATH: ${pointers}`];
  }
  if (isSet) return [];
  return [`Some files are kept in Git LFS, and git does not know its filter (git lfs install): ${pointers}`];
}
