import type { Ecosystem } from "./ecosystem.ts";
import { scriptTest, taskOf } from "./npm.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { denoReport } from "./reports/script-forms.ts";
import { denoTest } from "./results/javascript.ts";

const manifests = ["deno.json", "deno.jsonc"];

export const deno: Ecosystem = {
  name: "deno",
  manifests: ["deno.json", "deno.jsonc", "jsr.json"],
  roots: manifests,
  lockfiles: [{ names: ["deno.lock"], from: ["deno.json", "deno.jsonc", "jsr.json", "package.json"] }],
  checkTexts: () => manifests,
  checks: denoChecks,
  report: (command, project) => denoReport(command, taskIn(project), project),
  readers: [denoTest],
};

function denoChecks(project: Project): Check[] {
  const source = firstOf(project, manifests);
  if (source === null) return [];
  const needs = [{ program: "deno" }];
  if (taskIn(project) !== null) return [{ command: "deno task test", source, needs }];
  const hasScript = project.has("package.json") && taskOf(project.text("package.json"), "scripts", "test") !== null;
  return hasScript || !project.any(scriptTest) ? [] : [{ command: "deno test --allow-all", source, needs }];
}

function taskIn(project: Project): string | null {
  const source = firstOf(project, manifests);
  return source === null ? null : taskOf(project.text(source), "tasks", "test");
}
