/** What shows that a sentence of the README is true: a file, and a text in it that names the test, or the code that a script runs. */
export interface Claim {
  /** Words of the sentence, as they stand there. */
  says: string;
  by: readonly (readonly [file: string, names: string])[];
}

const mainJob = "test/artifact/main-job.test.ts";
const smoke = "scripts/smoke.ts";
const pictures = ["test/docs/pictures.test.ts", "shows what the binary shows now"] as const;

/** Every sentence of the README that claims something, in its order. */
export const claims: readonly Claim[] = [
  {
    says: "decides the right shape for a coding task **before** any agent starts",
    by: [
      [mainJob, "focused: the goal is the story, no model is asked for mode or plan, one commit lands on one branch"],
    ],
  },
  {
    says: "npm ci && npm run demo",
    by: [
      [smoke, '"demo", "focused"'],
      ["test/docs/readme.test.ts", "the commands at the top are scripts"],
    ],
  },
  { says: "npm ci && npm test", by: [["test/docs/readme.test.ts", "the commands at the top are scripts"]] },
  { says: "The picture is recorded from the built program", by: [pictures] },
  {
    says: "`baro demo parallel` plays such a run",
    by: [
      ["test/artifact/smoke.test.ts", "smoke"],
      [smoke, "demo"],
    ],
  },
  { says: "writes them one after the other", by: [[mainJob, "sequential: one agent at a time"]] },
  {
    says: "checked against the base's own state",
    by: [["test/conduct/verify.test.ts", "a check that was red before is reported and not blamed"]],
  },
  {
    says: "Here agents run side by side only where independent places",
    by: [["test/intake/rules.test.ts", "parallel is never said without two surfaces at the base"]],
  },
  {
    says: "with a confidence and a reason",
    by: [["test/cli/person/person.test.ts", "shows how sure the suggestion is, why"]],
  },
  { says: "*focused* one story, one agent", by: [[mainJob, "focused: the goal is the story"]] },
  {
    says: "*sequential* a few ordered stories",
    by: [[mainJob, "sequential: one agent at a time, each on top of the one before"]],
  },
  { says: "*parallel* stories side by side", by: [[mainJob, "parallel: independent stories run at once"]] },
  {
    says: "You press Enter, or choose another.",
    by: [["test/artifact/picker.test.ts", "an arrow overrides the mode"]],
  },
  {
    says: "Below 75% sure",
    by: [["test/cli/person/person.test.ts", "below 75% has each mode's chance beside its time and tokens"]],
  },
  {
    says: "What you chose is enforced by code",
    by: [
      ["test/plan/enforce.properties.test.ts", "never leaves more stories than the cap, and as many as the mode means"],
      ["test/plan/enforce.properties.test.ts", "never leaves two stories unordered that can write a same path"],
      ["test/conduct/guard.test.ts", "every change gets exactly one verdict, and nothing forbidden is ever taken"],
    ],
  },
  { says: "install.sh | sh", by: [["test/release/install.test.ts", "installs the newest release"]] },
  { says: "install.ps1 | iex", by: [["scripts/release.ts", "install.ps1"]] },
  {
    says: "npm install --global baro",
    by: [["test/release/npm.test.ts", "installs the program of this platform alone, and the shim becomes it"]],
  },
  { says: "or download an archive", by: [["test/release/whole.test.ts", "installs and runs from its archive"]] },
  {
    says: "The installer verifies the checksum",
    by: [["test/release/install.test.ts", "is an error with what to do, and leaves nothing"]],
  },
  { says: "git 2.38 or newer", by: [["src/run/diagnose-machine.ts", "leastGit = [2, 38]"]] },
  { says: "58 MB to download", by: [["scripts/bench/start-up.ts", "gz"]] },
  {
    says: "One agent that is signed in",
    by: [
      ["scripts/live-agents.ts", "codex"],
      ["test/agents/status.test.ts", "says how to install what is not there"],
    ],
  },
  { says: "plays the whole job on a scratch repository", by: [[smoke, '"demo", "focused"']] },
  { says: "`baro doctor` says which agents", by: [["test/cli/doctor.test.ts", "looks at what was chosen"]] },
  { says: 'baro "Fix the failing test', by: [["test/artifact/screen.test.ts", "baro demo asks as a real run does"]] },
  {
    says: "which asks: paste an issue whole",
    by: [
      ["test/artifact/goal.test.ts", "a pasted issue stays whole"],
      ["test/artifact/goal.test.ts", "Ctrl-G goes on in the person's editor"],
    ],
  },
  {
    says: "Look at the suggestion, press Enter, watch.",
    by: [["test/artifact/picker.test.ts", "one Enter accepts a decisive focused mode"]],
  },
  {
    says: "It ends with a branch, or a pull request",
    by: [["test/artifact/pull-request.test.ts", "a goal ends in one pull request"]],
  },
  {
    says: "Your own checkout is as it was.",
    by: [["test/artifact/picker.test.ts", "checkoutState(repo.path)).toEqual(before)"]],
  },
  { says: "from the menu at the end", by: [["test/artifact/after-run.test.ts", "the end offers what is next"]] },
  {
    says: "While agents work, keys show",
    by: [["test/artifact/screen.test.ts", "the keys of the live view"], pictures],
  },
  { says: "has no service and no account", by: [["test/architecture.test.ts", '["sockets"']] },
  {
    says: "Deciding is done by rules in well under a second",
    by: [
      ["scripts/bench/intake.ts", "ms"],
      ["test/intake/decide.test.ts", "model"],
    ],
  },
  {
    says: "are ceilings for the whole run",
    by: [
      ["test/artifact/endpoint.test.ts", "--max-tokens stops the run at the ceiling"],
      ["test/artifact/endpoint.test.ts", "--timeout stops a run"],
    ],
  },
  {
    says: "counts no tokens or tells no price",
    by: [["test/artifact/uncounted.test.ts", "tells no price: --max-usd holds by a table, and says so"]],
  },
  {
    says: "claims time saved only for work that was delivered",
    by: [["test/report/figures.test.ts", "counts no work in vain, but the time that it took"]],
  },
  {
    says: "Touch your checkout, index",
    by: [
      ["scripts/attack/stage.ts", "differences(before, checkoutState(repo.path))"],
      ["test/artifact/attack.test.ts", "everything that is tried holds"],
    ],
  },
  {
    says: "Uncommitted changes are left out",
    by: [["test/artifact/promises.test.ts", "are left out unless they are asked for"]],
  },
  {
    says: "Push, when you say `--preview`",
    by: [["test/artifact/promises.test.ts", "--preview pushes nothing and asks a forge for nothing"]],
  },
  {
    says: "Put its own files into your repository",
    by: [["test/artifact/pull-request.test.ts", "not a byte of ours"]],
  },
  {
    says: "Run what a repository brings along",
    by: [["test/artifact/untrusted-config.test.ts", "loosens nothing that the person set"]],
  },
  { says: "With `--sandbox`", by: [["test/artifact/sandbox.test.ts", "everything that a run starts"]] },
  {
    says: "Call something done that did not land",
    by: [
      ["test/artifact/resume.test.ts", "is never said to be delivered"],
      ["test/report/text.test.ts", "skipped is not passed"],
    ],
  },
  {
    says: "Lose work: a run that is killed",
    by: [["test/artifact/crash.test.ts", "killed at every journal record and at random moments"]],
  },
  { says: "who decides how many agents", by: [["test/artifact/picker.test.ts", "an arrow overrides the mode"]] },
  { says: "who cuts the work", by: [["test/plan/enforce.properties.test.ts", "loses nothing of any story"]] },
  { says: "what keeps agents apart", by: [["test/conduct/guard.test.ts", "nothing forbidden is ever taken"]] },
  { says: "when is it done", by: [["test/conduct/verify.test.ts", "green apart and red together"]] },
  { says: "starts the same agents that you use by hand", by: [["scripts/live-agents.ts", "claude"]] },
];

/** Sentences that claim nothing that a test could try: what others do, where to read on, what a thing is not. */
export const noClaims: readonly string[] = [
  "Five agents on a one-sentence bugfix",
  "what promised, against whom",
  "[SECURITY.md](SECURITY.md) says",
  "shape what runs when",
  "an agent's own CLI tools that start many agents",
  "It is not an editor",
  "[Commands](docs/commands.md)",
  "[CONTRIBUTING.md](CONTRIBUTING.md) has",
  "MIT licence.",
  "In a git repository:",
];
