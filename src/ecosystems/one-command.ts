import type { Ecosystem } from "./ecosystem.ts";
import { busted } from "./results/more-languages.ts";
import { crystalSpec, juliaTests, testthat } from "./results/more-runners.ts";

/** A project that says by one file what it is, has tests of one kind, and one command that runs all of them. */
interface Only {
  manifest: string | RegExp;
  tests: RegExp;
  program: string;
  command: string;
}

function checking({ manifest, tests, program, command }: Only): Pick<Ecosystem, "checks"> {
  return {
    checks: (project) => {
      const names = project.files.filter((path) => !path.includes("/"));
      const source = names.find((name) => (typeof manifest === "string" ? name === manifest : manifest.test(name)));
      return source === undefined || !project.any(tests) ? [] : [{ command, source, needs: [{ program }] }];
    },
  };
}

const rocks = /^\.busted$|\.rockspec$/;

/** Languages whose own tool tests all there is by one command. */
export const oneCommand: readonly Ecosystem[] = [
  {
    name: "lua",
    manifests: [rocks],
    unread: ["lua"],
    tests: [/^(?<subject>.+)_spec\.lua$/],
    ...checking({ manifest: rocks, tests: /^spec\/.*_spec\.lua$/, program: "busted", command: "busted" }),
    readers: [busted],
  },
  {
    name: "ocaml",
    manifests: ["dune-project", /\.opam$/],
    unread: ["ml", "mli"],
    leavings: { folders: ["_build"] },
    ...checking({
      manifest: "dune-project",
      tests: /(^|\/)tests?\/(.*\/)?dune$/,
      program: "dune",
      command: "dune test",
    }),
  },
  {
    name: "julia",
    manifests: ["Project.toml"],
    lockfiles: [{ names: ["Manifest.toml"], from: ["Project.toml"] }],
    unread: ["jl"],
    ...checking({
      manifest: "Project.toml",
      tests: /^test\/runtests\.jl$/,
      program: "julia",
      command: "julia --project=. -e 'using Pkg; Pkg.test()'",
    }),
    readers: [juliaTests],
  },
  {
    name: "crystal",
    manifests: ["shard.yml"],
    roots: ["shard.yml"],
    lockfiles: [{ names: ["shard.lock"], from: ["shard.yml"] }],
    unread: ["cr"],
    tests: [/^(?<subject>.+)_spec\.cr$/],
    ...checking({ manifest: "shard.yml", tests: /^spec\/.*_spec\.cr$/, program: "crystal", command: "crystal spec" }),
    readers: [crystalSpec],
  },
  {
    name: "gleam",
    manifests: ["gleam.toml"],
    roots: ["gleam.toml"],
    lockfiles: [{ names: ["manifest.toml"], from: ["gleam.toml"] }],
    unread: ["gleam"],
    tests: [/^(?<subject>.+)_test\.gleam$/],
    ...checking({ manifest: "gleam.toml", tests: /^test\/.*\.gleam$/, program: "gleam", command: "gleam test" }),
  },
  {
    name: "nim",
    manifests: [/\.nimble$/],
    unread: ["nim"],
    ...checking({ manifest: /\.nimble$/, tests: /^tests\/.*\.nims?$/, program: "nimble", command: "nimble test -y" }),
  },
  {
    name: "r",
    lockfiles: [{ names: ["renv.lock"], from: ["DESCRIPTION"] }],
    unread: ["r"],
    tests: [/^test-(?<subject>.+)\.r$/i],
    ...checking({
      manifest: "DESCRIPTION",
      tests: /^tests\/testthat\/test-.*\.[rR]$/,
      program: "Rscript",
      command: "Rscript -e 'testthat::test_local(reporter = \"check\")'",
    }),
    readers: [testthat],
  },
];

/** Tests of shell scripts. What a Makefile calls `test` mostly runs them, and more. */
export const shell: Ecosystem = {
  name: "shell",
  unread: ["sh", "bash", "zsh", "fish", "ps1", "bat"],
  tests: [/^(?<subject>.+)\.bats$/],
  fallback: true,
  checks: (project) => {
    const folder = ["test", "tests", "spec"].find((name) => project.any(new RegExp(`^${name}/.*\\.bats$`)));
    if (folder === undefined) return [];
    return [{ command: `bats --recursive ${folder}`, source: `${folder}/`, needs: [{ program: "bats" }] }];
  },
};
