import { copyFileSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { identifyProcess, placeOfThis } from "../../host/process-identity.ts";
import type { Reach, Sandbox } from "../../host/sandbox.ts";
import type { OwnPlaces } from "../own-places.ts";
import { type Before, linkOf, readNotes, settleNotes, standInText, writeNote } from "./notes.ts";

/** What keeps the person's settings from an agent in a sandbox that may write in the folder where they are. */
export interface Shield {
  reach: Required<Pick<Reach, "fixed" | "own">>;
  /** To be called when the agent is gone: puts back what is as it was. Gives sentences about what was set aside. */
  lift(): string[];
}

/**
 * Takes an agent's sight of the person's settings: what is there can be read alone, and where there is nothing something
 * of its own stands in. A mount needs a place, so the person has an empty file or folder there while the agent works.
 * What was is noted before it is changed: a later process puts it back should this one be killed. `scratch`: a folder of
 * the agent's own.
 */
export function raiseShield(
  host: Pick<Host, "pid" | "newId">,
  sandbox: Sandbox,
  { places, state }: { places: OwnPlaces; state: readonly string[] },
  scratch: string,
): Shield {
  const before = new Map<string, Before>();
  const noted = [...readNotes(sandbox.notes).values()];
  // What another agent's shield has put there is nothing of the person's.
  const look = (path: string, missing: Before) => {
    const found = noted.find((note) => Object.hasOwn(note.before, path))?.before[path] ?? lookAt(path, missing);
    if (found !== null) before.set(path, found);
  };
  for (const path of [...places.files, ...places.copied]) look(path, { was: "file-to-be" });
  for (const path of [...places.folders, ...places.ofSession]) look(path, { was: "folder-to-be" });
  for (const path of places.unwanted) look(path, { was: "nothing" });
  const note = {
    owner: { ...(identifyProcess(host.pid) ?? { pid: host.pid, start: null }), place: placeOfThis() },
    done: false,
    before: Object.fromEntries(before),
  };
  const name = host.newId();
  writeNote(sandbox.notes, name, note);
  for (const [path, { was }] of before) standIn(path, was);
  return {
    reach: reachOf(places, state, before, scratch),
    lift: () => {
      writeNote(sandbox.notes, name, { ...note, done: true });
      return settleNotes(sandbox.notes);
    },
  };
}

/** Null: there is something of the person's, and it is no link. */
function lookAt(path: string, missing: Before): Before | null {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return missing;
  const to = linkOf(path);
  return to === null ? null : { was: "link", to };
}

function standIn(path: string, was: Before["was"]): void {
  try {
    if (was === "file-to-be") writeFileSync(path, standInText(path), { flag: "wx", mode: 0o600 });
    if (was === "folder-to-be") mkdirSync(path, { mode: 0o700 });
  } catch {
    // It is there already, or its folder is not: then nothing can be put there.
  }
}

function reachOf(
  places: OwnPlaces,
  state: readonly string[],
  before: ReadonlyMap<string, Before>,
  scratch: string,
): Shield["reach"] {
  const wasOf = (path: string) => before.get(path)?.was ?? "there";
  const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  // A link can't be mounted on: what it leads to is shown, and the link itself is put back at the end.
  const linked = [...before].flatMap(([path, { was }]) => (was === "link" ? targetOf(path) : []));
  const kept = [...places.files, ...places.folders, ...places.unwanted].filter((path) => wasOf(path) === "there");
  const scripts = state.flatMap(scriptsIn);
  const ofItsOwn = [...places.files, ...places.copied]
    .filter((path) => wasOf(path) === "file-to-be" || (places.copied.includes(path) && wasOf(path) === "there"))
    .filter(isThere)
    .map((path, at) => ({ path, from: copyOf(path, join(scratch, `own-${at}`)) }));
  const empty = [
    ...places.folders.filter((path) => wasOf(path) === "folder-to-be"),
    ...places.ofSession.filter((path) => wasOf(path) !== "link"),
  ].filter(isThere);
  return {
    fixed: [...linked, ...kept, ...scripts.filter((path) => !places.copied.includes(path))],
    own: [...ofItsOwn, ...empty.map((path) => ({ path, from: null }))],
  };
}

function targetOf(link: string): string[] {
  try {
    return [realpathSync(link)];
  } catch {
    return [];
  }
}

/** A file of settings as the agent may write to it. */
function copyOf(path: string, copy: string): string {
  try {
    if (lstatSync(path).isFile()) copyFileSync(path, copy);
    else writeFileSync(copy, standInText(path));
  } catch {
    writeFileSync(copy, standInText(path));
  }
  return copy;
}

const scriptName = /\.(?:sh|bash|zsh|fish|py|rb|pl|js|cjs|mjs|ts|cts|mts|ps1|md)$/;

/** What lies beside the settings and is run, or read, because they name it: a status line's script, an imported text. */
function scriptsIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => join(folder, name))
      .filter((path) => scriptName.test(path) || (statSync(path).mode & 0o111) !== 0);
  } catch {
    return [];
  }
}
