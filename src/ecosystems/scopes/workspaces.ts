import { parseTolerantJson, recordOf, textOf } from "../../core/narrow.ts";
import type { Project } from "../project.ts";
import type { Part } from "./scope.ts";

const tables = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

/** A package of a workspace of npm, pnpm, yarn or bun. */
export interface Workspace extends Part {
  /** Its manifest has a script `test`. */
  tested: boolean;
}

/** The packages that the root's manifest, or pnpm's own file, calls workspaces, and that have a name. */
export function workspacesOf(project: Project): Workspace[] {
  const patterns = patternsOf(project);
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!")).map(patternOf);
  const unwanted = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => patternOf(pattern.slice(1)));
  return project.files.flatMap((path) => {
    const folder = /^(.+)\/package\.json$/.exec(path)?.[1];
    if (folder === undefined || /(^|\/)node_modules\//.test(path)) return [];
    if (!wanted.some((pattern) => pattern.test(folder)) || unwanted.some((pattern) => pattern.test(folder))) return [];
    const manifest = parseTolerantJson(project.text(path)) ?? {};
    const name = textOf(manifest["name"]);
    const needs = tables.flatMap((table) => Object.keys(recordOf(manifest[table])));
    const tested = textOf(recordOf(manifest["scripts"])["test"]) !== "";
    return name === "" ? [] : [{ name, folder, needs, tested }];
  });
}

function patternsOf(project: Project): string[] {
  const { workspaces } = parseTolerantJson(project.text("package.json")) ?? {};
  const listed = Array.isArray(workspaces) ? workspaces : recordOf(workspaces)["packages"];
  const own = Array.isArray(listed) ? listed.filter((one) => typeof one === "string") : [];
  const pnpm = /^packages:\s*\n((?:\s*(?:#.*|-.*)?\n?)*)/m.exec(project.text("pnpm-workspace.yaml"))?.[1] ?? "";
  const inline = /^packages:\s*\[([^\]]*)\]/m.exec(project.text("pnpm-workspace.yaml"))?.[1] ?? "";
  const among = inline.split(",").map((one) => one.trim().replace(/^(["'])(.*)\1$/, "$2"));
  const items = [...pnpm.matchAll(/^\s*-\s*(?:"([^"]+)"|'([^']+)'|([^\s#]+))/gm)];
  const block = items.map(([, double, single, bare]) => double ?? single ?? bare ?? "");
  return [...own, ...block, ...among].filter((pattern) => pattern !== "");
}

/** `packages/*`, `apps/**` and plain folders: what package managers take. */
function patternOf(pattern: string): RegExp {
  const clean = pattern.replace(/^\.\//, "").replace(/\/$/, "");
  const parts = clean.split(/(\*\*\/?|\*)/).map((part) => {
    if (part.startsWith("**")) return part.endsWith("/") ? "(?:[^/]+/)*" : ".+";
    return part === "*" ? "[^/]+" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}
