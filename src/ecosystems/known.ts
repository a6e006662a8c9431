import { nameOf } from "../core/path.ts";
import { bazel } from "./bazel.ts";
import { cFamily } from "./c-family.ts";
import { cargo } from "./cargo.ts";
import { clojure } from "./clojure.ts";
import { dart } from "./dart.ts";
import { deno } from "./deno.ts";
import { docs } from "./docs.ts";
import { dotnet } from "./dotnet.ts";
import type { DependencyRule, Ecosystem, Install, Installer, Names } from "./ecosystem.ts";
import { elixir } from "./elixir.ts";
import { go } from "./go.ts";
import { haskell } from "./haskell.ts";
import { jvm } from "./jvm.ts";
import { make } from "./make.ts";
import { npm } from "./npm.ts";
import { oneCommand, shell } from "./one-command.ts";
import { others } from "./others.ts";
import { perl } from "./perl.ts";
import { php } from "./php.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import { swift } from "./swift.ts";
import { zig } from "./zig.ts";

/** Every ecosystem, in the order in which their checks are run; of two that can say something the first counts. */
export const ecosystems: readonly Ecosystem[] = [
  npm,
  deno,
  cargo,
  go,
  jvm,
  dotnet,
  python,
  php,
  ruby,
  elixir,
  swift,
  dart,
  zig,
  perl,
  haskell,
  clojure,
  ...oneCommand,
  make,
  cFamily,
  bazel,
  shell,
  docs,
  ...others,
];

/** Whether a file name is one of these. Exact names are looked up: a repository's every path is asked about. */
export function matcherOf(lists: Iterable<Names>): (name: string) => boolean {
  const all = [...lists].flat();
  const exact = new Set(all.filter((one) => typeof one === "string"));
  const patterns = all.filter((one) => typeof one !== "string");
  return (name) => exact.has(name) || patterns.some((pattern) => pattern.test(name));
}

const locks = ecosystems.flatMap(({ lockfiles = [] }) => lockfiles);
const isLockName = matcherOf(locks.map(({ names }) => names));
const isManifestName = matcherOf(ecosystems.map(({ manifests = [] }) => manifests));
const isSettingName = matcherOf(ecosystems.map(({ settings = [] }) => settings));
const isRootName = matcherOf(ecosystems.map(({ roots = [] }) => roots));
const leavingFolders = new Set(ecosystems.flatMap(({ leavings }) => leavings?.folders ?? []));
const isLeavingName = matcherOf(ecosystems.map(({ leavings }) => leavings?.files ?? []));

/** Whether a path is a lockfile, by its name alone. */
export function isLockfile(path: string): boolean {
  return isLockName(nameOf(path));
}

/** Whether a path declares packages, or is what a build is made from. */
export function isManifest(path: string): boolean {
  return isManifestName(nameOf(path));
}

/** Whether a path says how to build or check without declaring a package: a compiler's settings, a Makefile. */
export function isBuildSetting(path: string): boolean {
  return isSettingName(nameOf(path));
}

/** Whether a path holds tasks for make or just. */
export function isTaskFile(path: string): boolean {
  return isTaskName(nameOf(path));
}

const isTaskName = matcherOf([make.settings ?? []]);

/** Whether a lockfile is written anew when the manifest changes: of one ecosystem, beside it or below it. */
export function isMadeFrom(lockfile: string, manifest: string): boolean {
  const folder = lockfile.slice(0, lockfile.lastIndexOf("/") + 1);
  if (!manifest.startsWith(folder)) return false;
  const [lockName, manifestName] = [lockfile.slice(folder.length), nameOf(manifest)];
  return makers.some(({ isLock, isSource }) => isLock(lockName) && isSource(manifestName));
}

const makers = locks.map(({ names, from }) => ({ isLock: matcherOf([names]), isSource: matcherOf([from]) }));

/** Whether a path lies among, or is, what the tools of an ecosystem leave in a checkout. */
export function isLeftByTools(path: string): boolean {
  const parts = path.split("/");
  return isLeavingName(parts.at(-1) ?? "") || parts.slice(0, -1).some((part) => leavingFolders.has(part));
}

/** What each ecosystem installs into a project. */
export const dependencyRules: readonly DependencyRule[] = ecosystems.flatMap(({ dependencies = [] }) => dependencies);

/** How packages are installed exactly as this lockfile says; `null`: there is no program that keeps to it. */
export function installFrom(lockfile: string, installer: Installer): Install | null {
  for (const { install } of ecosystems) {
    const found = install?.(lockfile, installer) ?? null;
    if (found !== null) return found;
  }
  return null;
}

/** The files that say which version a package has. */
export const versionFiles = ecosystems.flatMap(({ version }) => version ?? []);

/** The files that offer named tasks. */
export const taskFiles = ecosystems.flatMap(({ tasks }) => tasks ?? []);

/** Folders whose projects are material for something else. */
const noPackage =
  /(^|\/)(tests?|__tests__|spec|fixtures?|testdata|examples?|samples?|templates?|vendor|third_party|docs?|node_modules|\.[^/]+)(\/|$)/i;

/** Further down than this lies nothing that a repository is made of. */
const mostDepth = 3;

/** The uppermost folders below the root that hold a project of their own, relative to the root, in order. */
export function packagesBelow(files: readonly string[]): string[] {
  const below = files.filter((path) => path.includes("/") && isRootName(nameOf(path)));
  const folders = new Set(below.map((path) => path.slice(0, path.lastIndexOf("/"))));
  const likely = [...folders].filter((path) => !noPackage.test(path) && path.split("/").length <= mostDepth);
  return likely.filter((path) => !likely.some((other) => path.startsWith(`${other}/`))).sort();
}
