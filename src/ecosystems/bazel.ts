import type { Ecosystem } from "./ecosystem.ts";

export const bazel: Ecosystem = {
  name: "bazel",
  manifests: ["MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel"],
  lockfiles: [{ names: ["MODULE.bazel.lock"], from: ["MODULE.bazel"] }],
  fallback: true,
};
