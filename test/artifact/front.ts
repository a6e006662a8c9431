import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecure } from "node:https";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";

/** A proxy that encrypts, in front of a server on this machine. */
export interface Front extends AsyncDisposable {
  /** Where a browser finds it. */
  origin: string;
  /** Leads to what listens on that port from now on. */
  lead(port: number): Promise<void>;
}

export const nginx = ["/usr/sbin/nginx", "/usr/bin/nginx"].find((path) => existsSync(path)) ?? null;

/** Makes a certificate for this machine in a folder; false without the program that does. */
export function makeCertificate(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  const made = spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
    ...["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem"), "-subj", "/CN=localhost"],
    ...["-addext", "subjectAltName=DNS:localhost"],
  ]);
  return made.status === 0;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** nginx as Debian sets it up, with a server of these lines. */
export async function nginxFront(folder: string, location: string, listen = ""): Promise<Front> {
  const port = await freePort();
  let child: ChildProcess | null = null;
  return {
    origin: `https://localhost:${port}`,
    lead: async (to) => {
      const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
        (name) => `${name}_temp_path ${folder}/${name};`,
      );
      const text = `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events {}
http { access_log off; ${places.join(" ")} gzip on;
  server { listen 127.0.0.1:${port} ssl ${listen}; server_name localhost;
    ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;
    location / { proxy_pass http://127.0.0.1:${to}; ${location} } } }`;
      writeFileSync(join(folder, "nginx.conf"), text);
      child = spawn(nginx ?? "", ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "ignore" });
      await reachable(port, () => readFileSync(join(folder, "error.log"), "utf8"));
    },
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child?.once("close", resolve));
      if (child?.kill("SIGTERM") === true) await ended;
    },
  };
}

async function reachable(port: number, why: () => string): Promise<void> {
  for (const until = Date.now() + 20_000; Date.now() < until; ) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
    if (open) return;
  }
  throw new Error(`nothing listens on ${port}: ${why()}`);
}

/** How an answer goes back to whoever asked for this path. */
export type HandBack = (path: string, answer: IncomingMessage, response: ServerResponse) => void;

/** A proxy as programs write them: the name that was asked for goes on, and who asked is added. */
export async function plainFront(
  folder: string,
  handBack: HandBack = (_path, answer, response) => void answer.pipe(response),
): Promise<Front> {
  const files = { cert: readFileSync(join(folder, "cert.pem")), key: readFileSync(join(folder, "key.pem")) };
  let target = 0;
  const server = createSecure(files, (request, response) => {
    const { method, url: path, headers } = request;
    const forwarded = { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", via: "1.1 front" };
    const onward = ask(
      { host: "127.0.0.1", port: target, method, path, headers: { ...headers, ...forwarded } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        handBack(path ?? "/", answer, response);
      },
    );
    onward.on("error", () => response.writeHead(502).end());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    lead: (port) => {
      target = port;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
