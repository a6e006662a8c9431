import { type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { shellWord } from "../text/quoting.ts";

type Setting = readonly [name: string, value: string];

/** Programs that git starts for a file's content, but for Git LFS, which is on the PATH. */
const isProgram = /^(?:filter\.(?!lfs\.).+\.(?:clean|smudge|process)|merge\..+\.driver)$/i;
/** Files that git looks for from the folder it runs in. */
const isFile = /^core\.(?:attributesfile|excludesfile)$/i;

/**
 * Of settings those that find their programs and files from the root of the person's checkout, with the paths from there in
 * full: in a worktree they are not there, not yet, or not what the person lets git run. `root`: that checkout.
 */
export function rootedSettings(root: string, settings: readonly Setting[]): Setting[] {
  return settings.flatMap(([name, value]): Setting[] => {
    const rooted = isProgram.test(name)
      ? rootedCommand(root, value)
      : isFile.test(name)
        ? rootedFile(root, value)
        : value;
    return rooted === value ? [] : [[name, rooted]];
  });
}

/** As `rootedSettings`, of files alone. */
export function rootedFiles(root: string, settings: readonly Setting[]): Setting[] {
  return rootedSettings(root, settings).filter(([name]) => isFile.test(name));
}

/** All of these settings, with those that are rooted in the place of what they were. */
export function withRooted(root: string, settings: readonly Setting[]): Setting[] {
  return settings.map((setting) => rootedSettings(root, [setting])[0] ?? setting);
}

function rootedFile(root: string, path: string): string {
  return /^(?:[/~%]|$)/.test(path) ? path : join(root, path);
}

/** A word of a command line between what ends words, or all that is in one pair of quotes. */
const word = /(?<=^|[\s;&|(=])(["']?)([\w.@+-]+(?:\/[\w.@+-]+)*)\1(?=$|[\s;&|)])/g;
const interpreter =
  /(?:^|[;&|(])\s*(?:\S*\/)?(?:(?:ba|da|z|k)?sh|perl|python[\d.]*|ruby|node|bun|php|deno\s+run)(?:\s+-\S+)*\s+$/;
/** What asks where the checkout is: the person's. */
const asksForRoot = /--show-(?:toplevel|cdup)/;

function rootedCommand(root: string, command: string): string {
  const goes = /(?:^|[;&|(])\s*cd\s/.test(command);
  const rooted = command.replace(word, (whole: string, _quote: string, path: string, at: number) => {
    const before = command.slice(0, at);
    // Where it goes elsewhere first, paths are from there.
    const isMeant = goes ? /(?:^|[;&|(])\s*cd\s+$/.test(before) : path.includes("/") || interpreter.test(before);
    if (!isMeant || path.startsWith("/")) return whole;
    const stat = lookAt(join(root, path));
    return (goes ? stat?.isDirectory() : stat?.isFile()) === true ? shellWord(join(root, path)) : whole;
  });
  return asksForRoot.test(rooted) ? `export GIT_WORK_TREE=${shellWord(root)}; ${rooted}` : rooted;
}

function lookAt(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
