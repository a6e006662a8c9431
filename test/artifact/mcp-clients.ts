import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState } from "./artifact.ts";
import { type Scenario, scriptedEndpoint } from "./scripted-endpoint.ts";

/** The official clients: the one of today in both protocols that it speaks, and the one before it. */
export const clientKinds = ["2026-07-28", "2025-11-25", "sdk 1"] as const;
export type ClientKind = (typeof clientKinds)[number];

interface Form {
  message: string;
  requestedSchema: { properties: Record<string, { oneOf?: { const: string }[]; default?: unknown }> };
}

/** What a person does with a form. */
export type Person = (form: Form) => Reaction | Promise<Reaction>;

type Reaction = { action: "accept" | "decline" | "cancel"; content?: Record<string, string> };

export interface Told {
  text: string;
  data: Record<string, unknown>;
  isError: boolean;
}

export interface McpClient extends AsyncDisposable {
  pid: number;
  version: string | undefined;
  call(
    name: string,
    args?: Record<string, unknown>,
    more?: { signal?: AbortSignal; onProgress?: (message: string, progress: number) => void },
  ): Promise<Told>;
  tools(): Promise<{ name: string; description?: string | undefined; annotations?: object | undefined }[]>;
  resources(): Promise<string[]>;
  read(uri: string): Promise<string>;
  close(): Promise<void>;
}

interface Start {
  cwd: string;
  env: Record<string, string>;
  args?: readonly string[];
  /** Null: the client shows no forms. */
  person: Person | null;
  program?: readonly string[];
}

/** Starts `baro mcp` and connects a client of that kind. */
export async function connectClient(kind: ClientKind, start: Start): Promise<McpClient> {
  const [command = "", ...leading] = start.program ?? [artifact];
  const server = { command, args: [...leading, "mcp", ...(start.args ?? [])], env: start.env, cwd: start.cwd };
  return kind === "sdk 1" ? await connectOld(server, start.person) : await connectNew(kind, server, start.person);
}

interface Server {
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
}

const self = { name: "a-test", version: "1" };
const patient = { timeout: 60_000, resetTimeoutOnProgress: true };

function capabilitiesOf(person: Person | null) {
  return { capabilities: person === null ? {} : { elicitation: { form: {} } } };
}

async function connectNew(kind: string, server: Server, person: Person | null): Promise<McpClient> {
  const versionNegotiation = { mode: kind === "2026-07-28" ? { pin: kind } : ("legacy" as const) };
  const client = new Client(self, { ...capabilitiesOf(person), versionNegotiation });
  if (person !== null)
    client.setRequestHandler("elicitation/create", ({ params }) => person(params as unknown as Form));
  const transport = new StdioClientTransport({ ...server, stderr: "ignore" });
  await client.connect(transport);
  return {
    pid: transport.pid ?? 0,
    version: client.getNegotiatedProtocolVersion(),
    call: async (name, args = {}, more = {}) =>
      told(await client.callTool({ name, arguments: args }, { ...patient, ...options(more) })),
    tools: async () => (await client.listTools()).tools,
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    read: async (uri) => textOf((await client.readResource({ uri })).contents),
    close: () => client.close(),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

async function connectOld(server: Server, person: Person | null): Promise<McpClient> {
  const client = new OldClient(self, capabilitiesOf(person));
  if (person !== null) client.setRequestHandler(ElicitRequestSchema, ({ params }) => person(params as unknown as Form));
  const transport = new OldTransport({ ...server, stderr: "ignore" });
  await client.connect(transport);
  return {
    pid: transport.pid ?? 0,
    version: undefined,
    call: async (name, args = {}, more = {}) =>
      told(await client.callTool({ name, arguments: args }, undefined, { ...patient, ...options(more) })),
    tools: async () => (await client.listTools()).tools,
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    read: async (uri) => textOf((await client.readResource({ uri })).contents),
    close: () => client.close(),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

function options({ signal, onProgress }: NonNullable<Parameters<McpClient["call"]>[2]>) {
  return {
    ...(signal === undefined ? {} : { signal }),
    onprogress: ({ message, progress }: { message?: string | undefined; progress: number }) =>
      onProgress?.(message ?? "", progress),
  };
}

function told(result: object): Told {
  const { content, structuredContent, isError } = result as {
    content: { text?: string }[];
    structuredContent?: Record<string, unknown>;
    isError?: boolean;
  };
  return {
    text: content.map(({ text = "" }) => text).join("\n"),
    data: structuredContent ?? {},
    isError: isError === true,
  };
}

function textOf(contents: readonly object[]): string {
  return contents.map((each) => ("text" in each ? String(each.text) : "")).join("");
}

/** A repository with a scripted model, and the clients that are connected to it. */
export async function mcpPlace(scenario: Scenario, files: Record<string, string> = { "a.txt": "a\n", "b.txt": "b\n" }) {
  const endpoint = await scriptedEndpoint(scenario);
  const state = privateState();
  const repo = scratchRepository(files);
  const env: Record<string, string> = {
    ...state.env,
    ...endpoint.env,
    BARO_INTAKE: "rules",
    BARO_AGENT: "openai:scripted-1",
    BARO_NO_VERIFY: "1",
  };
  return {
    repo,
    env,
    endpoint,
    connect: (kind: ClientKind, more: Partial<Start> = {}) =>
      connectClient(kind, { cwd: repo.path, person: null, ...more, env: { ...env, ...more.env } }),
    [Symbol.asyncDispose]: async () => {
      await endpoint[Symbol.asyncDispose]();
      repo[Symbol.dispose]();
      state[Symbol.dispose]();
    },
  };
}
