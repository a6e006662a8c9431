import { namesBy } from "./report.ts";

/** What shells, make, npm and run-times say of a program that a signal or its own run-time ended. */
const signs: readonly RegExp[] = [
  /^make(?:\[\d+\])?: \*\*\* \[.*\] ((?!Error \d)[A-Z][a-z]+(?: [a-z]+)*)(?: \(core dumped\))?$/gm,
  /^make(?:\[\d+\])?: \*\*\* \[.*\] (Error (?:12[89]|1[3-9]\d))$/gm,
  /^(?:\S+: )?(?:line )?\d*:? *\d* *(Segmentation fault|Aborted|Bus error|Illegal instruction|Floating point exception|Killed)(?: +\(core dumped\))?(?: {2,}.*| \S*\/.*)?$/gm,
  /^npm (?:ERR!|error) signal (SIG\w+)$/gm,
  /^(?:error: )?(Exited with (?:unexpected )?signal code \d+)$/gm,
  /^(Fatal Python error: .+)$/gm,
  /^(FATAL ERROR: .*JavaScript heap out of memory)$/gm,
];

/**
 * The crashes that a red check's output tells of, by name. Launchers end with a code of their own, so that a crash after the
 * same failing tests looks like them.
 */
export function crashesIn(output: string): string[] {
  return [...new Set(signs.flatMap((sign) => namesBy(output, sign)))].map((what) => `a crash: ${what}`);
}
