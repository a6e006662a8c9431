import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BaroError, messageOf } from "../core/error.ts";
import { besideFiles, besideWithAttributes } from "../git/beside-files.ts";
import { git, gitBytes, tryGit } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import { shellLine } from "../text/quoting.ts";
import type { DeliverInput } from "./deliver-input.ts";
import { type Delivered, left } from "./request/request-outcome.ts";

type PatchInput = Pick<DeliverInput, "plan" | "root" | "branch" | "base" | "commit" | "runFolder" | "signal">;

/**
 * Writes the work as one file: a series for `git am`, or a plain diff for `git apply` when the history holds merges,
 * which a series can't. The file is applied to the base in a scratch index first: it must give the very same tree.
 */
export async function deliverPatch(host: Host, input: PatchInput): Promise<Delivered> {
  const file = input.plan.settings.patchFile ?? join(input.runFolder, `${input.branch.split("/").at(-1)}.patch`);
  const series = await formatSeries(host, input);
  const whole = series !== null && (await givesSameTree(host, input, series));
  const patch = whole && series !== null ? series : await formatDiff(host, input);
  if (!whole && !(await givesSameTree(host, input, patch))) {
    throw new BaroError("delivery-failed", "Cannot write a patch: it would not give the same files", {
      hint: `The work is on ${input.branch}`,
    });
  }
  write(file, patch);
  return {
    ...left(input.branch, "patch"),
    why: `The patch is in ${file}`,
    // Below the root, `git apply` leaves out what lies elsewhere, in silence.
    next: whole
      ? shellLine(["git", ...seriesCommand(patch), file])
      : shellLine(["git", "-C", input.root, "apply", file]),
  };
}

/** `git am` drops carriage returns unless told otherwise, and then the patch does not apply. */
function seriesCommand(patch: Buffer): string[] {
  return patch.includes("\r\n") ? ["am", "--keep-cr"] : ["am"];
}

// The person's diff configuration (prefixes, external tools, colours) must not change what the file says.
const plainDiff = [
  "--binary",
  "--full-index",
  "--no-ext-diff",
  "--no-textconv",
  "--no-color",
  "--no-renames",
  "--src-prefix=a/",
  "--dst-prefix=b/",
];

/** `null` when the history holds merges. */
async function formatSeries(host: Host, { root, base, commit, signal }: PatchInput): Promise<Buffer | null> {
  const merges = await git(host, root, ["rev-list", "--merges", "--max-count=1", `${base}..${commit}`], { signal });
  if (merges !== "") return null;
  const options = ["--stdout", "--no-thread", "--no-cover-letter", "--no-attach", "--no-signature", "--no-base"];
  const args = ["-c", "format.signOff=false", "format-patch", ...options, ...plainDiff, `${base}..${commit}`];
  return await besideWithAttributes(host, root, commit, ({ cwd, env }) => gitBytes(host, cwd, args, { env, signal }));
}

function formatDiff(host: Host, { root, base, commit, signal }: PatchInput): Promise<Buffer> {
  const args = ["diff", ...plainDiff, base, commit];
  return besideWithAttributes(host, root, commit, ({ cwd, env }) => gitBytes(host, cwd, args, { env, signal }));
}

async function givesSameTree(host: Host, input: PatchInput, patch: Buffer): Promise<boolean> {
  const { root, base, commit, signal } = input;
  const index = join(input.runFolder, "patch.index");
  const { cwd, env } = await besideFiles(host, root);
  const options = { env: { ...env, GIT_INDEX_FILE: index }, signal };
  try {
    mkdirSync(input.runFolder, { recursive: true, mode: 0o700 });
    await git(host, cwd, ["read-tree", base], options);
    const applied = await tryGit(host, cwd, ["apply", "--cached", "--whitespace=nowarn", "-"], {
      ...options,
      stdin: patch,
    });
    if (applied.exitCode !== 0) return false;
    const tree = await git(host, cwd, ["write-tree"], options);
    return tree === (await git(host, root, ["rev-parse", `${commit}^{tree}`], { signal }));
  } finally {
    rmSync(index, { force: true });
  }
}

function write(file: string, patch: Buffer): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, patch);
  } catch (error) {
    throw new BaroError("delivery-failed", `Cannot write the patch "${file}": ${messageOf(error)}`, {
      hint: "Name another file for the patch",
      cause: error,
    });
  }
}
