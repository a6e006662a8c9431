import { isRecord } from "../../src/core/narrow.ts";

/** The long flags that a help text offers. */
export function flagsIn(help: string): Set<string> {
  return new Set([...help.matchAll(/(?<![\w-])--[a-z][\w-]*/g)].map(([flag]) => flag));
}

/** Fields that only name which line it is: their value tells its kind. */
const kindFields = ["type", "subtype", "role", "tool", "name", "status"];

/**
 * The fields of lines: `item.completed > item(command_execution).exit_code: number`. Names that are data (a path, an id)
 * are one: `*`.
 */
export function shapesOf(lines: readonly string[]): Set<string> {
  const shapes = new Set<string>();
  for (const line of lines) {
    if (line === "") continue;
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch {
      shapes.add("a line that is no JSON");
      continue;
    }
    collect(record, kindOf(record), shapes, 0);
  }
  return shapes;
}

/** Deeper than this is what tools were given, and what they said. */
const deepest = 4;
const dataName = /[^\w-]|^[0-9a-f-]{16,}$|\d{3,}/;

function collect(value: unknown, path: string, shapes: Set<string>, depth: number): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, `${path}[]`, shapes, depth);
  } else if (isRecord(value) && depth < deepest) {
    for (const [name, item] of Object.entries(value)) {
      const kind = isRecord(item) ? kindOf(item) : "";
      const next = `${path}.${dataName.test(name) ? "*" : name}${kind === "" ? "" : `(${kind})`}`;
      collect(item, next, shapes, depth + 1);
    }
  } else {
    shapes.add(`${path}: ${value === null ? "null" : typeof value}`);
  }
}

function kindOf(value: unknown): string {
  if (!isRecord(value)) return "";
  return kindFields
    .map((name) => value[name])
    .filter((word): word is string => typeof word === "string" && /^[\w.-]{1,40}$/.test(word))
    .join(" ");
}

/** What came and what went, in order. */
export function differences(what: string, before: ReadonlySet<string>, after: ReadonlySet<string>): string[] {
  const gone = [...before].filter((one) => !after.has(one)).map((one) => `- ${what} ${one}`);
  const come = [...after].filter((one) => !before.has(one)).map((one) => `+ ${what} ${one}`);
  return [...gone.toSorted(), ...come.toSorted()];
}
