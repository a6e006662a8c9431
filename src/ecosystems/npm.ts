import { parseTolerantJson, recordOf, textOf } from "../core/narrow.ts";
import type { Ecosystem, PackageManager } from "./ecosystem.ts";
import { npmInstall, npmLockfiles, packageManagerOf } from "./npm-installers.ts";
import type { Check, Project } from "./project.ts";
import { scriptsJson } from "./reports/printed-json.ts";
import { npmReport } from "./reports/script-forms.ts";
import { bunTest, jest, mocha, nodeTest, playwright, vitest } from "./results/javascript.ts";
import { ava, jasmine, lab, uvu } from "./results/javascript-others.ts";
import { karma } from "./results/more-runners.ts";
import { bats, cucumber } from "./results/scenarios.ts";
import { tap } from "./results/tap.ts";
import { workspaceScope } from "./scopes/javascript.ts";

/** A workspace has its packages' manifests read, up to this many. */
const mostRead = 300;

/** A JavaScript test, for whoever runs all of them without being told which. */
export const scriptTest = /(^|\/)[^/]+[._](test|spec)\.[cm]?[jt]sx?$|(^|\/)__tests__\/[^/]+\.[cm]?[jt]sx?$/;

/** npm, pnpm, yarn and bun. */
export const npm: Ecosystem = {
  name: "npm",
  manifests: ["package.json", "pnpm-workspace.yaml"],
  roots: ["package.json"],
  lockfiles: [{ names: npmLockfiles, from: ["package.json", "pnpm-workspace.yaml"] }],
  settings: [
    /^tsconfig[\w.-]*\.json$/,
    /^biome\.jsonc?$/,
    /^\.?eslint(rc|\.config)[\w.]*$/,
    /^\.prettierrc[\w.]*$/,
    /^(jest|vite|vitest|webpack|rollup|babel|tailwind|next)\.config\.\w+$/,
  ],
  code: ["js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte", "astro"],
  pages: ["htm", "html", "css", "scss", "less"],
  tests: [/^(?<subject>.+)[._](?:test|spec)\.(?:[cm]?[jt]sx?|vue|svelte)$/],
  snapshots: [/(?:^|\/)__snapshots__\//, /\.snap$/, /(?:^|\/)snapshots\/[^/]+\.(?:snap|txt|json)$/],
  leavings: {
    folders: [
      ...["node_modules", "dist", ".next", ".turbo", ".parcel-cache", ".nyc_output", "coverage"],
      ...[".nx", ".wireit", ".angular", ".svelte-kit", ".nuxt", ".output", ".vite", ".swc", ".tap", ".astro", ".expo"],
    ],
    files: [/\.tsbuildinfo$/, ".eslintcache", /^npm-debug\.log/, /^yarn-error\.log/],
  },
  dependencies: [
    {
      beside: ["package.json"],
      folders: ["node_modules"],
      kind: "node",
      inputs: npmLockfiles,
      restore: { manifest: "package.json", folder: "node_modules", lockfiles: npmLockfiles, isAsked: asksForPackages },
    },
    {
      beside: ["package.json"],
      atRoot: true,
      folders: [".yarn/cache", ".yarn/unplugged"],
      kind: "plain",
      inputs: ["yarn.lock"],
    },
  ],
  install: npmInstall,
  version: { file: "package.json", pattern: /"version"\s*:\s*"([^"]+)"/ },
  tasks: { file: "package.json", read: scriptsOf },
  checkTexts: (files) => ["package.json", "pnpm-workspace.yaml", ...below(files).slice(0, mostRead)],
  checks: npmChecks,
  scope: workspaceScope,
  report: npmReport,
  readers: [
    ava,
    bats,
    bunTest,
    cucumber,
    jasmine,
    jest,
    karma,
    lab,
    mocha,
    nodeTest,
    playwright,
    scriptsJson,
    tap,
    uvu,
    vitest,
  ],
};

function below(files: readonly string[]): string[] {
  return files.filter((path) => path.endsWith("/package.json") && !/(^|\/)node_modules\//.test(path));
}

const tables = ["dependencies", "devDependencies", "optionalDependencies", "workspaces"];

function asksForPackages(text: string, has: (name: string) => boolean): boolean {
  // Plug'n'Play keeps packages in one file beside the manifest, or in a folder of its own.
  if (has(".pnp.cjs")) return false;
  const manifest = parseTolerantJson(text) ?? {};
  return tables.some((name) => {
    const table = manifest[name];
    return Array.isArray(table) ? table.length > 0 : Object.keys(recordOf(table)).length > 0;
  });
}

function scriptsOf(text: string): [string, string][] {
  return Object.entries(recordOf(parseTolerantJson(text)?.["scripts"])).flatMap(([name, command]) =>
    typeof command === "string" ? [[name, command]] : [],
  );
}

function npmChecks(project: Project, around: PackageManager): Check[] {
  if (!project.has("package.json")) return [];
  const manager = packageManagerOf(project, around);
  const script = taskOf(project.text("package.json"), "scripts", "test");
  const needs = [{ program: manager }];
  if (script !== null) {
    const prefix = watches(script) ? "CI=true " : "";
    // Any of them runs a script with what is installed; one that calls its package manager by name has to have it.
    const isAnyones = manager !== "npm" && !/\b(?:pnpm|yarn|bunx?|corepack)\b/.test(script);
    const npm = { command: `${prefix}npm test`, needs: [{ program: "npm" }, { file: "node_modules" }] };
    const command = `${prefix}${testCommand(manager)}`;
    return [{ command, source: "package.json", needs, ...(isAnyones ? { instead: [npm] } : {}) }];
  }
  // Bun is a test runner of its own, and needs no script for it.
  if (manager !== "bun" || !project.any(scriptTest)) return [];
  return [{ command: "bun test", source: "package.json", needs }];
}

/** A task of a manifest's table, or `null`. `npm init` writes a test script that only says that there is none. */
export function taskOf(text: string, table: string, name: string): string | null {
  const entry = recordOf(parseTolerantJson(text)?.[table])[name];
  const script = (typeof entry === "string" ? entry : textOf(recordOf(entry)["command"])).trim();
  return script === "" || /no test specified/.test(script) ? null : script;
}

/** `bun test` would be Bun's own runner, whatever the script says. */
function testCommand(manager: PackageManager): string {
  return manager === "bun" ? "bun run test" : `${manager} test`;
}

/** Test programs that wait for changes for ever unless they are told that nobody is there. */
function watches(script: string): boolean {
  return /\b(react-scripts|craco|react-app-rewired|ng) test\b|--watch/.test(script);
}
