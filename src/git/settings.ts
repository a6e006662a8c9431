import { gitConfigValue } from "../text/quoting.ts";

/**
 * Which of the person's git settings reach the git that we start. Everything is pinned here to what git does by itself,
 * whatever their configuration says, but for what decides whose work it is and what a file's content is:
 *
 * - identity: `user.*`, `author.*`, `committer.*`;
 * - signing: `commit.gpgSign`, `gpg.*`, `user.signingKey`;
 * - content: `filter.*`, `core.autocrlf`, `core.eol`, `core.attributesFile`, `core.excludesFile`, merge drivers, sparse
 *   checkout, and what the file system can do (`core.fileMode`, `core.symlinks`, `core.ignoreCase`, …);
 * - the way to a remote: `remote.*.url`, `url.*`, `http.*`, `credential.*`, `core.sshCommand`, `protocol.*`;
 * - hooks: where we run them by rule (see `worktrees/commit-hooks.ts`), never as a side effect.
 */
const pinned: Readonly<Record<string, string>> = {
  "advice.detachedHead": "false",
  "apply.ignoreWhitespace": "no",
  "apply.whitespace": "nowarn",
  "checkout.defaultRemote": "",
  "checkout.guess": "false",
  "checkout.workers": "1",
  "clean.requireForce": "true",
  "color.ui": "never",
  "color.diff": "never",
  "color.branch": "never",
  "color.status": "never",
  "commit.cleanup": "default",
  "commit.status": "false",
  "commit.verbose": "false",
  "core.abbrev": "auto",
  "core.checkRoundtripEncoding": "",
  "core.checkStat": "default",
  // A file system monitor is a program, and one that is not asked may have missed a change.
  "core.fsmonitor": "false",
  "core.ignoreStat": "false",
  "core.logAllRefUpdates": "true",
  "core.quotePath": "false",
  // An index of ours is copied, and lies elsewhere than the person's: all of it must be in the one file.
  "core.splitIndex": "false",
  "core.trustctime": "true",
  "core.untrackedCache": "false",
  "core.useReplaceRefs": "true",
  "core.whitespace": "",
  "core.compression": "-1",
  "diff.algorithm": "myers",
  "diff.colorMoved": "no",
  "diff.context": "3",
  "diff.ignoreSubmodules": "none",
  "diff.interHunkContext": "0",
  "diff.mnemonicPrefix": "false",
  "diff.noprefix": "false",
  "diff.orderFile": "/dev/null",
  "diff.relative": "false",
  "diff.renames": "true",
  "diff.submodule": "short",
  "diff.suppressBlankEmpty": "false",
  "diff.trustExitCode": "false",
  "feature.manyFiles": "false",
  "fetch.parallel": "1",
  "fetch.prune": "false",
  "fetch.pruneTags": "false",
  "fetch.recurseSubmodules": "false",
  "fetch.writeCommitGraph": "false",
  "format.pretty": "medium",
  "format.signOff": "false",
  "format.useAutoBase": "false",
  "gc.auto": "0",
  "help.autoCorrect": "never",
  "i18n.commitEncoding": "UTF-8",
  "i18n.logOutputEncoding": "UTF-8",
  "index.skipHash": "false",
  "index.sparse": "false",
  "log.date": "default",
  "log.decorate": "no",
  "log.follow": "false",
  "log.mailmap": "false",
  "log.showRoot": "true",
  "log.showSignature": "false",
  "maintenance.auto": "false",
  "merge.autoStash": "false",
  "merge.branchdesc": "false",
  "merge.conflictStyle": "merge",
  "merge.directoryRenames": "true",
  "merge.renames": "true",
  "merge.renormalize": "false",
  "merge.verifySignatures": "false",
  "push.autoSetupRemote": "false",
  "push.default": "nothing",
  "push.followTags": "false",
  "push.gpgSign": "false",
  "push.recurseSubmodules": "no",
  "status.aheadBehind": "false",
  "status.branch": "false",
  "status.relativePaths": "false",
  "status.renames": "false",
  "status.short": "false",
  "status.showStash": "false",
  "status.showUntrackedFiles": "normal",
  "status.submoduleSummary": "false",
  "submodule.propagateBranches": "false",
  "submodule.recurse": "false",
};

/** The leading arguments of every git command. */
export const pinnedArguments: readonly string[] = Object.entries(pinned).flatMap(([name, value]) => [
  "-c",
  `${name}=${value}`,
]);

/** Commands that would run the person's diff programs and show what those make of a file instead of its content. */
const showing: ReadonlySet<string> = new Set(["diff", "diff-tree", "diff-index", "diff-files", "log", "show"]);

/** The arguments with what the command itself needs to show files as they are. */
export function plainArguments(args: readonly string[]): readonly string[] {
  const at = commandAt(args);
  if (!showing.has(args[at] ?? "")) return args;
  return [...args.slice(0, at + 1), "--no-ext-diff", "--no-textconv", ...args.slice(at + 1)];
}

/** The command's name. */
export function commandOf(args: readonly string[]): string {
  return args[commandAt(args)] ?? "";
}

/** Where the command's name stands behind `-c NAME=VALUE`, `-C FOLDER` and other leading options. */
function commandAt(args: readonly string[]): number {
  let at = 0;
  while (at < args.length && args[at]?.startsWith("-") === true) at += args[at] === "-c" || args[at] === "-C" ? 2 : 1;
  return at;
}

/** The settings that decide what a file's content is and whose a commit is, wherever the person has set them. */
const carried =
  /^(filter\.|user\.|author\.|committer\.|merge\.[^.]+\.|lfs\.|core\.(autocrlf|eol|safecrlf|attributesfile|excludesfile|filemode|symlinks|ignorecase|precomposeunicode|longpaths)$)/i;

/**
 * Of `git config --list -z`, what a repository of ours elsewhere has to be told: conditional includes (`includeIf "gitdir:"`)
 * hold where the person's repository is, and not where ours is.
 */
export function carriedSettings(list: string): (readonly [name: string, value: string])[] {
  return list.split("\0").flatMap((entry) => {
    const end = entry.indexOf("\n");
    const name = end < 0 ? entry : entry.slice(0, end);
    // A name without a value is a yes.
    return carried.test(name) ? [[name, end < 0 ? "true" : entry.slice(end + 1)] as const] : [];
  });
}

/** Settings as the lines of a configuration file. */
export function settingLines(settings: readonly (readonly [name: string, value: string])[]): string[] {
  return settings.map(([name, value]) => {
    const first = name.indexOf(".");
    const last = name.lastIndexOf(".");
    const section = name.slice(0, first);
    const sub = first === last ? "" : ` ${gitConfigValue(name.slice(first + 1, last))}`;
    return `[${section}${sub}]\n\t${name.slice(last + 1)} = ${gitConfigValue(value)}`;
  });
}
