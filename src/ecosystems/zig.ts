import type { Ecosystem } from "./ecosystem.ts";

export const zig: Ecosystem = {
  name: "zig",
  manifests: ["build.zig", "build.zig.zon"],
  code: ["zig"],
  leavings: { folders: [".zig-cache", "zig-cache", "zig-out"] },
};
