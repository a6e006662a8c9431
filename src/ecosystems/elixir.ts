import type { Ecosystem } from "./ecosystem.ts";
import type { Check, Project } from "./project.ts";
import { exUnit } from "./results/interpreted.ts";

/** Elixir and Erlang. */
export const elixir: Ecosystem = {
  name: "elixir",
  manifests: ["mix.exs", "rebar.config"],
  roots: ["mix.exs"],
  lockfiles: [
    { names: ["mix.lock"], from: ["mix.exs"] },
    { names: ["rebar.lock"], from: ["rebar.config"] },
  ],
  unread: ["ex", "exs", "erl", "hrl"],
  tests: [/^(?<subject>.+)_test\.exs$/, /^(?<subject>.+)_SUITE\.erl$/],
  leavings: { folders: ["_build", "deps", ".elixir_ls"] },
  dependencies: [
    {
      beside: ["mix.exs"],
      atRoot: true,
      folders: ["deps"],
      kind: "plain",
      inputs: ["mix.lock"],
      restore: { manifest: "mix.exs", folder: "deps", lockfiles: ["mix.lock"] },
    },
  ],
  install: (lockfile) => (/(^|\/)mix\.lock$/.test(lockfile) ? { program: "mix", args: ["deps.get"] } : null),
  version: { file: "mix.exs", pattern: /\bversion:\s*"([^"]+)"/ },
  checks: mixChecks,
  readers: [exUnit],
};

function mixChecks(project: Project): Check[] {
  if (!project.has("mix.exs") || !project.any(/(^|\/)test\/.*_test\.exs$/)) return [];
  return [{ command: "mix test", source: "mix.exs", needs: [{ program: "mix" }] }];
}
