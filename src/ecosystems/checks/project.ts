/** A project as one commit has it: all its files by name, and the texts of those that say how it is tested. */
export interface Project {
  files: readonly string[];
  has(path: string): boolean;
  any(pattern: RegExp): boolean;
  /** Empty for a file that is not there or was not read. */
  text(path: string): string;
}

/** A command that proves something about the project. */
export interface Check {
  command: string;
  /** The file that it was found in. */
  source: string;
  /** The folder that it is run in, when that is not the root. */
  folder?: string;
  /** What has to be on this machine for it. */
  needs: readonly Need[];
}

/** A program; with `probe`, arguments that it must succeed with, for what is installed inside of it. */
export interface Need {
  program: string;
  probe?: readonly string[];
}

/** The project of these files. */
export function projectOf(files: readonly string[], texts: ReadonlyMap<string, string>): Project {
  const known = new Set(files);
  return {
    files,
    has: (path) => known.has(path),
    any: (pattern) => files.some((path) => pattern.test(path)),
    text: (path) => texts.get(path) ?? "",
  };
}

/** The first of the paths that the project has. */
export function firstOf(project: Project, paths: readonly string[]): string | null {
  return paths.find((path) => project.has(path)) ?? null;
}
