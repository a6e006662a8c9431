import type { Ecosystem } from "./ecosystem.ts";
import { dartTest } from "./results/interpreted.ts";

/** Dart and Flutter. */
export const dart: Ecosystem = {
  name: "dart",
  manifests: ["pubspec.yaml"],
  lockfiles: [{ names: ["pubspec.lock"], from: ["pubspec.yaml"] }],
  unread: ["dart"],
  tests: [/^(?<subject>.+)_test\.dart$/],
  leavings: { folders: [".dart_tool"] },
  version: { file: "pubspec.yaml", pattern: /^version:\s*["']?([^\s"'#]+)/m },
  readers: [dartTest],
};
