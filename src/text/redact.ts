import { shortestForm } from "./bases.ts";
import { decodedIn } from "./decoded.ts";
import { type Disguise, disguisesIn, disguisesOf, formsOf } from "./disguises.ts";
import { listedAtOnce } from "./json-pieces.ts";
import { isPlaceholder } from "./placeholder.ts";

/** A value that nobody but the person may see, and where it is from. */
export interface Secret {
  /** For messages: `the environment's GH_TOKEN`, `.env's DB_PASSWORD`. */
  origin: string;
  /** The value as it is, and as encodings show it; the lines of one that has several. */
  forms: readonly string[];
  /** The same, letter by letter. */
  disguises: readonly Disguise[];
}

/** What stands where a secret was. */
export const redacted = "[redacted]";

/** The secret of a value, or null when it is a placeholder or too common to be one. */
export function secretOf(origin: string, value: string): Secret | null {
  const parts = [...new Set(partsOf(value))];
  if (parts.length === 0) return null;
  return { origin, forms: [...new Set(parts.flatMap(formsOf))], disguises: parts.flatMap(disguisesOf) };
}

/** What is private in a value: itself, the lines of a key, the password of an address, the secrets in a document. */
function partsOf(value: string): string[] {
  const inside = [...passwordsIn(value), ...secretsInJson(value)];
  // The lines of a key are found one by one, because a diff shows them so.
  const whole = value.includes("\n")
    ? value.split(/\r?\n/).filter((line) => line.length >= 20 && !line.startsWith("---"))
    : [value];
  return [...(looksPrivate(value) ? whole : []), ...inside];
}

/** `postgres://app:PASSWORD@host/x` is shown whole by few; the password alone opens the door as well. */
function passwordsIn(value: string): string[] {
  return [...value.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/gi)].flatMap(([, password = ""]) => {
    const plain = password.includes("%") ? decoded(password) : password;
    return [password, plain].filter(looksPrivate);
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** An account's key file is often a variable's value as a whole. */
function secretsInJson(value: string): string[] {
  if (!/^\s*\{/.test(value)) return [];
  const found: string[] = [];
  try {
    JSON.parse(value, (name, inner: unknown) => {
      if (typeof inner === "string" && (isSecretName(name) || isSecretValue(inner))) found.push(...partsOf(inner));
      return inner;
    });
  } catch {
    return [];
  }
  return found;
}

/** Whether a variable of this name is likely to hold a secret. */
export function isSecretName(name: string): boolean {
  return /(token|secret|passw(or)?d|passphrase|api_?key|access_?key|private_?key|signing_?key|credential|auth(?!or)|cookie|dsn|webhook|_key$|_pat$|_pw$)/i.test(
    name,
  );
}

/** Whether a value is a secret whatever its name: it holds a password, or nobody would write it by hand. */
export function isSecretValue(value: string): boolean {
  const random = value.length >= 20 && /^[\w+/=.~-]+$/.test(value) && /\d/.test(value) && /[a-z]/i.test(value);
  return random || holdsPassword(value);
}

/** The secrets among variables, by their names; of those that agents and checks are `passed` also by their values. */
export function secretsOfVariables(
  env: Readonly<Record<string, string | undefined>>,
  { passed = false }: { passed?: boolean } = {},
): Secret[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const isSecret = value !== undefined && (isSecretName(name) || (passed && isSecretValue(value.trim())));
    const secret = isSecret ? secretOf(`the environment's ${name}`, value.trim()) : null;
    return secret === null ? [] : [secret];
  });
}

/** Whether a text shows a secret, in whatever way it is written; what the text stands for as a whole is another text. */
export function shows(text: string, { forms, disguises }: Secret): boolean {
  return (
    forms.some((form) => text.includes(form)) ||
    disguisesIn(text, disguises).some(({ sign, pattern }) => sign.test(text) && pattern().test(text))
  );
}

/** Takes these secrets, and the credentials in addresses, out of a text that will be shown or stored for people. */
export function redactor(secrets: readonly Secret[]): (text: string) => string {
  // The longest first: one may stand inside of another.
  const forms = [...new Set(secrets.flatMap((secret) => secret.forms))].toSorted((a, b) => b.length - a.length);
  const disguises = Map.groupBy(
    secrets.flatMap((secret) => secret.disguises),
    ({ sign }) => sign,
  );
  const seen = (text: string) => {
    let result = withoutPasswords(text);
    for (const form of forms) if (result.includes(form)) result = result.replaceAll(form, redacted);
    for (const [sign, hidden] of disguises) {
      if (!sign.test(result)) continue;
      for (const { pattern } of disguisesIn(result, hidden)) result = result.replace(pattern(), redacted);
    }
    return result;
  };
  return (text) => withoutDecoded(seen(text), seen);
}

/** Takes out the parts of a text that stand for one from which something would be taken out. */
function withoutDecoded(text: string, clean: (text: string) => string): string {
  let result = text;
  let from = text.length;
  for (const { start, end, texts } of decodedIn(text).toSorted((a, b) => b.start - a.start)) {
    if (end > from || texts.every((one) => clean(one) === one)) continue;
    result = result.slice(0, start) + redacted + result.slice(end);
    from = start;
  }
  return result;
}

/** A URL without user name and password, and without the tokens in what is asked of it: they are never shown or stored. */
export function withoutCredentials(url: string): string {
  return withoutParameters(url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1"));
}

/** What stands in an address under a name that secrets have: `?private_token=…`, `&sig=…`. */
function withoutParameters(text: string): string {
  if (!text.includes("=")) return text;
  return text.replace(
    /([?&])([\w.-]{1,60})=([^&#\s"'<>`\\]{8,2000})/g,
    (all, mark: string, name: string, value: string) =>
      isSecretParameter(name) && looksPrivate(value) ? `${mark}${name}=${redacted}` : all,
  );
}

function isSecretParameter(name: string): boolean {
  return isSecretName(name) || /^(key|sig|signature|x-amz-(credential|signature)|x-goog-signature)$/i.test(name);
}

/** Takes the credentials in addresses, and these very values, out of what another program said. */
export function redact(text: string, values: readonly (string | null)[] = []): string {
  let result = withoutParameters(text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@'"]+@/gi, "$1"));
  for (const value of values) {
    if (value !== null && value !== "") result = result.replaceAll(value, redacted);
  }
  return result;
}

/** Passwords in addresses, and user names that are long enough to be tokens; `git@` stays. */
function withoutPasswords(told: string): string {
  const text = withoutParameters(told);
  if (!text.includes("@")) return text;
  return text.replace(
    /\b([a-z][a-z0-9+.-]{1,20}:\/\/)(?:[^/\s:@'"`<>]{0,200}:[^/\s@'"`<>]{1,500}|[\w.~-]{16,500})@/gi,
    "$1",
  );
}

/** A document with every text in it as `clean` gives it back; the very same document when nothing changes. */
export function cleanedDeep<T extends object>(document: T, clean: (text: string) => string): T {
  const long = Object.entries(document).filter(([, value]) => Array.isArray(value) && value.length > listedAtOnce);
  if (long.length === 0) return cleanedWhole(document, clean);
  const lists = Object.fromEntries(long.map(([name, list]) => [name, cleanedList(list as unknown[], clean)]));
  const rest: T = { ...document, ...Object.fromEntries(long.map(([name]) => [name, []])) };
  const cleaned = cleanedWhole(rest, clean);
  const isSame = cleaned === rest && long.every(([name, list]) => lists[name] === list);
  return isSame ? document : { ...cleaned, ...lists };
}

function cleanedList(list: unknown[], clean: (text: string) => string): unknown[] {
  let changed: unknown[] | null = null;
  for (let from = 0; from < list.length; from += listedAtOnce) {
    const some = list.slice(from, from + listedAtOnce);
    const cleaned = cleanedWhole(some, clean);
    if (cleaned === some) continue;
    changed ??= [...list];
    changed.splice(from, cleaned.length, ...cleaned);
  }
  return changed ?? list;
}

function cleanedWhole<T>(document: T, clean: (text: string) => string): T {
  const json = JSON.stringify(document);
  // Nearly every document holds nothing to be taken out: looking costs a fraction of copying.
  if (clean(json) === json) return document;
  return JSON.parse(json, (_key, value: unknown) => (typeof value === "string" ? clean(value) : value)) as T;
}

function looksPrivate(value: string): boolean {
  if (value.length < shortestForm || /^[/~.]/.test(value) || isPlaceholder(value)) return false;
  if (/^https?:\/\//.test(value)) return holdsPassword(value);
  // A plain word or a few of them.
  return !/^[a-z]+([ _-][a-z]+)*$/i.test(value) || value.length >= 24;
}

function holdsPassword(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]{4,}@/i.test(value);
}

/** What was written wrong is shown, but for a password in an address. */
export function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^/\s:@]*):[^\s]*@/g, "$1:***@");
}
