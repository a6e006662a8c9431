import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { fileKind } from "../../src/ecosystems/file-kind.ts";

/** A real change: what it was called, the commit it was made on, and what it turned out to be. */
export interface MinedChange {
  repo: string;
  base: string;
  land: string;
  title: string;
  line2: string;
  label: 0 | 1 | 2;
}

const routine =
  /^(v?\d+\.\d|version packages|release\b|bump |chore\(deps|build\(deps|update dependency|merge |revert|chore: (version|release|update dependenc)|lock file|prepare|publish|back to dev|ci: bump|upgrade: |build: )/i;
const lockfile =
  /(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|Cargo\.lock|go\.sum|Gemfile\.lock|poetry\.lock|uv\.lock|bun\.lockb?)$/;
const bigBang = 400;

/** Every labelled change on the first-parent line of a mirror; routine ones (releases, bots, merges) are left out. */
export function mineChanges(repo: string, gitDirectory: string): MinedChange[] {
  const format = "--format=%x01%H%x02%P%x02%B%x02";
  const args = ["log", "--first-parent", "-m", "-M", "--numstat", "-z", format, "HEAD"];
  // A mirror may lack old contents; what comes before the first that is missing is enough.
  const { stdout: output } = spawnSync("git", args, { cwd: gitDirectory, encoding: "utf8", maxBuffer: 1 << 30 });
  const changes: MinedChange[] = [];
  for (const record of output.split("\u0001").slice(1)) {
    const [land = "", parents = "", message = "", ...rest] = record.split("\u0002");
    const lines = message.split("\n").filter((line) => line.trim() !== "");
    if (/^Merge (pull request|branch|remote)/.test(lines[0] ?? "")) lines.shift();
    const title = (lines[0] ?? "").replace(/\s*\(#\d+\)\s*$/, "").trim();
    const base = parents.split(" ")[0] ?? "";
    const files = readNumstat(rest.join("\u0002"));
    if (title === "" || base === "" || routine.test(title) || files.length === 0 || files.length > bigBang) continue;
    const label = labelOf(title, files);
    if (label !== null) changes.push({ repo, base, land, title, line2: (lines[1] ?? "").trim().slice(0, 140), label });
  }
  return changes;
}

interface ChangedFile {
  path: string;
  lines: number;
}

function readNumstat(text: string): ChangedFile[] {
  const fields = text.split("\0");
  const files: ChangedFile[] = [];
  for (let at = 0; at < fields.length; at++) {
    const match = /^\n*(\d+|-)\t(\d+|-)\t([\s\S]*)$/.exec(fields[at] ?? "");
    if (match === null) continue;
    // A rename has an empty path here and both names in the two fields after it.
    let path = match[3] ?? "";
    if (path === "") {
      path = fields[at + 2] ?? "";
      at += 2;
    }
    const lines = Number(match[1] === "-" ? 0 : match[1]) + Number(match[2] === "-" ? 0 : match[2]);
    if (lines > 0 && !lockfile.test(path)) files.push({ path, lines });
  }
  return files;
}

/** What a diff shows the work to have been; `null`: neither clearly small nor clearly wide. */
function labelOf(title: string, files: readonly ChangedFile[]): 0 | 1 | 2 | null {
  const kinds = files.map(({ path }) => fileKind(path));
  const sumOf = (chosen: readonly ChangedFile[]) => chosen.reduce((sum, { lines }) => sum + lines, 0);
  const code = files.filter((_, index) => kinds[index] === "code");
  const written = files.filter((_, index) => kinds[index] !== "other");
  const texts = sumOf(written) - sumOf(code);
  const total = sumOf(files);
  const folders = new Set(code.map(({ path }) => dirname(path))).size;
  const large = written.filter(({ lines }) => lines >= 30).length;
  const spread = Math.max(0, ...written.map(({ lines }) => lines)) <= 0.6 * sumOf(written);
  const namesUnits = /^(docs?|refactor|tests?|chore)\b/i.test(title);
  if (code.length >= 6 && total >= 400 && folders >= 2) return 1;
  const units = written.filter(({ lines }) => lines >= 10).length;
  const mostlyTexts = (sumOf(code) <= 0.2 * total || namesUnits) && code.length <= 3 && texts >= 0.6 * total;
  if (mostlyTexts && spread && large >= 3 && units >= 5 && total >= 250) return 2;
  if (namesUnits && spread && large >= 4 && total >= 280 && folders <= 3) return 2;
  return code.length <= 3 && total <= 400 ? 0 : null;
}
