import type { WorkerSpec } from "../core/worker-spec.ts";
import { type Kind, ValueProblem } from "./kinds.ts";

/** A name of ssh's configuration, or `user@host`. */
const hostName = /^[\w.%+-]*@?[\w][\w.-]*$/;
const must = "local[,slots=N] or ssh:HOST[,slots=N][,port=N][,baro=PATH]";

/** Where stories may run, as a flag or a file names it: kept as it is written. */
export const workerSpec: Kind<string> = {
  is: "text",
  must,
  hint: "PLACE",
  read: (text) => {
    parseWorkerSpec(text);
    return text.trim();
  },
  render: String,
};

/** Reads `local` or `ssh:HOST` with what stands behind it. Throws `ValueProblem`. */
export function parseWorkerSpec(text: string): WorkerSpec {
  const [place = "", ...entries] = text.trim().split(",");
  const isLocal = place === "local";
  const host = place.startsWith("ssh:") ? place.slice("ssh:".length) : "";
  if (!isLocal && !hostName.test(host)) throw new ValueProblem("must be local or ssh:HOST", hintFor(place));
  const known = new Map<string, string>();
  for (const entry of entries) {
    const [name = "", ...value] = entry.split("=");
    const allowed = isLocal ? ["slots"] : ["slots", "port", "baro"];
    if (!allowed.includes(name.trim()) || value.length === 0) {
      throw new ValueProblem(`has "${entry}", where only ${allowed.map((one) => `${one}=`).join(", ")} can stand`);
    }
    known.set(name.trim(), value.join("=").trim());
  }
  const slots = numberOf(known, "slots", 1000);
  if (isLocal) return { kind: "local", slots };
  return { kind: "ssh", host, port: numberOf(known, "port", 65_535), slots, program: known.get("baro") || null };
}

/** Somebody who names a machine is told how it is written; a longer form is said to all. */
function hintFor(place: string): string {
  const meant = hostName.test(place) ? `For the machine ${place}, write ssh:${place}. ` : "";
  return `${meant}More can stand behind it, as in ssh:HOST,slots=2,port=2222,baro=PATH`;
}

function numberOf(known: ReadonlyMap<string, string>, name: string, most: number): number | null {
  const text = known.get(name);
  if (text === undefined) return null;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw new ValueProblem(`has ${name}="${text}", which must be a whole number from 1 to ${most}`);
}
