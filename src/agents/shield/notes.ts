import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { recordOf, textOf } from "../../core/narrow.ts";
import { isAlive, isWithinSight, type ProcessIdentity } from "../../host/process-identity.ts";
import { readPlainText } from "../../host/read-plain.ts";

/** What one of the person's places was before an agent began: nothing, for which something stands in, or stays nothing, or a link. */
export type Before = { was: "file-to-be" } | { was: "folder-to-be" } | { was: "nothing" } | { was: "link"; to: string };

/** What an agent's process must find as it was, and who looks after that. It lies where no agent reaches it. */
export interface Note {
  owner: ProcessIdentity;
  /** The agent is gone. */
  done: boolean;
  before: Readonly<Record<string, Before>>;
}

/** Programs whose settings say nothing in more words than others'. */
const emptySettings: Readonly<Record<string, string>> = {
  "models.json": '{ "providers": {} }\n',
  // It would be written in by itself, and what stands in no longer be told from what is the person's.
  "opencode.json": '{ "$schema": "https://opencode.ai/config.json" }\n',
  "opencode.jsonc": '{ "$schema": "https://opencode.ai/config.json" }\n',
};

/** What stands in for a file of settings that the person doesn't have: as good as none. */
export function standInText(path: string): string {
  return emptySettings[basename(path)] ?? (/\.jsonc?$/.test(path) ? "{}\n" : "");
}

export function writeNote(folder: string, name: string, note: Note): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [file, fresh] = [join(folder, `${name}.json`), join(folder, `${name}.new`)];
  writeFileSync(fresh, JSON.stringify(note), { mode: 0o600 });
  renameSync(fresh, file);
}

/** All notes of a folder, by the name of their file. */
export function readNotes(folder: string): Map<string, Note> {
  const notes = new Map<string, Note>();
  for (const name of namesIn(folder).filter((one) => one.endsWith(".json"))) {
    const note = readNote(join(folder, name));
    if (note !== null) notes.set(name, note);
  }
  return notes;
}

function readNote(file: string): Note | null {
  try {
    const said = recordOf(JSON.parse(readPlainText(file)));
    const before = Object.entries(recordOf(said["before"])).flatMap(([path, was]): [string, Before][] => {
      const { was: kind, to } = recordOf(was) as Record<string, unknown>;
      if (kind === "link") return [[path, { was: kind, to: textOf(to) }]];
      return kind === "file-to-be" || kind === "folder-to-be" || kind === "nothing" ? [[path, { was: kind }]] : [];
    });
    return {
      owner: said["owner"] as ProcessIdentity,
      done: said["done"] === true,
      before: Object.fromEntries(before),
    };
  } catch {
    return null;
  }
}

/**
 * Puts the person's places back as they were before agents that are gone: what stood in for nothing goes, what came to be
 * where nothing may be is set aside beside it, and links lead where they led. What another agent at work still needs is
 * left to that one's end. Gives sentences about what was set aside.
 */
export function settleNotes(folder: string): string[] {
  const notes = [...readNotes(folder)];
  const isAtWork = ({ done, owner }: Note) => !done && (!isWithinSight(owner.place) || isAlive(owner));
  const needed = new Set(notes.flatMap(([, note]) => (isAtWork(note) ? Object.keys(note.before) : [])));
  const told: string[] = [];
  for (const [name, note] of notes) {
    if (isAtWork(note)) continue;
    const mine = Object.entries(note.before);
    for (const [path, before] of mine) if (!needed.has(path)) told.push(...putBack(path, before));
    if (mine.every(([path]) => !needed.has(path))) rmSync(join(folder, name), { force: true });
  }
  return [...new Set(told)];
}

function putBack(path: string, before: Before): string[] {
  try {
    switch (before.was) {
      case "file-to-be":
        removeStandIn(path);
        return [];
      case "folder-to-be":
        removeEmpty(path);
        return [];
      case "nothing":
        return setAside(path, "an agent in the sandbox has added it");
      case "link": {
        if (linkOf(path) === before.to) return [];
        const told = setAside(path, "an agent in the sandbox has put it in the place of your link");
        symlinkSync(before.to, path);
        return told;
      }
    }
  } catch (error) {
    return [`Cannot look after "${path}" any more: ${String((error as Error).message)}`];
  }
}

function removeStandIn(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  const text = standInText(path);
  if (stat?.isFile() !== true || stat.size > text.length) return;
  // bubblewrap makes an empty one itself where ours has just gone.
  const said = readFileSync(path, "utf8");
  if (said === text || said === "") unlinkSync(path);
}

function removeEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // It is the person's by now, or gone.
  }
}

function setAside(path: string, why: string): string[] {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return [];
  for (let count = 1; ; count++) {
    const aside = `${path}.set-aside-${count}`;
    if (lstatSync(aside, { throwIfNoEntry: false }) !== undefined) continue;
    renameSync(path, aside);
    return [`Set ${path} aside as ${basename(aside)}: ${why}, and it would hold outside the sandbox`];
  }
}

/** Where a link leads; null: there is none. */
export function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
