/** What each exit code means, in order: help and `docs/exit-codes.md` show these. */
export const exitCodes: readonly (readonly [code: string, meaning: string])[] = [
  ["0", "delivered what was asked (or planned it, with --dry-run)"],
  ["1", "the run failed, or some stories did; what finished is on the branch"],
  ["2", "usage or configuration error; nothing was started"],
  ["3", "input needed, and nobody is there to ask; nothing was spent"],
  ["4", "the agents finished and changed nothing"],
  ["5", "no repository, no base commit, or no agent that is installed and signed in"],
  ["6", "a ceiling was reached (--max-tokens, --max-usd, --timeout)"],
  ["70", "a bug in baro: please report it with what stderr says and with baro --version --json"],
  ["130, 143", "interrupted; baro resume goes on"],
];
