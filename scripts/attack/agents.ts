import { outOfBounds, wellBehaved } from "../../test/support/hostile-acts.ts";
import { protocols, type Step, type ToldFigures } from "../../test/support/stand-in/steps.ts";
import { type Attack, canary } from "./stage.ts";

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
    'git config core.fsmonitor "touch ../fsmonitor-ran"; git config core.hooksPath hooks; mkdir hooks; printf "#!/bin/sh\\ntouch ../hook-ran\\n" > hooks/pre-commit; chmod +x hooks/pre-commit',
  ],
  ["takes another worktree", "git config core.worktree /tmp"],
  ["puts a link in the place of a.txt", "rm a.txt; ln -s /etc/passwd a.txt"],
  ["puts a pipe in the place of .gitattributes", "mkfifo .gitattributes"],
  ["puts a sparse file of 100 GB beside its work", "truncate -s 100G huge.bin"],
  ["leaves a hundred processes", "for n in $(seq 100); do setsid sleep 600 >/dev/null 2>&1 & done"],
];

/** Agents that mean no good, each over every wire. */
export const agentAttacks: readonly Attack[] = protocols.flatMap((protocol): Attack[] => {
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
    row("sends a line without end", [work, { do: "line", bytes: 40_000_000 }]),
    row("sends what nobody knows", [work, { do: "unknown", bytes: 2000, times: 5000 }, { do: "end" }], {
      exits: [0],
      holds: ({ stdout }) => (stdout.length > 8_000_000 ? [`${stdout.length} characters were kept of it`] : []),
    }),
  ];
});
