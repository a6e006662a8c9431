import type { Ecosystem } from "./ecosystem.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { bazelTest } from "./results/compiled.ts";

export const bazel: Ecosystem = {
  name: "bazel",
  manifests: ["MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel"],
  lockfiles: [{ names: ["MODULE.bazel.lock"], from: ["MODULE.bazel"] }],
  fallback: true,
  checks: bazelChecks,
  readers: [bazelTest],
};

function bazelChecks(project: Project): Check[] {
  const source = firstOf(project, ["MODULE.bazel", "WORKSPACE.bazel", "WORKSPACE"]);
  if (source === null || !project.any(/(^|\/)BUILD(\.bazel)?$/)) return [];
  // Bazelisk brings the version that the project asks for.
  const program = project.has(".bazelversion") ? "bazelisk" : "bazel";
  return [{ command: `${program} test //...`, source, needs: [{ program }] }];
}
