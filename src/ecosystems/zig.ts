import type { Ecosystem } from "./ecosystem.ts";
import type { Check, Project } from "./project.ts";
import { zigTest } from "./results/zig.ts";

export const zig: Ecosystem = {
  name: "zig",
  manifests: ["build.zig", "build.zig.zon"],
  roots: ["build.zig"],
  code: ["zig"],
  leavings: { folders: [".zig-cache", "zig-cache", "zig-out"] },
  checkTexts: () => ["build.zig"],
  checks: zigChecks,
  readers: [zigTest],
};

/** A build file names its steps: without one called `test` there is nothing to call. */
function zigChecks(project: Project): Check[] {
  if (!/\bstep\(\s*"test"/.test(project.text("build.zig"))) return [];
  return [{ command: "zig build test", source: "build.zig", needs: [{ program: "zig" }] }];
}
