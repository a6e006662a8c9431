/** What ssh and the shell there say last, and what a person can do about it. What may pass with time is not among them. */
const known: readonly [said: RegExp, means: string, advice: string][] = [
  [
    /\bnot found\b|Unknown command|No such file or directory$/,
    "baro is not found there",
    "Install it there, or say where it is: ssh:HOST,baro=/path/to/baro",
  ],
  [
    /Permission denied \(/,
    "it lets nobody in with the keys from here",
    "Put a key in its authorized_keys that asks for no passphrase, or add yours with: ssh-add",
  ],
  [
    /Host key verification failed|HOST IDENTIFICATION HAS CHANGED/i,
    "its host key is not known here, or another one than before",
    "Connect once by hand to look at it: ssh HOST",
  ],
  [
    /no such command|unknown command|Unknown argument/i,
    "its baro knows no workers",
    "Update baro there: both machines need the same one",
  ],
];

/** Why a worker could not be had, for a person, and what to do where that is known. */
export function sshAdvice(said: string): { why: string; hint?: string } {
  const found = known.find(([pattern]) => pattern.test(said));
  return found === undefined ? { why: said } : { why: `${found[1]} (${said})`, hint: found[2] };
}
