import type { Ecosystem } from "./ecosystem.ts";
import type { Check, Project } from "./project.ts";
import { swiftTest } from "./results/swift.ts";

/** Swift packages, and what Xcode projects take their libraries from. */
export const swift: Ecosystem = {
  name: "swift",
  manifests: ["Package.swift", "Podfile", "Cartfile"],
  roots: ["Package.swift"],
  lockfiles: [
    { names: ["Package.resolved"], from: ["Package.swift"] },
    { names: ["Podfile.lock"], from: ["Podfile"] },
    { names: ["Cartfile.resolved"], from: ["Cartfile"] },
  ],
  code: ["swift"],
  tests: [/^(?<subject>.+?)(?:Tests?|Spec)\.swift$/],
  leavings: { folders: [".build", ".swiftpm"] },
  checks: swiftChecks,
  readers: [swiftTest],
};

function swiftChecks(project: Project): Check[] {
  if (!project.has("Package.swift") || !project.any(/^Tests\/.+\.swift$/)) return [];
  return [{ command: "swift test", source: "Package.swift", needs: [{ program: "swift" }] }];
}
