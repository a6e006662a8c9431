import { isAbsolute, join } from "node:path";

/**
 * Where a program keeps the person's settings, which say what it starts and believes, within what it may write: what an
 * agent in a sandbox put there would hold outside of it at the person's next own session. Absolute paths.
 */
export interface OwnPlaces {
  files: readonly string[];
  /** Folders of settings, and of programs that it starts. */
  folders: readonly string[];
  /** Files of settings that it also writes to at work: it gets a copy. */
  copied: readonly string[];
  /** Folders of scripts that it makes anew for each session, and runs: it gets an empty one. */
  ofSession: readonly string[];
  /** Files that hardly anybody has, and that are believed even where they say nothing: none may come to be. */
  unwanted: readonly string[];
}

/** The same as names within one folder. One that is not absolute lies in the worktree, for the program: nothing there is the person's. */
export function ownPlacesIn(folder: string, names: Partial<OwnPlaces>): OwnPlaces {
  const paths = (list: readonly string[] = []) => (isAbsolute(folder) ? list.map((name) => join(folder, name)) : []);
  return {
    files: paths(names.files),
    folders: paths(names.folders),
    copied: paths(names.copied),
    ofSession: paths(names.ofSession),
    unwanted: paths(names.unwanted),
  };
}

/** The places of several programs, or of several folders of one. */
export function allPlaces(places: readonly OwnPlaces[]): OwnPlaces {
  const together = (of: (one: OwnPlaces) => readonly string[]) => [...new Set(places.flatMap(of))];
  return {
    files: together(({ files }) => files),
    folders: together(({ folders }) => folders),
    copied: together(({ copied }) => copied),
    ofSession: together(({ ofSession }) => ofSession),
    unwanted: together(({ unwanted }) => unwanted),
  };
}
