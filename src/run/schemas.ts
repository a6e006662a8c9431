/** What programs may want the JSON Schema of. */
export const schemaKinds = ["events", "plan", "config"] as const;

/** The JSON Schema (draft 7) of a line of `--json`, of the plan that conduct takes, or of the configuration file. */
export async function schemaOf(kind: (typeof schemaKinds)[number]): Promise<object> {
  switch (kind) {
    case "events":
      return (await import("../../docs/schemas/events.json", { with: { type: "json" } })).default;
    case "plan":
      return (await import("../plan/plan-schema.ts")).planDocumentSchema();
    case "config":
      return (await import("../settings/schema.ts")).configFileSchema();
  }
}
