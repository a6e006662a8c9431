import type { Person } from "../core/person.ts";
import type { Host } from "../host/host.ts";
import { loadSettings } from "../settings/load.ts";
import type { RunOptions } from "../settings/options.ts";
import type { FlagValues } from "../settings/texts.ts";
import { jsonLine } from "../text/plain.ts";
import { redactor, secretOf } from "../text/redact.ts";

/** What a command works with once its arguments are understood; disposed of when nothing is asked any more. */
export interface Session extends Disposable {
  options: RunOptions;
  /** Null when nobody may be asked. */
  person: Person | null;
}

/** Loads the settings, says what is odd about them, and looks who is there. */
export async function openSession(host: Host, flags: FlagValues): Promise<Session> {
  const { options, notices } = await loadSettings(host, flags);
  const key = secretOf("the endpoint's key", options.endpoint?.apiKey ?? "");
  const secrets = [key, secretOf("the queue's password", options.queueSecret?.password ?? "")].filter(
    (one) => one !== null,
  );
  if (secrets.length > 0) host.hide(redactor(secrets));
  sayNotices(host, options, notices);
  const person = options.noInput ? null : await personOf(host, options);
  return { options, person, [Symbol.dispose]: () => person?.leave?.() };
}

async function personOf(host: Host, options: RunOptions): Promise<Person> {
  const { tellingWaits } = await import("../run/told-waits.ts");
  if (options.ask === "terminal") {
    const { personAt } = await import("./person/person.ts");
    return tellingWaits(host, personAt(host, options));
  }
  const { programPerson } = await import("../run/program-person.ts");
  return tellingWaits(host, programPerson(host, options.ask));
}

/** Says something beside the result: on stderr, so that stdout stays data. */
export function sayNotices(host: Host, options: Pick<RunOptions, "quiet">, notices: readonly string[]): void {
  if (options.quiet) return;
  for (const notice of notices) host.writeErr(`note: ${notice}\n`);
}

/** Prints one JSON document on one line. */
export function printJson(host: Host, document: unknown): void {
  host.writeOut(jsonLine(document));
}
