import { execFileSync } from "node:child_process";
import { documents, storyMs } from "./slow-model.ts";

/**
 * What a person with a shell would do for the same result: a worktree and a background job for each story, then a merge
 * of each branch.
 */
const script = `
set -e
work=$1
shift
for path; do
  git worktree add --quiet -b "story-$(basename "$path" .md)" "$work/$(basename "$path" .md)" HEAD
done
for path; do
  (
    cd "$work/$(basename "$path" .md)"
    mkdir -p docs
    sleep ${storyMs / 1000}
    echo "Written by a job." > "$path"
    git add --all
    git commit --quiet --message "Write $path"
  ) &
done
wait
git worktree add --quiet -b result "$work/result" HEAD
for path; do
  git -C "$work/result" merge --quiet --no-edit "story-$(basename "$path" .md)"
done
for path; do
  git worktree remove --force "$work/$(basename "$path" .md)"
done
git worktree remove --force "$work/result"
`;

/** Milliseconds of the whole in a shell. */
export function timeShellWay(root: string, work: string): number {
  const started = performance.now();
  execFileSync("sh", ["-c", script, "sh", work, ...documents], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  return performance.now() - started;
}
