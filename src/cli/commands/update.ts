import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { newestRelease } from "../../settings/own-addresses.ts";
import { shellWord } from "../../text/quoting.ts";
import { command } from "../command.ts";
import { printLines } from "../output.ts";
import { versionLine } from "../version.ts";

export const update = command({
  name: "update",
  description: "Show how this baro was installed and the command that updates it. Uses no network.",
  run: async (host) => {
    const [program = "", ...more] = host.self;
    const script = more.at(-1);
    const path = existing(script ?? program);
    const home = host.env["HOME"] ?? null;
    const { by, type } = installation({ path, isSource: script !== undefined, home, platform: host.platform });
    printLines(host, [`${versionLine}, ${by}: ${path}`, `For the newest version: ${type}`]);
    return 0;
  },
});

/** The file behind links: package managers keep it under a name that tells them. */
function existing(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

interface Installed {
  path: string;
  /** The sources are run by another program. */
  isSource: boolean;
  home: string | null;
  platform: string;
}

/** Package managers by what is in the path of what they install, the more special before the more general. */
const managers: readonly [pattern: RegExp, by: string, type: string][] = [
  [/\/_npx\//, "run by npx", "npx baro@latest"],
  [/\/pnpm\/(.*\/)?global\//, "installed by pnpm", "pnpm add --global baro@latest"],
  [/\/\.bun\/install\/global\//, "installed by bun", "bun add --global baro@latest"],
  [/\/yarn\/global\//, "installed by yarn", "yarn global add baro@latest"],
  [/\/(lib|npm)\/node_modules\//, "installed by npm", "npm install --global baro@latest"],
  [/\/node_modules\//, "a dependency of a project", "npm install baro@latest"],
  [/\/Cellar\//, "installed by Homebrew", "brew upgrade baro"],
  [/\/nix\/store\//, "installed by Nix", "nix profile upgrade baro"],
  [/\/mise\/installs\//, "installed by mise", "mise upgrade baro"],
  [/\/scoop\//i, "installed by Scoop", "scoop update baro"],
  [/\/winget\//i, "installed by winget", "winget upgrade baro"],
];

/** How a program was installed, as far as its place tells, and the command that brings the newest version. */
export function installation({ path, isSource, home, platform }: Installed): { by: string; type: string } {
  if (isSource) {
    const root = dirname(dirname(path));
    return { by: "run from its sources", type: `cd ${shellWord(root)} && git pull && npm ci && npm run build` };
  }
  const found = managers.find(([pattern]) => pattern.test(path.replaceAll("\\", "/")));
  if (found !== undefined) return { by: found[1], type: found[2] };
  if (platform === "win32") return { by: "one file", type: `irm ${newestRelease}/install.ps1 | iex` };
  const folder = dirname(path);
  const isUsual = home !== null && folder === join(home, ".local", "bin");
  const place = isUsual ? "" : ` -s -- --dir ${shellWord(folder)}`;
  return { by: "one file", type: `curl -fsSL ${newestRelease}/install.sh | sh${place}` };
}
