import type { Ecosystem } from "./ecosystem.ts";
import { zigTest } from "./results/compiled.ts";

export const zig: Ecosystem = {
  name: "zig",
  manifests: ["build.zig", "build.zig.zon"],
  code: ["zig"],
  leavings: { folders: [".zig-cache", "zig-cache", "zig-out"] },
  readers: [zigTest],
};
