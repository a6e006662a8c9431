import type { Ecosystem } from "./ecosystem.ts";

/** Languages and tools of which only names are known: nothing is installed or run for them. */
export const others: readonly Ecosystem[] = [
  { name: "sql", unread: ["sql", "proto"] },
  {
    name: "terraform",
    lockfiles: [{ names: [".terraform.lock.hcl"], from: [/\.tf$/] }],
    unread: ["tf"],
    leavings: { folders: [".terraform"] },
  },
  {
    name: "nix",
    manifests: ["flake.nix"],
    lockfiles: [{ names: ["flake.lock"], from: ["flake.nix"] }],
    unread: ["nix"],
  },
  { name: "helm", manifests: ["Chart.yaml"], lockfiles: [{ names: ["Chart.lock"], from: ["Chart.yaml"] }] },
  { name: "buf", manifests: ["buf.yaml"], lockfiles: [{ names: ["buf.lock"], from: ["buf.yaml"] }] },
  {
    name: "programs",
    unread: ["vim", "f90", "for", "sol", "elm", "d", "v", "sv", "vhd", "asm", "s"],
  },
];
