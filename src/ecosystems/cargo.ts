import type { Ecosystem } from "./ecosystem.ts";
import type { Check, Project } from "./project.ts";
import { cargoTest } from "./results/compiled.ts";
import { nextest } from "./results/more-runners.ts";
import { cargoScope } from "./scopes/cargo.ts";

/** A workspace has its members' manifests read, up to this many. */
const mostRead = 300;

export const cargo: Ecosystem = {
  name: "cargo",
  manifests: ["Cargo.toml"],
  roots: ["Cargo.toml"],
  lockfiles: [{ names: ["Cargo.lock"], from: ["Cargo.toml"] }],
  code: ["rs"],
  snapshots: [/(?:^|\/)snapshots\/[^/]+\.snap$/],
  leavings: { folders: ["target"] },
  version: { file: "Cargo.toml", pattern: /^version\s*=\s*"([^"]+)"/m },
  checkTexts: (files) => ["Cargo.toml", ...files.filter((path) => path.endsWith("/Cargo.toml")).slice(0, mostRead)],
  checks: cargoChecks,
  scope: cargoScope,
  readers: [cargoTest, nextest],
};

function cargoChecks(project: Project): Check[] {
  if (!project.has("Cargo.toml")) return [];
  // A root package hides the other members from a bare `cargo test`.
  const all = /^\s*\[workspace\b/m.test(project.text("Cargo.toml")) ? " --workspace" : "";
  return [{ command: `cargo test${all}`, source: "Cargo.toml", needs: [{ program: "cargo" }] }];
}
