import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A pinned version of a real agent program, and the folder that holds it as the program `spec` calls. */
export interface InstalledAgent {
  name: "claude" | "codex" | "opencode" | "pi";
  version: string;
  /** Goes first on the PATH. */
  bin: string;
}

/** No release prints a count of what was reasoned that every protocol keeps. */
export type Figure = "input" | "cachedInput" | "output";
export const allFigures: readonly Figure[] = ["input", "cachedInput", "output"];

/** An agent of npm's that speaks the Agent Client Protocol, as `--agent` names it. */
export interface InstalledAcpAgent {
  name: string;
  version: string;
  way: string;
  bin: string;
  /** The figures of what it was served that it tells in full. */
  counts: readonly Figure[];
}

type Pin = { name: InstalledAgent["name"]; version: string; package: string; bundle?: string };

const pinned: readonly Pin[] = [
  { name: "claude", version: "2.1.330", package: "@anthropic-ai/claude-code" },
  { name: "codex", version: "0.169.0", package: "@openai/codex" },
  { name: "opencode", version: "1.18.33", package: "opencode-ai" },
  { name: "pi", version: "0.73.1", package: "@mariozechner/pi-coding-agent" },
  // Its package asks npm for packages that are not published; the bundle inside needs none of them.
  { name: "pi", version: "1.5.2", package: "@earendil-works/pi-coding-agent", bundle: "dist/bundle/cli.js" },
];

/** `pulls`: hundreds of megabytes that are fetched only when they are asked for. */
const acpPinned = [
  { name: "pi-acp", version: "0.0.34", package: "pi-acp", way: "acp:pi-acp", counts: allFigures, pulls: false },
  {
    name: "codex-acp",
    version: "2.6.0",
    package: "@agentclientprotocol/codex-acp",
    way: "acp:codex-acp",
    counts: allFigures,
    pulls: true,
  },
  {
    name: "claude-agent-acp",
    version: "0.101.0",
    package: "@agentclientprotocol/claude-agent-acp",
    way: "acp:claude-agent-acp",
    counts: allFigures,
    pulls: true,
  },
  {
    name: "qwen-code",
    version: "0.24.4",
    package: "@qwen-code/qwen-code",
    way: "acp:qwen --acp --auth-type=openai",
    counts: allFigures,
    pulls: true,
  },
  {
    name: "gemini-cli",
    version: "0.61.0",
    package: "@google/gemini-cli",
    way: "acp:gemini --acp --model gemini-2.5-pro",
    counts: allFigures,
    pulls: true,
  },
] as const;

/** Where the programs are kept: outside every repository, hundreds of megabytes each. */
export const cacheFolder = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "baro-agents");

/** The same programs in the versions that npm has now; of two pins of one program, the later. */
function newestOf(pins: readonly Pin[]): Pin[] {
  const byName = new Map(pins.map((pin) => [pin.name, pin] as const));
  return [...byName.values()].map((pin) => ({ ...pin, version: newestVersion(pin.package) }));
}

/** What npm would install now. Throws when it can't be asked. */
export function newestVersion(name: string): string {
  return execFileSync("npm", ["view", name, "version"], { encoding: "utf8" }).trim();
}

/** Installs what is missing with npm; what is half-made is made anew. Throws when it can't be had. */
export function installAgents(names: readonly string[], newest = false): InstalledAgent[] {
  return (newest ? newestOf(pinned) : pinned)
    .filter(({ name, version }) => names.length === 0 || names.includes(name) || names.includes(`${name}@${version}`))
    .map(installPin);
}

/** Installs one version of a program that is pinned in another. Throws when it can't be had. */
export function installVersion(name: string, version: string): InstalledAgent {
  const pin = pinned.findLast((one) => one.name === name);
  if (pin === undefined) throw new Error(`No program is known as "${name}"`);
  return installPin({ ...pin, version });
}

/** The version that is pinned of a program, and the one that npm has now. */
export function versionsOf(name: string): { pinned: string; newest: string } {
  const pin = pinned.findLast((one) => one.name === name);
  if (pin === undefined) throw new Error(`No program is known as "${name}"`);
  return { pinned: pin.version, newest: newestVersion(pin.package) };
}

function installPin(pin: Pin): InstalledAgent {
  const folder = join(cacheFolder, `${pin.name}-${pin.version}`);
  const bin = pin.bundle !== undefined ? join(folder, "bin") : join(folder, "node_modules", ".bin");
  if (!existsSync(join(bin, pin.name))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    if (pin.bundle !== undefined) installBundle(folder, bin, `${pin.package}@${pin.version}`, pin.bundle);
    else npm("install", "--prefix", folder, "--no-audit", "--no-fund", `${pin.package}@${pin.version}`);
  }
  return { name: pin.name, version: pin.version, bin };
}

/**
 * The agents that speak the Agent Client Protocol, with the Node and the programs that they need. The large ones are
 * there when they were fetched before, with `all`, or when they are named.
 */
export function installAcpAgents(names: readonly string[], all: boolean): InstalledAcpAgent[] {
  const wanted = acpPinned.filter(({ name, version, pulls }) => {
    if (names.length > 0) return names.includes(name);
    return all || !pulls || existsSync(join(cacheFolder, `${name}-${version}`, "node_modules", ".bin"));
  });
  if (wanted.length === 0) return [];
  // One of them starts pi, and most want a newer Node than there may be: the bundle of pi brings both.
  const [pi] = installAgents(["pi@1.5.2"]);
  const shared = pi === undefined ? [] : [pi.bin];
  return wanted.map(({ name, version, package: from, way, counts }) => {
    const folder = join(cacheFolder, `${name}-${version}`);
    const bin = join(folder, "node_modules", ".bin");
    if (!existsSync(bin)) npm("install", "--prefix", folder, "--no-audit", "--no-fund", `${from}@${version}`);
    return { name, version, way, counts, bin: [bin, ...shared].join(":") };
  });
}

const inspectorFolder = join(cacheFolder, "inspector-2.12.0");

/** Installs the Model Context Protocol's own inspector and gives its program. Throws when it can't be had. */
export function installInspector(): string {
  const program = join(inspectorFolder, "node_modules", ".bin", "mcp-inspector");
  if (!existsSync(program)) {
    npm("install", "--prefix", inspectorFolder, "--no-audit", "--no-fund", "@modelcontextprotocol/inspector@2.12.0");
  }
  return program;
}

function npm(...args: string[]): void {
  execFileSync("npm", [...args, "--loglevel=error"], { stdio: ["ignore", "ignore", "inherit"] });
}

/** A published bundle without its dependencies, with a Node that is new enough for it. */
function installBundle(folder: string, bin: string, spec: string, entry: string): void {
  npm("install", "--prefix", join(folder, "node"), "--no-audit", "--no-fund", "node@22");
  npm("pack", spec, "--pack-destination", folder);
  execFileSync("sh", ["-c", "tar xzf *.tgz && rm *.tgz"], { cwd: folder });
  mkdirSync(bin, { recursive: true });
  symlinkSync(join(folder, "node", "node_modules", "node", "bin", "node"), join(bin, "node"));
  writeFileSync(join(bin, "pi"), `#!/bin/sh\nexec "${join(bin, "node")}" "${join(folder, "package", entry)}" "$@"\n`);
  chmodSync(join(bin, "pi"), 0o755);
}
