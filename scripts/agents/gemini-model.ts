import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type JsonRecord, listOf, recordOf, textOf } from "../../src/core/narrow.ts";
import { noUsage } from "../../src/core/usage.ts";
import type { Script, ScriptedTurn, ScriptRequest } from "../../src/demo/scripted/script.ts";
import type { ScriptedModel } from "../../src/demo/scripted/server.ts";

/**
 * A scripted model that speaks Google's protocol, as far as gemini-cli needs it: the demo has no use for it.
 * https://ai.google.dev/api/generate-content
 */
export async function startGeminiModel(script: Script): Promise<ScriptedModel> {
  const served: ScriptedModel["served"] = [];
  const server = createServer(async (request, response) => {
    const [, model = "", method = ""] = /\/models\/([^:?]+):(\w+)/.exec(request.url ?? "") ?? [];
    if (method === "countTokens") return void response.end(JSON.stringify({ totalTokens: 1000 }));
    const asked = readRequest(model, await bodyOf(request));
    const turn = await script(asked);
    const usage = turn.usage ?? noUsage;
    const { lastUser, turn: at } = asked;
    const streamed = method === "streamGenerateContent";
    served.push({ protocol: "chat", model, lastUser, turn: at, attempt: 1, streamed, outcome: "answered", usage });
    const answer = JSON.stringify(answerOf(model, turn));
    response.writeHead(200, { "content-type": streamed ? "text/event-stream" : "application/json" });
    response.end(streamed ? `data: ${answer}\r\n\r\n` : answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<JsonRecord> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return recordOf(JSON.parse(Buffer.concat(parts).toString("utf8") || "{}"));
}

function readRequest(model: string, body: JsonRecord): ScriptRequest {
  const users: string[] = [];
  let toolResults: ScriptRequest["toolResults"] = [];
  let turn = 0;
  for (const content of listOf(body["contents"]).map(recordOf)) {
    const parts = listOf(content["parts"]).map(recordOf);
    const results = parts.flatMap((part) => ("functionResponse" in part ? [recordOf(part["functionResponse"])] : []));
    if (content["role"] === "model") turn += 1;
    else if (results.length > 0) {
      toolResults.push(
        ...results.map((one) => ({ name: textOf(one["name"]), text: JSON.stringify(one["response"] ?? null) })),
      );
    } else {
      users.push(textsIn(parts));
      [toolResults, turn] = [[], 0];
    }
  }
  const declared = listOf(body["tools"]).flatMap((tool) => listOf(recordOf(tool)["functionDeclarations"]));
  return {
    protocol: "chat",
    model,
    system: textsIn(listOf(recordOf(body["systemInstruction"])["parts"]).map(recordOf)),
    user: users.join("\n"),
    lastUser: users.at(-1) ?? "",
    toolResults,
    turn,
    attempt: 1,
    tools: declared.map((tool) => textOf(recordOf(tool)["name"])),
    schema: recordOf(body["generationConfig"])["responseJsonSchema"] ?? null,
    aborted: new AbortController().signal,
  };
}

function textsIn(parts: readonly JsonRecord[]): string {
  return parts.map((part) => textOf(part["text"])).join("\n");
}

function answerOf(modelVersion: string, { text = "", calls = [], usage = noUsage }: ScriptedTurn): JsonRecord {
  const parts = [
    ...(text === "" ? [] : [{ text }]),
    ...calls.map(({ name, input }) => ({ functionCall: { name, args: input } })),
  ];
  return {
    candidates: [{ index: 0, content: { role: "model", parts }, finishReason: "STOP" }],
    // Thoughts are beside the other output, the cache is part of the prompt.
    usageMetadata: {
      promptTokenCount: usage.input,
      cachedContentTokenCount: usage.cachedInput,
      candidatesTokenCount: usage.output - usage.reasoning,
      thoughtsTokenCount: usage.reasoning,
      totalTokenCount: usage.input + usage.output,
    },
    modelVersion,
  };
}
