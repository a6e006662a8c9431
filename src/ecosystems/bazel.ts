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
  // Bazelisk brings the version that the project asks for, and is often installed by the other's name.
  const ran = (program: string) => ({ command: `${program} test //...`, needs: [{ program }] });
  const [program, other]: [string, string] = project.has(".bazelversion")
    ? ["bazelisk", "bazel"]
    : ["bazel", "bazelisk"];
  return [{ ...ran(program), source, instead: [ran(other)] }];
}
