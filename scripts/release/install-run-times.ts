// Installs Bun's run time for every released platform beside this file, from the lock file: `npm ci` calls it, so that a
// release can be built without a network afterwards. BARO_RUN_TIMES=no leaves them out (some 450 MB to download, once).
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Packages {
  dependencies: Record<string, string>;
}

const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Packages & { version: string };

/** Whether every run time is there in the version that is asked for. */
function complete(folder: string): boolean {
  return Object.entries(read(join(folder, "package.json")).dependencies).every(([name, version]) => {
    const installed = join(folder, "node_modules", name, "package.json");
    return existsSync(installed) && read(installed).version === version;
  });
}

const folder = import.meta.dirname;
if (process.env["BARO_RUN_TIMES"] !== "no" && !complete(folder)) {
  // `--force`: they are for other platforms than this one, which is the point.
  const args = ["ci", "--force", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
  const { status } = spawnSync("npm", args, { cwd: folder, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) {
    process.stderr.write(
      "The run times for releases could not be installed; all else works. Later: npm run run-times\n",
    );
  }
}
