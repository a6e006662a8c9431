// Cuts what the tests need out of GitHub's own description of its API, which is too large to depend on:
//   npm install --no-save @octokit/openapi
//   bun scripts/record-forge-description.ts node_modules/@octokit/openapi/generated/api.github.com.json
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Description, RecordedOperation, Schema } from "../test/deliver/stand-in/openapi.ts";

const repository = "/repos/{owner}/{repo}";

/** Operations that are used, and the status of the answer that is read. */
const wanted: readonly [path: string, method: string, status: string][] = [
  [repository, "get", "200"],
  [`${repository}/forks`, "post", "202"],
  [`${repository}/branches/{branch}`, "get", "200"],
  [`${repository}/pulls`, "get", "200"],
  [`${repository}/pulls`, "post", "201"],
  [`${repository}/pulls/{pull_number}`, "get", "200"],
  [`${repository}/pulls/{pull_number}`, "patch", "200"],
  [`${repository}/pulls/{pull_number}/requested_reviewers`, "post", "201"],
  [`${repository}/pulls/{pull_number}/reviews`, "get", "200"],
  [`${repository}/issues/{issue_number}`, "get", "200"],
  [`${repository}/issues/{issue_number}/labels`, "post", "200"],
  [`${repository}/commits/{ref}/check-runs`, "get", "200"],
  [`${repository}/commits/{ref}/status`, "get", "200"],
];

/** How deep properties are kept: what the answers are read for lies no deeper. */
const depth = 3;

function cut(all: Description): RecordedOperation[] {
  return wanted.map(([path, method, status]) => {
    const operation = all.paths[path]?.[method];
    const answer = operation?.responses[status];
    if (operation === undefined || answer === undefined) throw new Error(`There is no ${method} ${path} ${status}`);
    const body = operation.requestBody?.content["application/json"]?.schema;
    return {
      path,
      method,
      status,
      body: body === undefined ? null : plain(all, body, depth),
      answer: plain(all, answer.content?.["application/json"]?.schema ?? {}, depth),
    };
  });
}

/** A schema with its references resolved and its prose left out. Below `left` levels anything goes. */
function plain(all: Description, schema: Schema, left: number): Schema {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return plain(all, all.components.schemas[name] ?? {}, left);
  }
  const { type, nullable, required, enum: values, properties, items, allOf, oneOf, anyOf } = schema;
  const each = (schemas: Schema[]) => schemas.map((one) => plain(all, one, left));
  return {
    ...(type === undefined ? {} : { type }),
    ...(nullable === undefined ? {} : { nullable }),
    ...(values === undefined ? {} : { enum: values }),
    ...(required === undefined || left === 0 ? {} : { required }),
    ...(items === undefined ? {} : { items: plain(all, items, left) }),
    ...(allOf === undefined ? {} : { allOf: each(allOf) }),
    ...(oneOf === undefined ? {} : { oneOf: each(oneOf) }),
    ...(anyOf === undefined ? {} : { anyOf: each(anyOf) }),
    ...(properties === undefined || left === 0 ? {} : { properties: plainProperties(all, properties, left - 1) }),
  };
}

function plainProperties(all: Description, properties: Record<string, Schema>, left: number): Record<string, Schema> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, plain(all, schema, left)]));
}

const [source = ""] = process.argv.slice(2);
const target = join(import.meta.dirname, "..", "test", "deliver", "stand-in", "github-description.jsonl");
const lines = cut(JSON.parse(readFileSync(source, "utf8"))).map((operation) => JSON.stringify(operation));
writeFileSync(target, `${lines.join("\n")}\n`);
process.stderr.write(`${target}: ${lines.length} operations\n`);
