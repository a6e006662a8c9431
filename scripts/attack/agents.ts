import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { outOfBounds, wellBehaved } from "../../test/support/hostile-acts.ts";
import { protocols, type Step, type ToldFigures } from "../../test/support/stand-in/steps.ts";
import { type Attack, canary } from "./stage.ts";

const inBranch = [
  ...["Fix the typo in a.txt", "--mode", "focused", "--intake", "rules"],
  ...["--deliver", "branch", "--no-verify", "--yes"],
];
const work: Step = { do: "write", path: "a.txt", content: "the work\n" };

const words: [what: string, text: string][] = [
  ["escapes and marks of direction", "\u001b]0;owned\u0007\u001b[2J\u202eevil\u0000\u009b31m"],
  ["commands to CI", "::set-output name=pr_url::http://evil\n##[set-output name=x]y"],
  ["a secret of the person's", `I found ${canary} and ${Buffer.from(canary).toString("base64")}`],
  ["what a commit would obey", "fixes #1, closes #2 @everyone [skip ci]\n\nCo-authored-by: Eve <eve@example.com>"],
];

const figures: [what: string, told: ToldFigures][] = [
  ["less than nothing", { input: -1e9, output: -1, usd: -5 }],
  ["far too much", { input: 1e300, output: "raw:1e999", usd: 1e300 }],
  ["no figures", { input: "many", output: {}, usd: [] }],
];

const places: [what: string, command: string][] = [
  ["links the commit's message to a private file", 'ln -sf "$HOME/.ssh/id_ed25519" .git/COMMIT_EDITMSG'],
  [
    "sets git up for its own commands",
    'git config core.fsmonitor "touch $HOME/fsmonitor-ran"; git config core.hooksPath hooks; mkdir hooks; printf "#!/bin/sh\\ntouch $HOME/hook-ran\\n" > hooks/pre-commit; chmod +x hooks/pre-commit',
  ],
  ["takes another worktree", "git config core.worktree /tmp"],
  ["puts a link in the place of a.txt", "rm a.txt; ln -s /etc/passwd a.txt"],
  ["puts a pipe in the place of .gitattributes", "mkfifo .gitattributes"],
  ["puts a sparse file of 100 GB beside its work", "truncate -s 100G huge.bin"],
  ["leaves a hundred processes", "for n in $(seq 100); do setsid sleep 600 >/dev/null 2>&1 & done"],
];

const apart = `${canary.slice(0, 9)}" + "${canary.slice(9)}`;
const twice = Buffer.from(Buffer.from(canary).toString("base64")).toString("base64");

/** What is done to the agent's own repository: one wire each is enough. */
const lairs: [what: string, command: string][] = [
  ["puts a pipe in the place of the index's lock", "mkfifo .git/index.lock"],
  ["puts a pipe in the place of HEAD", "rm .git/HEAD; mkfifo .git/HEAD"],
  [
    "gives attributes and filters of its own",
    'for n in clean smudge process; do git config filter.evil.$n "touch $HOME/$n-ran"; done; git config diff.evil.textconv "touch $HOME/textconv-ran"; mkdir -p .git/info; echo "* filter=evil diff=evil" > .git/info/attributes',
  ],
  [
    "names programs for all that git may ask",
    'for n in core.sshCommand core.pager core.editor gpg.program core.alternateRefsCommand uploadpack.packObjectsHook sequence.editor credential.helper; do git config $n "touch $HOME/$n-ran"; done; git config remote.x.url "ext::touch $HOME/ext-ran"; git config remote.x.promisor true; git config extensions.partialClone x; git config commit.gpgSign true',
  ],
  ["includes what never ends in its settings", "printf '[include]\\npath = /dev/zero\\n' >> .git/config"],
  [
    "links its log of references to a private file",
    'mkdir -p .git/logs; rm -rf .git/logs/HEAD; ln -s "$HOME/.ssh/id_ed25519" .git/logs/HEAD; git config core.logAllRefUpdates always',
  ],
  ["links its index to a private file", 'rm -f .git/index; ln -s "$HOME/.ssh/id_ed25519" .git/index'],
  ["has an index of 50 GB", "truncate -s 50G .git/index"],
  [
    "puts pipes in the places of its settings, its commits and its packs",
    "for f in packed-refs shallow commondir objects/info/alternates; do rm -f .git/$f; mkfifo .git/$f; done; mkdir -p .git/objects/pack; touch .git/objects/pack/pack-0.pack; mkfifo .git/objects/pack/pack-0.idx",
  ],
  ["puts a pipe in the place of its settings", "rm .git/config; mkfifo .git/config"],
  [
    "works with the person's objects",
    'p=$(sed "s#/objects.*##" .git/objects/info/alternates | head -1); rm -rf .git/objects; ln -s "$p/objects" .git/objects',
  ],
  [
    "sets its worktree up apart",
    'git config extensions.worktreeConfig true; printf "[core]\\nfsmonitor = touch $HOME/monitor-ran\\nhooksPath = /tmp\\n" > .git/config.worktree',
  ],
  [
    "hides its work in a sparse checkout",
    "git config core.sparseCheckout true; mkdir -p .git/info; echo /b.txt > .git/info/sparse-checkout; git read-tree -mu HEAD; echo work > a.txt",
  ],
  [
    "has hooks for all that git does",
    'git config core.hooksPath .git/hooks; mkdir -p .git/hooks; for h in post-index-change reference-transaction post-checkout pre-auto-gc; do printf "#!/bin/sh\\ntouch $HOME/$h-ran\\n" > .git/hooks/$h; chmod +x .git/hooks/$h; done',
  ],
  [
    "names a submodule that is updated by a command",
    'printf "[submodule \\"x\\"]\\npath = x\\nurl = ext::touch $HOME/ext-ran\\nupdate = !touch $HOME/update-ran\\n" > .gitmodules; git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),x; mkdir x',
  ],
  ["takes its worktree away", 'rm -rf "$PWD"'],
  ["puts a link in the place of its worktree", 'd="$PWD"; mv "$d" "$d-moved"; ln -s "$HOME" "$d"'],
  ["holds its index all the time", "(while [ -d .git ]; do touch .git/index.lock; sleep 0.05; done) >/dev/null 2>&1 &"],
  [
    "puts a link in the place of a.txt again and again",
    "(for i in $(seq 400); do rm -f a.txt; ln -s /etc/passwd a.txt; rm -f a.txt; echo work > a.txt; done; sleep 1) >/dev/null 2>&1 &",
  ],
  ["leaves a ring of links", "ln -s ring2 ring1; ln -s ring1 ring2; rm a.txt; ln -s ring1 a.txt"],
  ["borrows objects from where there are none", "echo /nowhere > .git/objects/info/alternates"],
  ["replaces the base", "mkdir -p .git/info; git rev-parse HEAD > .git/info/grafts; git replace --graft HEAD"],
  ["links its repository", "mv .git .git2; ln -s .git2 .git"],
  [
    "points its repository at the person's",
    'p=$(sed "s#/objects.*##" .git/objects/info/alternates | head -1); rm -rf .git; echo "gitdir: $p" > .git',
  ],
  [
    "names the person's as the common folder",
    'sed "s#/objects.*##" .git/objects/info/alternates | head -1 > .git/commondir',
  ],
  [
    "writes names that other systems take for .git",
    'for n in "$(printf ".g\\342\\200\\214it")" "git~1" ".GIT" ".git." ".git "; do mkdir -p "$n/hooks"; echo x > "$n/config"; done',
  ],
  [
    "hides a repository inside that has programs of its own",
    'git init -q sub; cd sub; git config core.fsmonitor "touch $HOME/sub-monitor-ran"; git config filter.evil.clean "touch $HOME/sub-clean-ran"; echo "* filter=evil" > .gitattributes; echo x > x; cd ..; git -c core.fsmonitor= -C sub -c filter.evil.clean=cat -c user.name=x -c user.email=x@y commit -q --allow-empty -m x; git update-index --add --cacheinfo 160000,$(git -C sub rev-parse HEAD),sub; rm -f "$HOME"/*-ran',
  ],
  ["hides a repository inside", "git init -q sub; echo x > sub/x; git -C sub add x"],
  ["links a.txt hard to a private file", 'rm a.txt; ln "$HOME/.ssh/id_ed25519" a.txt'],
  ["puts a device in the place of a.txt", "rm a.txt; mknod a.txt c 1 5 || mkfifo a.txt"],
  ["leaves 10,000 empty folders", "mkdir many; cd many; seq 10000 | xargs mkdir"],
  ["leaves 5000 pipes", "mkdir many; cd many; seq 5000 | xargs mkfifo"],
  ["folds its index in two", "git update-index --split-index; echo work > a.txt"],
  ["hides folders in its index", "git sparse-checkout set --cone --sparse-index x; mkdir -p y; echo work > a.txt"],
  ["notes in its index that nothing changed", "git update-index --assume-unchanged a.txt; echo work > a.txt"],
  ["borrows its own objects", 'echo "$PWD/.git/objects" > .git/objects/info/alternates'],
  [
    "packs noise",
    "for n in pack idx; do head -c 1000000 /dev/urandom > .git/objects/pack/pack-1234567890123456789012345678901234567890.$n; done",
  ],
  ["has what never ends as its packed refs", "rm -f .git/packed-refs; ln -s /dev/zero .git/packed-refs"],
  [
    "has patterns that take for ever",
    "printf '*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\\n' > .gitignore; mkdir d; for i in $(seq 50); do touch d/$i-$(printf 'a%.0s' $(seq 90)); done",
  ],
  ["has names as long as they can be", "n=$(printf 'n%.0s' $(seq 255)); mkdir -p $n/$n/$n; echo x > $n/$n/$n/$n"],
  [
    "digs folders that no path leads to",
    "for n in $(seq 40); do mkdir -p $(printf 'deep/%.0s' $(seq 50)); cd $(printf 'deep/%.0s' $(seq 50)); done; echo x > x",
  ],
];

/** What an agent in the sandbox looks for; what it had is what it writes. */
const peeks: readonly [had: string, command: string][] = [
  ["key", 'cat "$HOME/.ssh/id_ed25519"'],
  ["ours", 'ls "$HOME/../state/runs"'],
  ["settings", "cat $(sed 's#/objects.*##' .git/objects/info/alternates)/config"],
  ["process", `for one in /proc/[0-9]*/environ; do grep -qa ${canary} $one && exit 0; done; exit 1`],
  ["traced", '[ "$(readlink /proc/1/exe)" != "" ] && ! grep -qa bwrap /proc/1/cmdline'],
  ["terminal", ": </dev/tty"],
  ["shared memory", "ls /dev/shm/* /run/docker.sock /run/dbus /run/user /var/run/docker.sock /tmp/.X11-unix"],
  ["temporary", "ls -d /tmp/baro-test-*/home/.ssh"],
  ["setuid", "! grep -q 'NoNewPrivs:.*1' /proc/self/status"],
  ["right", "! grep -q 'CapEff:.*0000000000000000' /proc/self/status"],
  ["open file", "ls -l /proc/self/fd | grep -e ' /home/' -e ' /tmp/' -e journal"],
  ["kernel", "find /proc /sys -not -path '/proc/[0-9]*' -type f -writable | grep ."],
  ["mount", "unshare -Urm mount --bind / /mnt && cat /mnt/$HOME/.ssh/id_ed25519"],
];

const peeking = [
  "had=looked",
  ...peeks.map(([had, command]) => `(${command}) >/dev/null 2>&1 && had="$had, ${had}"`),
  'touch "$HOME/home-ran" "$HOME/../up-ran" /var/tmp/home-ran 2>/dev/null',
  'for one in .claude/hooks .codex/skills .config/opencode/plugin .pi/agent/extensions .gemini/commands; do mkdir -p "$HOME/$one"; touch "$HOME/$one/settings-ran"; done 2>/dev/null',
  "mkdir -p .git/hooks; p=$(sed 's#/objects.*##' .git/objects/info/alternates); touch \"$p/hooks/git-ran\" 2>/dev/null",
  'echo "$had" > a.txt',
].join("\n");

/** The stand-in itself lies where a sandbox shows nothing. */
const shown = ["--sandbox-read", join(import.meta.dirname, "..", "..")];

/** Agents that mean no good, each over every wire. */
export const agentAttacks: readonly Attack[] = protocols.flatMap((protocol, at): Attack[] => {
  const row = (what: string, steps: readonly Step[], more: Partial<Attack> = {}): Attack => ({
    name: `${protocol} ${what}`,
    by: { protocol, steps },
    exits: [0, 1, 4],
    ...more,
  });
  return [
    ...words.map(([what, text]) => row(`says ${what}`, [work, { do: "say", text }, { do: "end" }], { exits: [0] })),
    ...figures.map(([what, told]) =>
      row(`tells ${what}`, [work, { do: "usage", figures: told }, { do: "end", figures: told }], {
        exits: [0],
        holds: ({ events }) =>
          events.flatMap((event) =>
            event.type === "agent.usage" && (event.input < 0 || event.output < 0 || (event.usd ?? 0) < 0)
              ? ["a figure below nothing"]
              : [],
          ),
      }),
    ),
    ...places.map(([what, command]) => row(what, [work, { do: "run", command }, { do: "end" }])),
    ...[...wellBehaved, ...outOfBounds].map(([what, commands]) =>
      row(what, [work, ...commands.map((command): Step => ({ do: "run", command })), { do: "end" }]),
    ),
    row(
      "counts nothing, says much and stays: --max-tokens ends it",
      [work, { do: "text", bytes: 4000, times: 100 }, { do: "wait", ms: 100_000 }],
      {
        args: [
          "Fix the typo in a.txt",
          "--mode",
          "focused",
          "--intake",
          "rules",
          "--deliver",
          "none",
          "--no-verify",
          "--max-tokens",
          "20000",
        ],
        exits: [6],
      },
    ),
    row(
      "tells that much costs next to nothing: --max-usd ends it",
      [
        { do: "usage", figures: { input: 3e6, output: 1e6, usd: 1e-9 } },
        { do: "text", bytes: 4000, times: 100 },
        { do: "wait", ms: 100_000 },
      ],
      {
        args: [
          ...["Fix the typo in a.txt", "--mode", "focused", "--intake", "rules"],
          ...["--deliver", "none", "--no-verify", "--max-usd", "0.05"],
        ],
        exits: [6],
      },
    ),
    ...lairs
      .filter((_, nth) => nth % protocols.length === at)
      .map(([what, command]) => row(what, [work, { do: "run", command }, { do: "end" }])),
    row("looks for what is the person's out of the sandbox", [{ do: "run", command: peeking }, { do: "end" }], {
      args: [...inBranch, "--sandbox", ...shown],
      exits: [0],
      holds: ({ git, branch }) => {
        const had = branch === null ? "nothing landed" : git("show", `${branch}:a.txt`).trim();
        return had === "looked" ? [] : [`it had: ${had}`];
      },
    }),
    row(
      "has a filter of the person's run what it wrote, out of the sandbox",
      [work, { do: "run", command: 'echo "touch $HOME/filter-ran; exec cat" > clean.sh' }, { do: "end" }],
      {
        files: () => ({ ".gitattributes": "*.txt filter=own\n", "clean.sh": "exec cat\n" }),
        lay: (root) => execFileSync("git", ["config", "filter.own.clean", "sh ./clean.sh"], { cwd: root }),
        args: [...inBranch, "--sandbox", ...shown],
        exits: [0],
      },
    ),
    row(
      "ends, and stays with a child that hears no signal",
      [work, { do: "end" }, { do: "run", command: "trap '' TERM INT HUP; sleep 300" }, { do: "wait", ms: 300_000 }],
      { exits: [0] },
    ),
    row(
      "says a secret taken apart and encoded twice",
      [work, { do: "say", text: `"${apart}" ${twice}` }, { do: "end" }],
      {
        exits: [0],
        holds: ({ stdout }) => [apart, twice].filter((text) => stdout.includes(JSON.stringify(text).slice(1, -1))),
      },
    ),
    row("sends a line without end", [work, { do: "line", bytes: 40_000_000 }]),
    row("sends what nobody knows", [work, { do: "unknown", bytes: 2000, times: 5000 }, { do: "end" }], {
      exits: [0],
      holds: ({ stdout }) => (stdout.length > 8_000_000 ? [`${stdout.length} characters were kept of it`] : []),
    }),
  ];
});
