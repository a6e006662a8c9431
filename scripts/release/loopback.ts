import { spawnSync } from "node:child_process";
import { connect, createServer } from "node:net";

/**
 * Whether programs here can reach each other over 127.0.0.1. A network namespace that was just made (`unshare -n`) has its
 * loopback down; it is brought up, which touches nothing outside of it.
 */
export async function loopbackUp(): Promise<boolean> {
  if (await reachable()) return true;
  spawnSync("ip", ["link", "set", "lo", "up"], { stdio: "ignore" });
  return await reachable();
}

function reachable(): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.end());
    const end = (up: boolean) => {
      server.close();
      resolve(up);
    };
    server.on("error", () => end(false));
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      const socket = connect(port, "127.0.0.1", () => socket.destroy());
      socket.on("error", () => end(false));
      socket.on("close", (failed) => failed || end(true));
    });
  });
}
