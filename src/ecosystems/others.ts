import type { Ecosystem } from "./ecosystem.ts";

/** Languages and tools of which only names are known: nothing is installed or run for them. */
export const others: readonly Ecosystem[] = [
  { name: "shell", unread: ["sh", "bash", "zsh", "fish", "ps1", "bat"], tests: [/^(?<subject>.+)\.bats$/] },
  { name: "sql", unread: ["sql", "proto"] },
  { name: "lua", unread: ["lua"], tests: [/^(?<subject>.+)_spec\.lua$/] },
  { name: "perl", manifests: ["cpanfile"], unread: ["pl", "pm"] },
  {
    name: "haskell",
    manifests: ["stack.yaml", "cabal.project", /\.cabal$/],
    lockfiles: [
      { names: ["stack.yaml.lock"], from: ["stack.yaml"] },
      { names: ["cabal.project.freeze"], from: ["cabal.project", /\.cabal$/] },
    ],
    unread: ["hs"],
  },
  { name: "ocaml", manifests: ["dune-project"], unread: ["ml", "mli"] },
  { name: "r", lockfiles: [{ names: ["renv.lock"], from: ["DESCRIPTION"] }], unread: ["r"] },
  {
    name: "julia",
    manifests: ["Project.toml"],
    lockfiles: [{ names: ["Manifest.toml"], from: ["Project.toml"] }],
    unread: ["jl"],
  },
  {
    name: "crystal",
    manifests: ["shard.yml"],
    lockfiles: [{ names: ["shard.lock"], from: ["shard.yml"] }],
    unread: ["cr"],
  },
  { name: "gleam", manifests: ["gleam.toml"], unread: ["gleam"] },
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
    unread: ["nim", "vim", "f90", "for", "sol", "elm", "d", "v", "sv", "vhd", "asm", "s"],
  },
];
