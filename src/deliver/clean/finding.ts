import { plainText } from "../../text/plain.ts";

export const findingKinds = [
  "unowned",
  "ours",
  "lockfile",
  "symlink",
  "mode",
  "submodule",
  "line-endings",
  "too-large",
  "secret",
  "private-value",
  "unread",
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Something in a diff that must not be pushed. It never holds the text that was found. */
export interface Finding {
  kind: FindingKind;
  path: string;
  /** In the new file; `null` when the whole file is meant. */
  line: number | null;
  /** What holds it, when that is not the content of the file at `path`; `path` then says what it is, in words. */
  at?: "path" | "message" | "branch";
  /** One clause: what is wrong with it. */
  why: string;
}

/** `src/a.ts:12: why`, for the first few, and how many more there are. */
export function renderFindings(findings: readonly Finding[], most = 3): string {
  const shown = findings.slice(0, most).map(({ path, line, why }) => {
    return plainText(`${path}${line === null ? "" : `:${line}`} ${why}`);
  });
  const more = findings.length > most ? [`and ${findings.length - most} more`] : [];
  return [...shown, ...more].join("; ");
}
