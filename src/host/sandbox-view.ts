import { type Dirent, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, normalize, resolve } from "node:path";
import { readPlainText } from "./read-plain.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What programs in a sandbox see beside their own worktree. Absolute paths. */
export interface SandboxView {
  /** The person's home, which is an empty folder there; null: there is none to hide. */
  home: string | null;
  /** The system's own programs and settings. */
  system: readonly string[];
  /** Toolchains that the PATH, the environment or their usual place names, and what the person has added. */
  tools: readonly string[];
  /** What is hidden even where it lies in something that is shown. */
  hidden: readonly string[];
  /** What the repositories of worktrees borrow. */
  objects: readonly string[];
  /** Folders of ours in the place of the person's caches. */
  caches: readonly { from: string; to: string }[];
}

/** What a run's view is made from. */
export interface ViewRequest {
  env: Environment;
  /** The person's checkout, its git directory and the one it shares with its linked worktrees. */
  repository: { root: string; gitDir: string; commonDir: string } | null;
  /** Where baro keeps its own things: nobody's business but its own. */
  ours: readonly string[];
  /** What the person wants to be seen. */
  shown: readonly string[];
  /** The folder that takes the place of the person's caches; made here. */
  cacheFolder: string;
}

/** Everything but these, and what is named below, is not there. */
const systemFolders = [
  ...["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/sys"],
  ...["/nix", "/gnu", "/snap", "/home/linuxbrew/.linuxbrew"],
  // Where links of /etc and of the PATH lead on some systems.
  ...["/var/lib/ca-certificates", "/var/lib/alternatives", "/var/cache/fontconfig"],
  ...["/run/current-system", "/run/wrappers", "/run/opengl-driver"],
];

/** Toolchains and their settings below a home, as far as they hold no keys. */
const homeTools = [
  ...[".cargo/bin", ".cargo/config.toml", ".cargo/env", ".rustup", "go/bin", ".deno/bin", ".bun/bin"],
  ...[".nvm", ".volta", ".fnm", ".local/share/fnm", ".nodenv", ".asdf", ".tool-versions", ".pyenv", ".rbenv"],
  ...[".local/share/mise", ".config/mise", ".goenv", ".jenv", ".sdkman", ".dotnet", ".ghcup", ".elan", ".juliaup"],
  ...[".local/share/uv", ".local/share/pipx", ".local/pipx", ".local/lib", ".local/share/pnpm", ".opam", ".swiftly"],
  ...["miniconda3", "miniforge3", "anaconda3", ".nix-profile"],
];

/** What programs look for beside a folder of programs. */
const besideBin = ["lib", "lib64", "libexec", "share", "include"];

/** Variables that name a toolchain's folder, or the certificates without which no model is reached. */
const toolVariables = [
  ...["JAVA_HOME", "GOROOT", "RUSTUP_HOME", "PYENV_ROOT", "NVM_DIR", "VIRTUAL_ENV"],
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"],
];

/** What all programs and all people put their things and sockets into: no program's own folder, whoever links there. */
const shared = ["/tmp", "/var/tmp", "/dev/shm", "/run/user", "/proc", "/home", "/mnt", "/media", "/srv"];

/** Finds what a sandbox shows and makes its caches. */
export function sandboxView(request: ViewRequest): SandboxView {
  const { env, repository, ours, shown } = request;
  const home = homeOf(env);
  const secret = [...(repository === null ? [] : Object.values(repository)), ...ours].flatMap(byEveryName);
  const everybodys = [...shared, env["TMPDIR"] ?? "", env["XDG_RUNTIME_DIR"] ?? ""]
    .filter(Boolean)
    .flatMap(byEveryName);
  const protectedPaths = [...secret, ...(home === null ? [] : byEveryName(home)), ...everybodys];
  // A folder that holds what is hidden would be hidden again, and much else with it would be seen.
  const fits = (path: string) => !protectedPaths.some((one) => isWithin(one, path) || isWithin(one, realOf(path)));
  const found = [
    ...(home === null ? [] : homeTools.map((name) => join(home, name))),
    ...toolVariables.map((name) => env[name] ?? ""),
    ...(env["PATH"] ?? "").split(":").map(plain).flatMap(programFolder),
  ];
  const within = (path: string) => secret.some((one) => isWithin(path, one) || isWithin(realOf(path), one));
  const isWanted = (path: string) => isAbsolute(path) && existsSync(path) && fits(path) && !isSystem(path);
  const system = [...systemFolders, ...resolverFile()];
  const hidden = secret.filter((path) => existsSync(path) && lstatSync(path).isDirectory());
  return {
    home,
    system: system.filter((path) => existsSync(path)),
    tools: [...found.filter((path) => isWanted(path) && !within(path)), ...shown.filter((path) => existsSync(path))],
    // A home that is a repository itself is empty already.
    hidden: [...new Set(hidden)].filter((path) => home === null || !`${home}/`.startsWith(`${path}/`)).toSorted(),
    objects: repository === null ? [] : borrowed(repository.commonDir),
    caches: cachesOf(env, home, request.cacheFolder),
  };
}

/** A folder as it is called, and as it is called where no link leads to it. */
function byEveryName(path: string): string[] {
  return [...new Set([plain(path), realOf(path)])];
}

/** `/home/ada/`, `/home/ada/.` and `/home/ada/bin/..` are one folder. Empty stays empty. */
function plain(path: string): string {
  return path === "" ? "" : normalize(path).replace(/(.)\/+$/, "$1");
}

function realOf(path: string): string {
  return targetOf(path) ?? path;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

function homeOf(env: Environment): string | null {
  const home = (env["HOME"] ?? "").replace(/\/+$/, "");
  return home.startsWith("/") && existsSync(home) && !systemFolders.includes(home) ? home : null;
}

function isSystem(path: string): boolean {
  return systemFolders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

/** The name servers' file, which is a link into a folder of sockets on many systems. */
function resolverFile(): string[] {
  try {
    const file = realpathSync("/etc/resolv.conf");
    return file.startsWith("/etc/") ? [] : [file];
  } catch {
    return [];
  }
}

const mostPrograms = 5_000;

/** A folder of the PATH with what its programs look for beside it, and what its links lead to. */
function programFolder(folder: string): string[] {
  if (!isAbsolute(folder) || isSystem(folder)) return [];
  const entries = entriesOf(folder).slice(0, mostPrograms);
  const links = entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => targetOf(join(folder, name)));
  const targets = links.flatMap((target) =>
    target === null ? [] : [...withBeside(dirname(target)), ...packagesAround(target)],
  );
  return [...withBeside(folder), ...new Set(targets)];
}

function withBeside(folder: string): string[] {
  const isBin = ["bin", "sbin"].includes(basename(folder)) && basename(dirname(folder)) !== ".local";
  return [folder, ...(isBin ? besideBin.map((name) => join(dirname(folder), name)) : [])];
}

/** A program of a package needs the rest of it, and what it was installed with. */
function packagesAround(program: string): string[] {
  const at = program.indexOf("/node_modules/");
  return at < 0 ? [] : [program.slice(0, at + "/node_modules".length)];
}

function targetOf(link: string): string | null {
  try {
    return realpathSync(link);
  } catch {
    return null;
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The object folders of a repository, of its submodules, and what those borrow in turn. */
function borrowed(commonDir: string): string[] {
  const own = [join(commonDir, "objects"), join(commonDir, "lfs")];
  const all = [...own, ...modulesOf(join(commonDir, "modules"))].filter((path) => existsSync(path));
  return [...new Set(all.flatMap((path) => [path, ...alternatesOf(path, 5)]))];
}

function modulesOf(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const path = join(folder, entry.name);
    // A module's name may hold slashes; modules of its own lie within it.
    return existsSync(join(path, "objects"))
      ? [join(path, "objects"), join(path, "lfs"), ...modulesOf(join(path, "modules"))]
      : modulesOf(path);
  });
}

function alternatesOf(objects: string, depth: number): string[] {
  if (depth === 0) return [];
  try {
    const lines = readPlainText(join(objects, "info/alternates")).split("\n");
    const paths = lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => resolve(objects, line));
    return paths.flatMap((path) => [path, ...alternatesOf(path, depth - 1)]);
  } catch {
    return [];
  }
}

/**
 * The caches of package managers and compilers, by which a later install is quick. They are the sandbox's own: what is
 * put into the person's would be run outside of it one day.
 */
function cachesOf(env: Environment, home: string | null, folder: string): { from: string; to: string }[] {
  if (home === null) return [];
  const cargo = env["CARGO_HOME"] ?? join(home, ".cargo");
  const places = [
    ["cache", env["XDG_CACHE_HOME"] ?? join(home, ".cache")],
    ["npm", join(home, ".npm")],
    ["bun", join(home, ".bun/install/cache")],
    ["yarn", join(home, ".yarn")],
    ["gradle", join(home, ".gradle")],
    ["m2", join(home, ".m2")],
    ["nuget", join(home, ".nuget/packages")],
    ["cargo-registry", join(cargo, "registry")],
    ["cargo-git", join(cargo, "git")],
    ["go", join(env["GOPATH"]?.split(":")[0] ?? join(home, "go"), "pkg")],
  ] as const;
  return places.flatMap(([name, to]) => {
    const from = join(folder, name);
    // Below what is only read no place can be made for one.
    if (!isAbsolute(to) || isSystem(to)) return [];
    mkdirSync(from, { recursive: true, mode: 0o700 });
    return [{ from, to }];
  });
}
