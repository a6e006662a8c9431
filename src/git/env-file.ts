import { isSecretName, isSecretValue, type Secret, secretOf } from "../text/redact.ts";

/** The private values of an `.env` file. `name` is the file's, for messages. */
export function secretsOfFile(name: string, text: string): Secret[] {
  const seen = new Set<string>();
  return valuesIn(text).flatMap(([variable, value]) => {
    if (seen.has(value) || !(isSecretName(variable) || isSecretValue(value))) return [];
    seen.add(value);
    const secret = secretOf(`${name}'s ${variable}`, value);
    return secret === null ? [] : [secret];
  });
}

/**
 * All that programs may take for a variable's value there. Not all read such a file alike: a shell goes on after a backslash
 * at a line's end, joins what is quoted apart, and puts in other variables' values. What a `#` takes out is a secret still.
 */
function valuesIn(text: string): [string, string][] {
  // Notepad and PowerShell write a mark at the beginning, or UTF-16.
  const plain = text.replaceAll("\0", "").replace(/^[\uFEFF\uFFFD]+/, "");
  const joined = plain.replace(/\\\r?\n/g, "");
  const texts = joined === plain ? [plain] : [plain, joined];
  const found = texts.flatMap((one) => [...parseEnvFile(one), ...otherwise(one)]);
  const known = new Map(found);
  const filled = found.flatMap(([name, value]): [string, string][] => {
    const whole = value.replace(/\$\{(\w+)\}|\$(\w+)/g, (ref, one?: string, two?: string) => {
      return known.get(one ?? two ?? "") ?? ref;
    });
    return whole === value ? [] : [[name, whole]];
  });
  return [...found, ...filled];
}

/** Reads the assignments of an `.env` file. */
export function parseEnvFile(text: string): [string, string][] {
  const assignment = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*[=:][ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`|[^\r\n]*)/gm;
  return [...text.matchAll(assignment)].map(([, name = "", raw = ""]) => {
    // Only after a blank does every reader of such files take a # for a comment.
    const value = /^["'`]/.test(raw) ? raw.trim() : raw.replace(/(?:^|\s)#.*$/, "").trim();
    const quoted = /^(["'`])([\s\S]*)\1$/.exec(value);
    if (quoted === null) return [name, value];
    const inner = quoted[2] ?? "";
    return [name, quoted[1] === '"' ? inner.replaceAll("\\n", "\n").replaceAll('\\"', '"') : inner];
  });
}

/**
 * Assignments wherever they stand in a line, as shells of every kind, JSON and TOML write them, and what is commented out:
 * `declare -x A="b"`, `set -gx A b`, `$env:A = "b"`, `"A": "b",`, `# A=b`.
 */
function otherwise(text: string): [string, string][] {
  const assignment =
    /(?<![\w.$])(?:(?:set(?:env)?|ENV)(?:[ \t]+-\w+)*[ \t]+([A-Za-z_][\w.-]*)[ \t]+|\$?["']?([A-Za-z_][\w.:-]*)["']?[ \t]*[=:][ \t]*)(?=\S)("""[^"]*"""|\$?'(?:[^'\\\r\n]|\\.|'\\'')*'|"(?:[^"\\\r\n]|\\.)*"|(?:[^\s"'`;,]|'[^'\r\n]*'|"[^"\r\n]*")+)/g;
  return [...text.matchAll(assignment)].map(([, set, name = "", raw = ""]) => {
    const bare = raw.replace(/^"""([\s\S]*)"""$/, "$1").replace(/^\$(?=')/, "");
    return [set ?? name.replace(/^env:/i, ""), withoutQuotes(bare)];
  });
}

/** A word as a shell reads it: quotes are no part of it. */
function withoutQuotes(word: string): string {
  return word.replace(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
    (_all, double?: string, single?: string, bare?: string) => {
      return double === undefined ? (single ?? bare ?? "") : double.replace(/\\(["$`\\])/g, "$1");
    },
  );
}
