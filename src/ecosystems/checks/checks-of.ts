import { commandIn } from "../../text/quoting.ts";
import type { Ecosystem, PackageManager } from "../ecosystem.ts";
import { isDocument } from "../file-kind.ts";
import { ecosystems, packagesBelow } from "../known.ts";
import { packageManagerOf } from "../npm-installers.ts";
import type { Check, Project } from "../project.ts";

/** More packages than this are not all checked; a story runs the checks of those that it touched. */
const mostPackages = 24;

/** The files that `checksOf` wants to read. */
export function checkTexts(files: readonly string[], from = ""): string[] {
  const below = [...foldersAround(from).map((folder) => partAt(files, folder)), ...partsOf(files)];
  return [
    ...new Set([...textsOf(files), ...below.flatMap(({ folder, own }) => textsOf(own).map((path) => folder + path))]),
  ];
}

/** A folder and those around it, the nearest first, without the root; each ends in a slash. */
function foldersAround(folder: string): string[] {
  const parts = folder.split("/").filter((part) => part !== "");
  return parts.map((_part, at) => `${parts.slice(0, parts.length - at).join("/")}/`);
}

function textsOf(files: readonly string[]): string[] {
  const wanted = new Set(ecosystems.flatMap(({ checkTexts }) => [...(checkTexts?.(files) ?? [])]));
  return files.filter((path) => wanted.has(path));
}

/** The project of these files. */
export function projectOf(files: readonly string[], texts: ReadonlyMap<string, string>): Project {
  const known = new Set(files);
  return {
    files,
    has: (path) => known.has(path),
    any: (pattern) => files.some((path) => pattern.test(path)),
    text: (path) => texts.get(path) ?? "",
    packages: () => packagesBelow(files),
  };
}

/**
 * The checks of a project: for each ecosystem at its root the one command that its own CI would surely run, and those of
 * packages below it that are of another. What make or just call `test` counts when nothing else does: mostly it calls the
 * same program. A root that says nothing is the shelf that packages stand on: then each of them is checked. `from`: whose
 * project is meant; the nearest around that folder that has checks stands for all.
 */
export function checksOf(files: readonly string[], texts: ReadonlyMap<string, string>, from = ""): Check[] {
  const root = projectOf(files, texts);
  const manager = packageManagerOf(root);
  for (const folder of foldersAround(from)) {
    const checks = checksIn(partAt(files, folder), texts, manager);
    if (checks.length > 0) return checks;
  }
  const atRoot = own.filter(({ checks }) => (checks?.(root, manager) ?? []).length > 0);
  const found = checksAt(root, manager);
  // What make calls `test` there stands for all that is below.
  if (found.length > 0 && atRoot.length === 0) return found;
  const others = own.filter((one) => !atRoot.includes(one));
  const among = found.length > 0 ? others : ecosystems;
  const below = partsOf(files).map((part) => checksIn(part, texts, manager, among));
  return below.filter((checks) => checks.length > 0).length > mostPackages ? found : [...found, ...below.flat()];
}

/** Those whose checks always count. */
const own = ecosystems.filter(({ fallback }) => fallback !== true);

function checksIn(
  { folder, own: files }: Part,
  texts: ReadonlyMap<string, string>,
  around: PackageManager,
  among: readonly Ecosystem[] = ecosystems,
): Check[] {
  const ownTexts = new Map(files.map((path) => [path, texts.get(folder + path) ?? ""]));
  return checksAt(projectOf(files, ownTexts), around, among).map((check) => inFolder(check, folder));
}

function checksAt(project: Project, around: PackageManager, among: readonly Ecosystem[] = ecosystems): Check[] {
  const found = among.flatMap(({ checks, fallback }) => (fallback === true ? [] : (checks?.(project, around) ?? [])));
  if (found.length > 0) return found;
  for (const { fallback, checks } of among) {
    const last = fallback === true ? (checks?.(project, around) ?? []) : [];
    if (last.length > 0) return last;
  }
  return [];
}

/** A folder, with a slash at its end, and its files as it sees them. */
interface Part {
  folder: string;
  own: string[];
}

function partAt(files: readonly string[], folder: string): Part {
  return { folder, own: files.filter((file) => file.startsWith(folder)).map((file) => file.slice(folder.length)) };
}

/** The packages below the root. */
function partsOf(files: readonly string[]): Part[] {
  const packages = packagesBelow(files);
  // Not even looked through: among so many there are more with checks than are run.
  if (packages.length > 2 * mostPackages) return [];
  return packages.map((path) => partAt(files, `${path}/`));
}

function inFolder(check: Check, folder: string): Check {
  const place = folder.slice(0, -1);
  return {
    ...check,
    folder: place,
    command: commandIn(place, check.command),
    source: folder + check.source,
  };
}

/** Why no check was found. */
export function whyNoChecks(files: readonly string[]): string {
  if (files.every(isDocument)) return "the repository holds only documents";
  const packages = packagesBelow(files);
  if (packages.length > 0) {
    const shown = packages.slice(0, 3).join(", ");
    return `nothing at the root says how to test it (${packages.length === 1 ? "a package is" : `${packages.length} packages are`} below it: ${shown})`;
  }
  return "nothing in the repository says how to test it";
}
