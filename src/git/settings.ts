import { gitConfigValue, shellWord } from "../text/quoting.ts";

/**
 * Which of the person's git settings reach the git that we start, for every call. What is `reaching` decides whose work it is,
 * what a file's content is and how a remote is reached; nothing else does. What could change an answer or a result is
 * `pinned` to what git does by itself, wherever the person has set it. The rest is `idle`: it is of commands that we never
 * start, of terminals, editors and pagers, which our git has none of, or of how objects are stored. A test holds that every
 * setting that git knows of is in one of the three.
 */
const reaching: readonly RegExp[] = [
  // Whose work it is.
  /^(?:user|author|committer)\./,
  // Signing.
  /^(?:gpg\.|commit\.gpgsign$)/,
  // A file's content, and what it is told apart by.
  /^(?:filter|lfs|attr)\./,
  /^merge\.(?:default$|.+\.(?:driver|name|recursive)$)/,
  /^diff\..+\.(?:algorithm|binary|wordregex|xfuncname)$/,
  /^core\.(?:autocrlf|eol|safecrlf|attributesfile|excludesfile|sparsecheckout|sparsecheckoutcone)$/,
  /^sparse\./,
  // What the file system can do, and whose a repository may be.
  /^core\.(?:filemode|symlinks|ignorecase|precomposeunicode|longpaths|sharedrepository)$/,
  /^core\.(?:bare|worktree|repositoryformatversion)$|^(?:extensions|safe)\./,
  // The way to a remote, which may be a folder of this machine.
  /^(?:remote|url|http|credential|protocol|ssh|transfer|bundle|lsrefs|promisor)\.|^core\.(?:sshcommand|gitproxy|alternaterefs\w+)$/,
  /^fetch\.(?:fsck|negotiationalgorithm)|^(?:receive|uploadpack|uploadpackfilter|uploadarchive)\./,
  // Hooks are run by rule, never as a side effect: see `worktrees/commit-hooks.ts`.
  /^core\.hookspath$/,
  // Where more settings stand; they are judged by their own names.
  /^include(?:if\..+)?\.path$/,
];

const idle: readonly RegExp[] = [
  // Of commands that we never start, and of other programs.
  /^(?:add\.interactive|alias|am|blame|browser|clone|completion|difftool|fastimport|fsck|gitcvs|gitweb|gui|guitool|help|imap|instaweb)\./,
  /^(?:mailinfo|mailmap|man|mergetool|pull|rebase|repack|revert|sendemail|showbranch|stash|tag|tar|trailer|replay|web|worktree)\./,
  /^merge\.(?:defaulttoupstream|ff|guitool|log|stat|suppressdest|tool|verbosity)$|^diff\.(?:guitool|tool)$|^commit\.template$/,
  /^format\.(?!pretty$|signoff$|useautobase$)|^notes\.|^pretty\.|^checkout\.thresholdforparallelism$|^status\.renamelimit$/,
  // Of branches and submodules, which are named in full and looked at one by one.
  /^branch\..+|^remotes\.|^submodule\.(?!recurse$|propagatebranches$)|^remote\.pushdefault$|^init\.default\w+$/,
  // What a terminal, a person or an editor sees.
  /^(?:advice|color|column|interactive|pager|sequence|sideband|trace2|versionsort)\.|^core\.(?:askpass|commentchar|commentstring|editor|pager|notesref)$/,
  /^diff\.(?:colormovedws|dirstat|statgraphwidth|statnamewidth|wordregex|wserrorhighlight)$|^status\.displaycommentprefix$/,
  /^log\.(?:excludedecoration|graphcolors|initialdecorationset)$|^fetch\.(?:output|showforcedupdates)$/,
  // By the arguments of the commands that show: see `plainArguments`.
  /^diff\.(?:external|.+\.(?:command|textconv|cachetextconv|trustexitcode))$/,
  // How, how fast and for how long objects and indexes are kept.
  /^(?:bitmappseudomerge|commitgraph|credentialcache|credentialstore|fsmonitor|gc|maintenance|pack|reftable|splitindex)\.|^index\.(?:threads|record\w+)$/,
  /^core\.(?:commitgraph|createobject|deltabasecachelimit|fsync\w*|loosecompression|multipackindex|packed\w+|preloadindex)$/,
  /^core\.(?:fsmonitorhookversion|hidedotfiles|restrictinheritedhandles|unsetenvvars|warnambiguousrefs)$/,
  /^fetch\.unpacklimit$|^push\.usebitmaps$|^grep\.threads$|^feature\.\*$/,
];

const pinned: Readonly<Record<string, string>> = {
  "add.ignoreErrors": "false",
  "advice.detachedHead": "false",
  "apply.ignoreWhitespace": "no",
  "apply.whitespace": "nowarn",
  "checkout.defaultRemote": "",
  "checkout.guess": "false",
  "checkout.workers": "1",
  "clean.requireForce": "true",
  "color.branch": "never",
  "color.diff": "never",
  "color.status": "never",
  "color.ui": "never",
  "commit.cleanup": "default",
  "commit.status": "false",
  "commit.verbose": "false",
  "core.abbrev": "auto",
  "core.bigFileThreshold": "512m",
  "core.checkRoundtripEncoding": "",
  "core.checkStat": "default",
  "core.compression": "-1",
  // A git of a run that was killed may still be ending when the run goes on.
  "core.filesRefLockTimeout": "2000",
  // A file system monitor is a program, and one that is not asked may have missed a change.
  "core.fsmonitor": "false",
  "core.ignoreStat": "false",
  "core.logAllRefUpdates": "true",
  "core.preferSymlinkRefs": "false",
  // What is a name like any other here is `.git` elsewhere.
  "core.protectHFS": "true",
  "core.protectNTFS": "true",
  "core.quotePath": "false",
  // An index of ours is copied, and lies elsewhere than the person's: all of it must be in the one file.
  "core.splitIndex": "false",
  "core.trustctime": "true",
  "core.untrackedCache": "false",
  "core.useReplaceRefs": "true",
  "core.whitespace": "",
  "diff.algorithm": "myers",
  "diff.autoRefreshIndex": "true",
  "diff.colorMoved": "no",
  "diff.context": "3",
  "diff.dstPrefix": "b/",
  "diff.ignoreSubmodules": "none",
  "diff.indentHeuristic": "true",
  "diff.interHunkContext": "0",
  "diff.mnemonicPrefix": "false",
  "diff.noprefix": "false",
  "diff.orderFile": "/dev/null",
  "diff.relative": "false",
  "diff.renameLimit": "1000",
  "diff.renames": "true",
  "diff.srcPrefix": "a/",
  "diff.submodule": "short",
  "diff.suppressBlankEmpty": "false",
  "diff.trustExitCode": "false",
  "feature.experimental": "false",
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
  "grep.column": "false",
  "grep.extendedRegexp": "false",
  "grep.fallbackToNoIndex": "false",
  "grep.fullName": "false",
  "grep.lineNumber": "false",
  "grep.patternType": "default",
  "help.autoCorrect": "never",
  "i18n.commitEncoding": "UTF-8",
  "i18n.logOutputEncoding": "UTF-8",
  "index.skipHash": "false",
  "index.sparse": "false",
  "index.version": "2",
  "init.templateDir": "",
  "log.abbrevCommit": "false",
  "log.date": "default",
  "log.decorate": "no",
  "log.diffMerges": "separate",
  "log.follow": "false",
  "log.mailmap": "false",
  "log.showRoot": "true",
  "log.showSignature": "false",
  "maintenance.auto": "false",
  "merge.autoStash": "false",
  "merge.branchdesc": "false",
  "merge.conflictStyle": "merge",
  "merge.directoryRenames": "true",
  "merge.renameLimit": "7000",
  "merge.renames": "true",
  "merge.renormalize": "false",
  "merge.verifySignatures": "false",
  "push.autoSetupRemote": "false",
  "push.default": "nothing",
  "push.followTags": "false",
  "push.gpgSign": "false",
  "push.negotiate": "false",
  "push.pushOption": "",
  "push.recurseSubmodules": "no",
  "push.useForceIfIncludes": "false",
  "rerere.autoUpdate": "false",
  "rerere.enabled": "false",
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

const pinnedNames = new Set(Object.keys(pinned).map((name) => name.toLowerCase()));

/** What becomes of a setting by its name; `null`: nobody has thought of it. */
export function fateOf(name: string): "reaches" | "pinned" | "idle" | null {
  const plain = name.toLowerCase();
  if (pinnedNames.has(plain)) return "pinned";
  if (idle.some((pattern) => pattern.test(plain))) return "idle";
  return reaching.some((pattern) => pattern.test(plain)) ? "reaches" : null;
}

/** Settings as `GIT_CONFIG_PARAMETERS` has them: they come before a command's own `-c`, and after everything else. */
export function settingParameters(settings: readonly (readonly [name: string, value: string])[]): string {
  return settings.map(([name, value]) => `'${`${name}=${value}`.replaceAll("'", "'\\''")}'`).join(" ");
}

/** Commands of filters; those of LFS are a program's own and look at files. */
const filterCommand = /^filter\.(?!lfs\.).+\.(?:clean|smudge|process)$/i;

/**
 * The person's filters as they are run by us in a worktree: git starts them there, where `sh tools/clean.sh` or what is in
 * `node_modules` is whatever an agent made of it. They stand in the person's checkout instead.
 */
export function filtersAtHome(
  carried: readonly (readonly [name: string, value: string])[],
  root: string,
): (readonly [name: string, value: string])[] {
  return carried
    .filter(([name, value]) => filterCommand.test(name) && value !== "")
    .map(([name, value]) => [name, `cd ${shellWord(root)} || exit 1; ${value}`] as const);
}

/** What is pinned, for every git command: as arguments, git would take as long to read it as to do many a command. */
export const pinnedParameters: string = settingParameters(Object.entries(pinned));

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
  /^(filter\.|user\.|author\.|committer\.|merge\.(?:default$|.+\.)|lfs\.|core\.(autocrlf|eol|safecrlf|attributesfile|excludesfile|filemode|symlinks|ignorecase|precomposeunicode|longpaths)$)/i;

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

/** The push addresses of `git config --list -z` that no remote is fetched from. */
export function pushUrlsIn(list: string): string[] {
  const valuesOf = (name: RegExp) =>
    list.split("\0").flatMap((entry) => (name.test(entry) ? [entry.slice(entry.indexOf("\n") + 1)] : []));
  const fetched = new Set(valuesOf(/^remote\..+\.url\n/s));
  return valuesOf(/^remote\..+\.pushurl\n/s).filter((url) => !fetched.has(url));
}

/** What a push is sent to that must not arrive; whoever tries reads it. */
const nowhere = "url./dev/null/nothing-is-pushed-from-here/";

/**
 * Settings with which git pushes nowhere, by a remote's name or by an address, and fetches as before. An explicit push
 * address is rewritten as any address is, and all others by the prefix that each of them has.
 */
export function settingsWithoutPush(pushUrls: readonly string[]): (readonly [name: string, value: string])[] {
  return [[`${nowhere}.pushInsteadOf`, ""], ...pushUrls.map((url) => [`${nowhere}.insteadOf`, url] as const)];
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
