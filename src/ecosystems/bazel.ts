import type { Ecosystem } from "./ecosystem.ts";
import { bazelTest } from "./results/compiled.ts";

export const bazel: Ecosystem = {
  name: "bazel",
  manifests: ["MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel"],
  lockfiles: [{ names: ["MODULE.bazel.lock"], from: ["MODULE.bazel"] }],
  fallback: true,
  readers: [bazelTest],
};
