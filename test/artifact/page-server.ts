import { spawn } from "node:child_process";
import { artifact } from "./artifact.ts";

/** A server of the page, as a process of its own. */
export interface PageServer extends AsyncDisposable {
  url: string;
  lookUrl: string;
  base: string;
  /** Where it listens, which is elsewhere than `base` behind a proxy. */
  local: string;
  port: number;
  token: string;
  lookToken: string;
  pid: number;
  /** A request as the page makes it. */
  ask(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `baro serve --json` and waits until it says where it is. */
export async function pageServer(
  call: { cwd: string; env: Record<string, string>; args?: readonly string[] },
  program: readonly string[] = [artifact],
): Promise<PageServer> {
  const [file = "", ...leading] = program;
  const args = [...leading, "serve", "--json", ...(call.args ?? ["--port", "0"])];
  const child = spawn(file, args, { cwd: call.cwd, env: call.env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  const line = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += String(chunk);
      if (text.includes("\n")) resolve(text);
    });
    child.once("close", (code) => reject(new Error(`baro serve ended with ${code}: ${said}`)));
  });
  const { url, lookUrl, local } = JSON.parse(line) as { url: string; lookUrl: string; local: string };
  const base = url.slice(0, url.indexOf("/#"));
  const token = url.slice(url.indexOf("#") + 1);
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    child.kill(signal);
    return await ended;
  };
  return {
    url,
    lookUrl,
    base,
    local,
    port: Number(new URL(base).port),
    token,
    lookToken: lookUrl.slice(lookUrl.indexOf("#") + 1),
    pid: child.pid ?? 0,
    stop,
    async ask(path, body, headers = {}) {
      const response = await fetch(`${base}/api/${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
    },
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}
