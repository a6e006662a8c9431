import { fileKind } from "../file-kind.ts";
import { ecosystems, packagesBelow } from "../known.ts";
import type { Check, Project } from "../project.ts";
import type { ReportForm } from "../reports/report-form.ts";
import { projectOf } from "./checks-of.ts";

/**
 * What a story is checked with in a check's place: the same for what it touched alone, or the command as it is. `null`:
 * nothing that it touched is of that check's folder, and the merged result is what tells.
 */
export type ScopeCheck = (command: string, changed: readonly string[]) => string | null;

/** How a check, whole or for a part, also writes down what it found; `null`: what it prints is all there is. */
export type FindReport = (command: string) => ReportForm | null;

/** More paths than this are not tried for an example. */
const mostTried = 24;

/** Scopes the checks that were found in a project; what the person named is not among them, and stays as it is. */
export function scopeChecks(
  checks: readonly Check[],
  files: readonly string[],
  texts: ReadonlyMap<string, string>,
): ScopeCheck {
  const packages = packagesBelow(files);
  const projects = projectsOf(checks, files, texts);
  const hasRoot = checks.some(({ folder = "" }) => folder === "");
  // Beside checks of the root, what lies in no package is the root's; without, it is everybody's.
  const isOthers = (code: readonly string[], inside: readonly string[], folder: string) =>
    hasRoot ? inside.length === 0 : isElsewhere(code, folder, packages);
  return (command, changed) => {
    const check = checks.find((one) => one.command === command);
    // What people read is of no package.
    const code = changed.filter((path) => fileKind(path) !== "doc");
    if (check === undefined || code.length === 0) return command;
    const { folder = "" } = check;
    const inside = folder === "" ? code : code.filter((path) => path.startsWith(`${folder}/`));
    if (inside.length < code.length) return isOthers(code, inside, folder) ? null : command;
    const project = projects.get(folder)?.();
    return (project === undefined ? null : scopeIn(check, inside, project)) ?? command;
  };
}

/** The reports of checks that were found in a project, and of what they become for a part. */
export function findReports(
  checks: readonly Check[],
  files: readonly string[],
  texts: ReadonlyMap<string, string>,
): FindReport {
  const projects = projectsOf(checks, files, texts);
  // The innermost first: all commands begin as those of the root do.
  const places = [...new Map(checks.map((check) => [placeOf(check), check.folder ?? ""]))];
  places.sort(([one], [other]) => other.length - one.length);
  return (command) => {
    const [place, folder] = places.find(([start]) => command.startsWith(start)) ?? [];
    const project = folder === undefined ? undefined : projects.get(folder)?.();
    if (place === undefined || project === undefined) return null;
    for (const { report } of ecosystems) {
      const form = report?.(command.slice(place.length), project) ?? null;
      if (form !== null) return { ...form, command: (file) => place + form.command(file) };
    }
    return null;
  };
}

function projectsOf(checks: readonly Check[], files: readonly string[], texts: ReadonlyMap<string, string>) {
  return new Map(checks.map(({ folder = "" }) => [folder, once(() => projectIn(folder, files, texts))]));
}

/** How a command begins that is run in a folder. */
function placeOf({ command, folder = "" }: Check): string {
  return folder === "" ? "" : command.slice(0, command.indexOf(" && ") + " && ".length);
}

/** What a check becomes for a story that touches one file, for people; `null`: a story takes it as it is. */
export function exampleOf(scope: ScopeCheck, { command, folder = "" }: Check, files: readonly string[]): string | null {
  const own = folder === "" ? files : files.filter((path) => path.startsWith(`${folder}/`));
  const step = Math.max(1, Math.floor(own.length / mostTried));
  for (let at = 0; at < own.length; at += step) {
    const scoped = scope(command, [own[at] ?? ""]);
    if (scoped !== null && scoped !== command) return scoped;
  }
  return null;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Whether all of it lies in other packages than this one: what lies in none is everybody's. */
function isElsewhere(changed: readonly string[], folder: string, packages: readonly string[]): boolean {
  return changed.every((path) => packages.some((other) => other !== folder && path.startsWith(`${other}/`)));
}

function projectIn(folder: string, files: readonly string[], texts: ReadonlyMap<string, string>): Project {
  const prefix = folder === "" ? "" : `${folder}/`;
  const own = files.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  return projectOf(own, new Map(own.map((path) => [path, texts.get(prefix + path) ?? ""])));
}

function scopeIn(check: Check, changed: readonly string[], project: Project): string | null {
  const { command, folder = "" } = check;
  const place = placeOf(check);
  const from = folder === "" ? 0 : folder.length + 1;
  const touched = { command: command.slice(place.length), project, changed: changed.map((path) => path.slice(from)) };
  for (const { scope } of ecosystems) {
    const scoped = scope?.(touched) ?? null;
    if (scoped !== null) return place + scoped;
  }
  return null;
}
