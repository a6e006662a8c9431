import type { Ecosystem } from "./ecosystem.ts";
import type { Check, Project } from "./project.ts";
import { exUnit } from "./results/interpreted.ts";
import { erlangTests } from "./results/more-languages.ts";

/** Elixir and Erlang. */
export const elixir: Ecosystem = {
  name: "elixir",
  manifests: ["mix.exs", "rebar.config"],
  roots: ["mix.exs", "rebar.config"],
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
  readers: [exUnit, erlangTests],
};

function mixChecks(project: Project): Check[] {
  if (!project.has("mix.exs")) return erlangChecks(project);
  if (!project.any(/(^|\/)test\/.*_test\.exs$/)) return [];
  return [{ command: "mix test", source: "mix.exs", needs: [{ program: "mix" }] }];
}

/** Erlang by erlang.mk, which stands beside a rebar.config that others read, or by rebar3. */
function erlangChecks(project: Project): Check[] {
  const suites = project.any(/(^|\/)test\/[^/]+_SUITE\.erl$/);
  const units = project.any(/(^|\/)(?:test|src)\/[^/]+_tests\.erl$/);
  if (!suites && !units) return [];
  if (project.has("erlang.mk") && project.has("Makefile")) {
    return [{ command: "make check", source: "Makefile", needs: [{ program: "make" }, { program: "erl" }] }];
  }
  if (!project.has("rebar.config")) return [];
  const tasks = [...(units ? ["eunit"] : []), ...(suites ? ["ct"] : [])];
  return [{ command: `rebar3 do ${tasks.join(", ")}`, source: "rebar.config", needs: [{ program: "rebar3" }] }];
}
