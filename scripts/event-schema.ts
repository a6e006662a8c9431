import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";

const root = join(import.meta.dirname, "..");

/**
 * The JSON Schema (draft 7) of one event of a run, made from the types that the code is checked against, with their comments
 * as descriptions. Fields that it does not name are allowed: a later version may have more.
 */
export function eventSchema(): object {
  const generator = createGenerator({
    path: join(root, "src/core/event.ts"),
    tsconfig: join(root, "tsconfig.json"),
    type: "RunEvent",
    skipTypeCheck: true,
    additionalProperties: true,
  });
  return { title: "An event of a run of baro", ...generator.createSchema("RunEvent") };
}
