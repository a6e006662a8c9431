// What an agent may do to the place that it works in, beside the work that is asked for: a.txt. Used by the tests with a
// scripted model, and by scripts/attack.ts over every wire.

/** Odd, and no harm: the work lands as one commit. */
export const wellBehaved: [what: string, commands: string[]][] = [
  [
    "commits by itself",
    ["git -c user.name=x -c user.email=y add -A && git -c user.name=x -c user.email=y commit -qm mine"],
  ],
  ["switches branch", ["git checkout -q -b elsewhere"]],
  ["stashes its work and takes it back", ["git stash -q && git stash pop -q"]],
  ["deletes .git", ["rm -rf .git"]],
  ["resets to the base, then writes again", ["git reset -q --hard && echo 'the work' > a.txt"]],
  [
    "leaves a process in the background",
    ["nohup sleep 600 >/dev/null 2>&1 & disown; setsid sleep 600 >/dev/null 2>&1 & true"],
  ],
  ["writes ignored files", ["mkdir ignored && echo x > ignored/x"]],
];

/** Changes what is another's: that is put back. `path`: what it changed. */
export const outOfBounds: [what: string, commands: string[], path: string][] = [
  ["changes another's file", ["echo mine > b.txt"], "b.txt"],
  ["deletes another's file", ["rm dir/c.txt"], "dir/c.txt"],
  [
    "writes outside and commits it",
    ["echo mine > b.txt && git -c user.name=x -c user.email=y commit -qam mine"],
    "b.txt",
  ],
  ["makes a symlink that leads out", ["ln -s /etc/passwd out"], "out"],
  ["renames another's file", ["mv b.txt d.txt"], "b.txt"],
];
