import { expect, test } from "bun:test";
import { z } from "zod";
import { answerInstruction, answerSchema } from "../../../src/agents/ask/read-answer.ts";

const schema = z.object({
  format: z.string().min(1).max(20).regex(/x/),
  items: z.array(z.object({ weight: z.enum(["light", "heavy"]).default("light") })).max(5),
});

test("answerSchema() closes every object, requires every field, and leaves out what strict modes refuse", () => {
  expect(answerSchema(schema)).toEqual({
    type: "object",
    properties: {
      format: { type: "string" },
      items: {
        type: "array",
        items: {
          type: "object",
          properties: { weight: { type: "string", enum: ["light", "heavy"] } },
          required: ["weight"],
          additionalProperties: false,
        },
      },
    },
    required: ["format", "items"],
    additionalProperties: false,
  });
});

test("answerInstruction() says the schema on one line", () => {
  const [, line, ...rest] = answerInstruction(schema).split("\n");
  expect(rest).toEqual([]);
  expect(JSON.parse(line ?? "")).toEqual(answerSchema(schema));
});
