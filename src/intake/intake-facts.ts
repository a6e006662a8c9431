import type { Link, LinkFacts } from "../core/link.ts";

/** Something that a goal names and that exists at the base. */
export interface NamedSurface {
  /** The words of the goal. */
  mention: string;
  /** Repository-relative; a directory ends with `/`. */
  path: string;
  /** Files below a directory; 1 for a file. */
  files: number;
  /** How it was named: as a path, as the change's area (`fix(area):`, `area:`), in a list, as code. */
  by: "path" | "area" | "list" | "code";
}

/** One change of the base's own history, as little of it as the comparison needs. */
export interface PastChange {
  /** Full object name. */
  commit: string;
  title: string;
  /** Its title's stems, type and areas (`titleStems`). */
  words: readonly string[];
  /** How far it reached; `null` for those further back, of which the title alone is read. */
  reach: Reach | null;
}

/** How far a change reached, in files. */
export interface Reach {
  codeFiles: number;
  testFiles: number;
  docFiles: number;
  /** Directories that hold its code files. */
  directories: number;
}

/** How large a change was, in lines added and deleted. */
export interface ChangeSize extends Reach {
  lines: number;
  /** Of these, in documents and tests. */
  textLines: number;
  /** Of these, in code, documents and tests. */
  writtenLines: number;
  /** Of these, in the one file with most. */
  largestLines: number;
  /** Documents and tests that were changed by more than a few lines each. */
  largeTexts: number;
}

/** A past change called like the goal, with how large it was. */
export interface Precedent extends ChangeSize {
  commit: string;
  title: string;
  /** How like the goal its title is: above 0, and 1 for the same words. */
  likeness: number;
}

/** A branch that the goal names. */
export interface NamedBranch {
  name: string;
  /** `merged`: its head is an ancestor of the base, nothing of it is missing; `absent`: there is no such branch. */
  state: "merged" | "open" | "absent";
}

/** Everything that the rules may know beside the goal itself. Plain data; what could not be had is in `missing`. */
export interface IntakeFacts {
  /** Files at the base. */
  files: number;
  codeFiles: number;
  testFiles: number;
  docFiles: number;
  surfaces: NamedSurface[];
  /** Paths inside the repository that the goal names and the base lacks, each with the nearest that exists. */
  absent: { path: string; nearest: string | null }[];
  /** Paths that the goal names and that lie outside the repository. */
  outside: string[];
  /** Files of the goal's kind (documents, tests) inside what it names, or in the whole repository: separate units. */
  units: number;
  /** Of these, how many are called what the goal's title says; 0: it says no such name. */
  namesakes: number;
  branches: NamedBranch[];
  /** What the goal wants made and the base has already, in words; `null`: nothing that could be seen. */
  made: string | null;
  history: readonly PastChange[];
  /** The changes of the history that are called most like the goal, the likest first. */
  precedents: readonly Precedent[];
  followUp: boolean;
  link: Link | null;
  /** Whether the link leads to this repository; `null`: can't be told. */
  linkIsHere: boolean | null;
  linked: LinkFacts | null;
  /** Evidence that could not be had, in words. */
  missing: string[];
}
