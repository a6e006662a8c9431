/** A project as one commit has it: all its files by name, and the texts of those that say how it is tested. */
export interface Project {
  files: readonly string[];
  has(path: string): boolean;
  any(pattern: RegExp): boolean;
  /** Empty for a file that is not there or was not read. */
  text(path: string): string;
  /** The uppermost folders below this one that hold a project of their own. */
  packages(): readonly string[];
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
  /** What proves the same where that is missing, in the order in which it is preferred. */
  instead?: readonly { command: string; needs: readonly Need[] }[];
}

/**
 * A program; with `probe`, arguments that it must succeed with, for what is installed inside of it. Or a file of the
 * person's checkout, beside the manifest.
 */
export type Need = { program: string; probe?: readonly string[] } | { file: string };

/** The first of the paths that the project has. */
export function firstOf(project: Project, paths: readonly string[]): string | null {
  return paths.find((path) => project.has(path)) ?? null;
}
