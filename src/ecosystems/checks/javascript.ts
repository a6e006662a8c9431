import { recordOf, textOf } from "../../core/narrow.ts";
import { parseTolerantJson } from "../../core/tolerant-json.ts";
import { type PackageManager, packageManagerOf } from "./package-manager.ts";
import { type Check, firstOf, type Project } from "./project.ts";

const testFile = /(^|\/)[^/]+[._](test|spec)\.[cm]?[jt]sx?$|(^|\/)__tests__\/[^/]+\.[cm]?[jt]sx?$/;

/** The `test` script of package.json, and Deno's test task. `around`: what installs packages in the project around it. */
export function javascriptChecks(project: Project, around: PackageManager): Check[] {
  const scripts = packageScripts(project, around);
  const deno = denoChecks(project, scripts.length > 0);
  return [...scripts, ...deno];
}

function packageScripts(project: Project, around: PackageManager): Check[] {
  if (!project.has("package.json")) return [];
  const manager = packageManagerOf(project, around);
  const script = scriptOf(parseTolerantJson(project.text("package.json")), "scripts", "test");
  const needs = [{ program: manager }];
  if (script !== null) {
    const prefix = watches(script) ? "CI=true " : "";
    return [{ command: `${prefix}${testCommand(manager)}`, source: "package.json", needs }];
  }
  // Bun is a test runner of its own, and needs no script for it.
  if (manager !== "bun" || !project.any(testFile)) return [];
  return [{ command: "bun test", source: "package.json", needs }];
}

/** `npm init` writes a script that only says that there is none. */
function scriptOf(manifest: Record<string, unknown> | null, table: string, name: string): string | null {
  const entry = recordOf(manifest?.[table])[name];
  const script = (typeof entry === "string" ? entry : textOf(recordOf(entry)["command"])).trim();
  return script === "" || /no test specified/.test(script) ? null : script;
}

/** `bun test` would be Bun's own runner, whatever the script says. */
function testCommand(manager: PackageManager): string {
  return manager === "bun" ? "bun run test" : `${manager} test`;
}

/** Test programs that wait for changes for ever unless they are told that nobody is there. */
function watches(script: string): boolean {
  return /\b(react-scripts|craco|react-app-rewired|ng) test\b|--watch/.test(script);
}

function denoChecks(project: Project, hasScript: boolean): Check[] {
  const source = firstOf(project, ["deno.json", "deno.jsonc"]);
  if (source === null) return [];
  const needs = [{ program: "deno" }];
  if (scriptOf(parseTolerantJson(project.text(source)), "tasks", "test") !== null) {
    return [{ command: "deno task test", source, needs }];
  }
  return hasScript || !project.any(testFile) ? [] : [{ command: "deno test --allow-all", source, needs }];
}
