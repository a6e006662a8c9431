import type { Check, Project } from "./project.ts";
import type { MakeForm } from "./reports/report-form.ts";
import type { Reader } from "./results/report.ts";
import type { Scope } from "./scopes/scope.ts";

/** Names of files, without their folders: exact ones, and patterns for the whole name. */
export type Names = readonly (string | RegExp)[];

/**
 * What is known of one world of packages, once. Everything else asks `known.ts`, which puts all ecosystems together; nothing
 * outside this folder names a lockfile, a manifest or a test file.
 */
export interface Ecosystem {
  name: string;
  /** Files that declare packages, or that a build is made from. */
  manifests?: Names;
  /** Those of the manifests whose folder is a project of its own, wherever in the repository it lies. */
  roots?: Names;
  lockfiles?: readonly Lockfile[];
  /** Files that say how to build or check and declare no package. */
  settings?: Names;
  /** Extensions of programs whose imports are read, without the dot and in lower case. */
  code?: readonly string[];
  /** Extensions of programs whose imports nobody here reads. */
  unread?: readonly string[];
  /** Extensions of what is shown in a browser: code in an application, documents in a site's folder. */
  pages?: readonly string[];
  /** Extensions of prose. */
  documents?: readonly string[];
  /** Names of test files; the group `subject`, where there is one, is the name of what is tested. */
  tests?: readonly RegExp[];
  /** What a test runner records to compare with: patterns for a whole path. */
  snapshots?: readonly RegExp[];
  /** What its tools leave behind in a checkout. */
  leavings?: { folders?: readonly string[]; files?: Names };
  dependencies?: readonly DependencyRule[];
  /** How packages are installed exactly as a lockfile says. `null`: this lockfile can't be installed from. */
  install?(lockfile: string, installer: Installer): Install | null;
  /** Where the version of a package stands: the first group is the version. */
  version?: { file: string; pattern: RegExp };
  /** Named tasks that a manifest offers: what the planner is told. */
  tasks?: { file: string; read(text: string): [name: string, command: string][] };
  /** The files whose texts `checks` wants to read. */
  checkTexts?(files: readonly string[]): readonly string[];
  /** How a project here is tested. `around`: what installs npm packages in the project around it. */
  checks?(project: Project, around: PackageManager): Check[];
  /** How its checks are made for a part of a project. */
  scope?: Scope;
  /** How its checks also write down what they found. */
  report?: MakeForm;
  /** How the output of its test programs is read. */
  readers?: readonly Reader[];
  /** Its checks count only where no other ecosystem has one: mostly they call the same programs. */
  fallback?: true;
}

export interface Lockfile {
  names: Names;
  /** The manifests that it is made from. */
  from: Names;
}

export type DependencyKind = "node" | "python" | "plain";

/**
 * A folder of installed packages. Rust, Go, Java and .NET keep packages in a store of the machine that is written once;
 * their build folders are never shared, because builds lock them and write into them.
 */
export interface DependencyRule {
  /** The manifests beside which the folders lie. */
  beside: Names;
  /** Only at the root of the repository. */
  atRoot?: true;
  folders: readonly string[];
  kind: DependencyKind;
  /** Files beside the manifest, or at the root, that decide what is in it; the first that the commit has counts. */
  inputs: readonly string[];
  /** What must be in the folder for it to be one. */
  mark?: string;
  /** How a folder that is nowhere comes about. */
  restore?: Restore;
}

/** A folder that a lockfile asks for and the person's checkout does not have. */
export interface Restore {
  manifest: string;
  folder: string;
  lockfiles: readonly string[];
  /** Whether a manifest with this text asks for packages at all; `has`: whether a file is beside it. */
  isAsked?(text: string, has: (name: string) => boolean): boolean;
}

export const packageManagers = ["npm", "pnpm", "yarn", "bun"] as const;
export type PackageManager = (typeof packageManagers)[number];

/** What installs npm packages in a repository. */
export interface Installer {
  manager: PackageManager;
  /** Yarn 2 and later, whose arguments are others. */
  modernYarn: boolean;
}

export interface Install {
  program: string;
  args: readonly string[];
}
