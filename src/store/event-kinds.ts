import schema from "../../docs/schemas/events.json" with { type: "json" };

/** As much of JSON Schema as is made of the types of events. */
interface Kind {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Kind[];
  $ref?: string;
  properties?: Record<string, Kind>;
  additionalProperties?: Kind | boolean;
  items?: Kind | Kind[];
}

type Fits = (value: unknown) => boolean;

const anything: Fits = () => true;
const { definitions } = schema as unknown as { definitions: Record<string, Kind> };
const named = new Map<string, Fits>();
let ofEvents: Map<string, Fits> | null = null;

/**
 * Whether what an event says is of the kind that its fields have, and of their words where they have some: every view looks
 * up what such a word means. Fields and types that nobody knows are a later version's, and those that are missing an earlier
 * one's. A number that was none was written as null.
 */
export function hasKnownKinds(event: { type: string }): boolean {
  ofEvents ??= compileEvents();
  return (ofEvents.get(event.type) ?? anything)(event);
}

/** By type; of one that is told in several ways, any of them. */
function compileEvents(): Map<string, Fits> {
  const byType = Map.groupBy(definitions["RunEvent"]?.anyOf ?? [], ({ properties }) =>
    String(properties?.["type"]?.const),
  );
  return new Map([...byType].map(([type, kinds]) => [type, anyOf(kinds)]));
}

function anyOf(kinds: readonly Kind[]): Fits {
  const all = kinds.map(fitsOf);
  return (value) => all.some((fits) => fits(value));
}

function fitsOf(kind: Kind): Fits {
  if (kind.$ref !== undefined) return referred(kind.$ref.replace(/^.*\//, ""));
  if (kind.anyOf !== undefined) return anyOf(kind.anyOf);
  const words = kind.enum ?? ("const" in kind ? [kind.const] : null);
  if (words !== null) return (value) => words.includes(value);
  const types = kind.type === undefined ? [] : [kind.type].flat();
  const all = [...new Set(types)].map((type) => ofType(type, kind));
  return all.length === 0 ? anything : (value) => all.some((fits) => fits(value));
}

/** Made when it is first asked for: a definition may hold itself. */
function referred(name: string): Fits {
  return (value) => {
    let fits = named.get(name);
    if (fits === undefined) {
      fits = fitsOf(definitions[name] ?? {});
      named.set(name, fits);
    }
    return fits(value);
  };
}

function ofType(type: string, kind: Kind): Fits {
  if (type === "object") return ofRecord(kind);
  if (type === "array") return ofList(kind.items ?? {});
  if (type === "number" || type === "integer") return (value) => value === null || Number.isFinite(value);
  return (value) => typeOf(value) === type;
}

function ofRecord({ properties = {}, additionalProperties = {} }: Kind): Fits {
  const fields = new Map(Object.entries(properties).map(([name, kind]) => [name, fitsOf(kind)]));
  const others = typeof additionalProperties === "boolean" ? anything : fitsOf(additionalProperties);
  return (value) =>
    typeOf(value) === "object" &&
    Object.entries(value as object).every(([name, held]) => (fields.get(name) ?? others)(held));
}

function ofList(items: Kind | Kind[]): Fits {
  if (!Array.isArray(items)) {
    const fits = fitsOf(items);
    return (value) => Array.isArray(value) && value.every(fits);
  }
  const all = items.map(fitsOf);
  return (value) => Array.isArray(value) && all.every((fits, at) => at >= value.length || fits(value[at]));
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
