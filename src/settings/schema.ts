import { z } from "zod";
import { weights } from "../core/story.ts";
import { agent, type Kind, type KindName, ValueProblem } from "./kinds.ts";
import { keyOf, rowOf, type SettingName, sectionOf, settingNames } from "./table.ts";

/** How a configuration file holds the values of a kind. A problem's message ends the sentence "it ...". */
const inFile: Readonly<Record<KindName, (kind: Kind<unknown>) => z.ZodType>> = {
  switch: (kind) => z.boolean(error(kind)),
  count: (kind) => z.int(error(kind)).positive(error(kind)),
  money: (kind) => z.number(error(kind)).positive(error(kind)),
  choice: written,
  duration: written,
  text: written,
  ref: written,
  agent: written,
  url: written,
  texts: list,
  agents: list,
  commands: (kind) => z.union([list(kind), z.literal(false).transform(() => [])], error(kind)),
  tiers: (kind) => z.partialRecord(z.enum(weights), written(agent), error(kind)),
  draft: (kind) => z.union([z.boolean(), z.literal("auto")], error(kind)),
  sandbox: (kind) => z.union([z.boolean(), z.literal("net-off")], error(kind)),
};

const error = (kind: Kind<unknown>) => ({ error: `must be ${kind.must}` });

/** A value that is written as it is behind a flag. */
function written(kind: Kind<unknown>) {
  return z.string(error(kind)).transform((text, context) => {
    try {
      // No program takes one as an argument, and no file has one in its name.
      if (text.includes("\0")) throw new ValueProblem("must not contain a NUL character");
      return kind.read(text.trim());
    } catch (problem) {
      if (!(problem instanceof ValueProblem)) throw problem;
      context.addIssue({ code: "custom", message: problem.message, params: { hint: problem.hint } });
      return z.NEVER;
    }
  });
}

function list(kind: Kind<unknown>) {
  return z.array(written(kind), error(kind)).transform((values) => values.flat());
}

const fileNames = settingNames.filter((name) => rowOf(name).from.includes("file"));

function shapeOf(section: string | null): Record<string, z.ZodType> {
  const names = fileNames.filter((name) => sectionOf(name) === section);
  return Object.fromEntries(names.map((name) => [keyOf(name), entryOf(name)]));
}

/** A key of the file, with what an editor shows and offers for it. */
function entryOf(name: SettingName): z.ZodType {
  const { kind, help } = rowOf(name);
  const offered = kind.values === undefined ? {} : { enum: [...kind.values] };
  return inFile[kind.is](kind)
    .optional()
    .meta({ description: help, ...offered });
}

const sectionNames = [...new Set(fileNames.map(sectionOf))].filter((section) => section !== null);

/** A configuration file: the settings that a file can hold, each section in its table. Unknown keys are errors. */
export const configSchema = z.strictObject({
  ...shapeOf(null),
  ...Object.fromEntries(
    sectionNames.map((name) => [name, z.strictObject(shapeOf(name), { error: "must be a table" }).optional()]),
  ),
});

/** The JSON Schema (draft 7) of a configuration file. */
export function configFileSchema(): object {
  return { title: "baro.toml", ...z.toJSONSchema(configSchema, { io: "input", target: "draft-7" }) };
}

/** The keys of a table of the file, for naming the nearest one; the path is that of the table. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(configSchema.shape);
  return path[0] === "tier" ? [...weights] : Object.keys(shapeOf(String(path[0])));
}

const choice = z.object({ name: z.string(), model: z.string().nullable(), command: z.string().nullable() });
const fallback = choice.extend({ weight: z.enum(weights).optional() });

/** How a journal holds the values of a kind: as they were read. */
const inJournal: Readonly<Record<KindName, (kind: Kind<unknown>) => z.ZodType>> = {
  switch: () => z.boolean(),
  count: () => z.number(),
  money: () => z.number(),
  duration: () => z.number(),
  choice: (kind) => z.enum(kind.values ?? []),
  text: () => z.string(),
  ref: () => z.string(),
  url: () => z.string(),
  agent: () => choice,
  texts: () => z.array(z.string()),
  commands: () => z.array(z.string()),
  agents: () => z.array(fallback),
  tiers: () => z.record(z.string(), choice),
  draft: () => z.union([z.boolean(), z.literal("auto")]),
  sandbox: () => z.union([z.boolean(), z.literal("net-off")]),
};

/** How a journal holds a setting. One that an older journal does not know is as if nobody had set it. */
export function journalSchema(name: SettingName): z.ZodType {
  const { kind, unset } = rowOf(name);
  const schema = inJournal[kind.is](kind);
  return unset === null ? schema.nullable().default(null) : schema.default(unset);
}
