/** What a run says about checks that it can't or does not run; results tell it again, because skipped is not passed. */
export function skippedNotice(command: string, why: string): string {
  return `The check \`${command}\` is skipped: ${why}`;
}

/** What a run says that finds nothing to check with. */
export function uncheckedNotice(why: string): string {
  return `Nothing is checked: ${why}; name a check with --verify`;
}

/** What a run says that was stopped before its checks ended. */
export const unfinishedNotice = "What landed is not checked as a whole: the run stopped before its checks ended";

/** The notices about checks that did not run, each once. */
export function checkNoticesIn(messages: Iterable<string>): string[] {
  const about = /^(The check `.*` is skipped: |Nothing is checked: )/s;
  return [...new Set(messages)].filter((message) => about.test(message) || message === unfinishedNotice);
}
