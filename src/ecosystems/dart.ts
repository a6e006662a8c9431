import type { Ecosystem } from "./ecosystem.ts";
import type { Check, Project } from "./project.ts";
import { dartTest } from "./results/interpreted.ts";

/** Dart and Flutter. */
export const dart: Ecosystem = {
  name: "dart",
  manifests: ["pubspec.yaml"],
  roots: ["pubspec.yaml"],
  lockfiles: [{ names: ["pubspec.lock"], from: ["pubspec.yaml"] }],
  unread: ["dart"],
  tests: [/^(?<subject>.+)_test\.dart$/],
  leavings: { folders: [".dart_tool"] },
  version: { file: "pubspec.yaml", pattern: /^version:\s*["']?([^\s"'#]+)/m },
  checkTexts: () => ["pubspec.yaml"],
  checks: dartChecks,
  readers: [dartTest],
};

function dartChecks(project: Project): Check[] {
  if (!project.has("pubspec.yaml") || !project.any(/^test\/.*_test\.dart$/)) return [];
  const program = /^\s+sdk:\s*flutter\b/m.test(project.text("pubspec.yaml")) ? "flutter" : "dart";
  return [{ command: `${program} test`, source: "pubspec.yaml", needs: [{ program }] }];
}
