import type { Ecosystem } from "./ecosystem.ts";
import { scriptTest, taskOf } from "./npm.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { denoTest } from "./results/javascript.ts";

export const deno: Ecosystem = {
  name: "deno",
  manifests: ["deno.json", "deno.jsonc", "jsr.json"],
  roots: ["deno.json", "deno.jsonc"],
  lockfiles: [{ names: ["deno.lock"], from: ["deno.json", "deno.jsonc", "jsr.json", "package.json"] }],
  checkTexts: () => ["deno.json", "deno.jsonc"],
  checks: denoChecks,
  readers: [denoTest],
};

function denoChecks(project: Project): Check[] {
  const source = firstOf(project, ["deno.json", "deno.jsonc"]);
  if (source === null) return [];
  const needs = [{ program: "deno" }];
  if (taskOf(project.text(source), "tasks", "test") !== null) return [{ command: "deno task test", source, needs }];
  const hasScript = project.has("package.json") && taskOf(project.text("package.json"), "scripts", "test") !== null;
  return hasScript || !project.any(scriptTest) ? [] : [{ command: "deno test --allow-all", source, needs }];
}
