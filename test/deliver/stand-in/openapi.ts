import { readFileSync } from "node:fs";

/** The parts of an OpenAPI 3 description that are looked at. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  nullable?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  additionalProperties?: unknown;
}

interface Operation {
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>;
}

export interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** One operation of a description, as it is recorded: references resolved, prose left out. */
export interface RecordedOperation {
  path: string;
  method: string;
  status: string;
  body: Schema | null;
  answer: Schema;
}

/** Puts recorded operations, one on each line, together to a description again. */
export function readDescription(file: string): Description {
  const paths: Description["paths"] = {};
  for (const line of readFileSync(file, "utf8").trimEnd().split("\n")) {
    const { path, method, status, body, answer } = JSON.parse(line) as RecordedOperation;
    const content = (schema: Schema) => ({ "application/json": { schema } });
    const requestBody = body === null ? {} : { requestBody: { content: content(body) } };
    paths[path] = {
      ...paths[path],
      [method]: { ...requestBody, responses: { [status]: { content: content(answer) } } },
    };
  }
  return { paths, components: { schemas: {} } };
}

/** Follows references and puts the parts of an `allOf` together. */
export function resolve(description: Description, schema: Schema): Schema {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return resolve(description, description.components.schemas[name] ?? {});
  }
  if (schema.allOf === undefined) return schema;
  const parts = schema.allOf.map((part) => resolve(description, part));
  return {
    ...schema,
    properties: Object.assign({}, ...parts.map(({ properties }) => properties), schema.properties),
    required: [...parts.flatMap(({ required }) => required ?? []), ...(schema.required ?? [])],
  };
}

export function answerSchema(description: Description, path: string, method: string, status: number): Schema {
  const schema = description.paths[path]?.[method]?.responses[status]?.content?.["application/json"]?.schema;
  if (schema === undefined) throw new Error(`The description has no answer ${status} of ${method} ${path}`);
  return resolve(description, schema);
}

export function bodySchema(description: Description, path: string, method: string): Schema {
  const schema = description.paths[path]?.[method]?.requestBody?.content["application/json"]?.schema;
  if (schema === undefined) throw new Error(`The description has no body for ${method} ${path}`);
  return resolve(description, schema);
}

function isNullable(description: Description, schema: Schema): boolean {
  const { nullable, type, oneOf, anyOf } = schema;
  if (nullable === true || type === "null" || (Array.isArray(type) && type.includes("null"))) return true;
  return [...(oneOf ?? []), ...(anyOf ?? [])].some((one) => isNullable(description, resolve(description, one)));
}

/** What of a value is not as described. `whole`: what must be there and is missing counts as well. */
export function mismatches(description: Description, given: Schema, value: unknown, whole: boolean, at = ""): string[] {
  const schema = resolve(description, given);
  const choices = schema.oneOf ?? schema.anyOf;
  if (value === null) return isNullable(description, schema) ? [] : [`${at} is null`];
  if (choices !== undefined) {
    const found = choices.map((choice) => mismatches(description, choice, value, whole, at));
    return found.some((each) => each.length === 0) ? [] : (found[0] ?? []);
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${at} is ${JSON.stringify(value)}`];
  if (Array.isArray(value)) {
    if (!hasType(schema, "array")) return [`${at} is a list`];
    return value.flatMap((item, index) => mismatches(description, schema.items ?? {}, item, whole, `${at}[${index}]`));
  }
  if (typeof value === "object")
    return objectMismatches(description, schema, value as Record<string, unknown>, whole, at);
  const type =
    typeof value === "number" && Number.isInteger(value) && !hasType(schema, "number") ? "integer" : typeof value;
  return hasType(schema, type) ? [] : [`${at} is a ${typeof value}`];
}

function objectMismatches(
  description: Description,
  schema: Schema,
  value: Record<string, unknown>,
  whole: boolean,
  at: string,
): string[] {
  if (!hasType(schema, "object")) return [`${at} is an object`];
  if (schema.properties === undefined) return [];
  const missing = whole ? (schema.required ?? []).filter((name) => value[name] === undefined) : [];
  return [
    ...missing.map((name) => `${at}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, item]) => {
      const property = schema.properties?.[name];
      if (property === undefined) return [`${at}.${name} is unknown`];
      return item === undefined ? [] : mismatches(description, property, item, whole, `${at}.${name}`);
    }),
  ];
}

function hasType({ type, properties }: Schema, wanted: string): boolean {
  if (type === undefined) return properties === undefined || wanted === "object";
  return Array.isArray(type) ? type.includes(wanted) : type === wanted;
}

/**
 * What a reader relies on that the description does not promise: a property that does not exist, or one that may be
 * missing or null and must not be. `reader` is a JSON schema.
 */
export function unfounded(description: Description, given: Schema, reader: Schema, at = ""): string[] {
  const schema = resolve(description, given);
  const wanted = reader.anyOf?.find(({ type }) => type !== "null") ?? reader;
  const offered =
    (schema.oneOf ?? schema.anyOf)?.map((one) => resolve(description, one)).find(({ properties }) => properties) ??
    schema;
  if (wanted.items !== undefined) return unfounded(description, offered.items ?? {}, wanted.items, `${at}[]`);
  return Object.entries(wanted.properties ?? {}).flatMap(([name, property]) => {
    const there = offered.properties?.[name];
    const place = `${at}.${name}`;
    if (there === undefined) return [`${place} does not exist`];
    const needed = wanted.required?.includes(name) === true;
    const problems = needed && offered.required?.includes(name) !== true ? [`${place} may be missing`] : [];
    const takesNull = isNullable(description, property) || Object.keys(property).length === 0;
    const mayBeNull = isNullable(description, resolve(description, there));
    if (mayBeNull && !takesNull) problems.push(`${place} may be null`);
    return [...problems, ...unfounded(description, there, property, place)];
  });
}
