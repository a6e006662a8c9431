import type { Project } from "../project.ts";
import { type Part, partsOf, type Scope, withDependents } from "./scope.ts";

/** `cargo test --workspace`: the members that were touched, and those that are built on them. */
export const cargoScope: Scope = ({ command, project, changed }) => {
  if (!/^cargo test --workspace\b/.test(command)) return null;
  const members = membersOf(project);
  const touched = partsOf(members, changed);
  if (touched === null) return null;
  const tested = withDependents(members, touched);
  if (tested.length === members.length) return null;
  return command.replace("--workspace", tested.map(({ name }) => `-p ${name}`).join(" "));
};

/** The packages below the root. What lies at the root is everybody's: the lockfile, the toolchain. */
function membersOf(project: Project): Part[] {
  return project.files.flatMap((path) => {
    const folder = /^(.+)\/Cargo\.toml$/.exec(path)?.[1];
    const text = folder === undefined ? "" : project.text(path);
    const name = /^\s*name\s*=\s*["']([\w-]+)["']/m.exec(sectionOf(text, "package"))?.[1];
    return folder === undefined || name === undefined ? [] : [{ name, folder, needs: needsOf(text) }];
  });
}

function sectionOf(text: string, name: string): string {
  const from = text.search(new RegExp(`^\\s*\\[${name}\\]`, "m"));
  if (from < 0) return "";
  const rest = text.slice(text.indexOf("]", from) + 1);
  const end = rest.search(/^\s*\[/m);
  return end < 0 ? rest : rest.slice(0, end);
}

/** `a = { path = "../a" }`, `a.workspace = true` and `[dependencies.a]`, for every kind of dependency. */
function needsOf(text: string): string[] {
  const names: string[] = [];
  let isList = false;
  for (const line of text.split("\n")) {
    const table = /^\s*\[(.+)\]\s*$/.exec(line)?.[1];
    if (table !== undefined) {
      const kind = /(?:^|\.)(?:dev-|build-)?dependencies(?:\.["']?([\w-]+)["']?)?$/.exec(table);
      isList = kind !== null && kind[1] === undefined;
      if (kind?.[1] !== undefined) names.push(kind[1]);
    }
    const name = /^\s*["']?([\w-]+)["']?(?:\.\w+)?\s*=/.exec(line)?.[1];
    if (isList && name !== undefined) names.push(/\bpackage\s*=\s*["']([\w-]+)["']/.exec(line)?.[1] ?? name);
  }
  return names;
}
