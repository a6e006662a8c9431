import { createServer } from "node:net";

const loopback = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Exempts this machine from the proxy that the environment names: a server on loopback is never behind one, and the run
 * times would ask the proxy for it all the same. Has to be called before the first request; changes nothing without a
 * proxy.
 */
export function exemptLoopback(env: Record<string, string | undefined>): void {
  const proxies = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
  if (proxies.every((name) => (env[name] ?? "") === "")) return;
  // Which spelling wins differs between programs, so both say the same.
  const named = (env["no_proxy"] ?? env["NO_PROXY"] ?? "").split(",").map((part) => part.trim());
  const hosts = [...new Set([...named, ...loopback])].filter((host) => host !== "");
  const value = hosts.includes("*") ? "*" : hosts.join(",");
  env["NO_PROXY"] = value;
  env["no_proxy"] = value;
}

/** Whether nobody on this machine listens on a port of 127.0.0.1. */
export function isFreePort(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}
