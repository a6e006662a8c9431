import { execFileSync } from "node:child_process";
import { connect, createServer } from "node:net";

const ip = (...args: string[]) => execFileSync("ip", args, { stdio: ["ignore", "pipe", "pipe"] });

/** Why the tests of machines with a network of their own can't run here; empty when they can. */
export const noNamespaces = whyNot();

function whyNot(): string {
  const name = `baro-try-${process.pid}`;
  try {
    ip("netns", "add", name);
    ip("netns", "del", name);
    return "";
  } catch {
    return "network namespaces can't be made (ip netns add, as root)";
  }
}

/** A machine's network: a namespace with one wire to this one. */
export interface Namespace extends AsyncDisposable {
  /** Its own address. */
  address: string;
  /** What starts a program in it. */
  via: string[];
  /** The same service as at this port of loopback, as it is reached from there. */
  passOn(port: number): Promise<string>;
  /** Nothing passes any more, in neither direction, and nobody is told. */
  cut(): void;
  mend(): void;
}

let made = 0;

export function openNamespace(): Namespace {
  const at = made++;
  const name = `baro-${process.pid}-${at}`;
  const wire = `bw${process.pid % 100_000}x${at}`;
  const net = `10.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}`;
  const [here, there] = [`${net}.${4 * at + 1}`, `${net}.${4 * at + 2}`];
  ip("netns", "add", name);
  ip("link", "add", wire, "type", "veth", "peer", "name", "w", "netns", name);
  ip("addr", "add", `${here}/30`, "dev", wire);
  ip("link", "set", wire, "up");
  ip("-n", name, "addr", "add", `${there}/30`, "dev", "w");
  ip("-n", name, "link", "set", "w", "up");
  ip("-n", name, "link", "set", "lo", "up");
  const servers: ReturnType<typeof createServer>[] = [];
  return {
    address: there,
    via: ["ip", "netns", "exec", name],
    passOn: async (port) => {
      const server = createServer((socket) => {
        const on = connect(port, "127.0.0.1");
        for (const [one, other] of [
          [socket, on],
          [on, socket],
        ] as const) {
          one.on("error", () => other.destroy());
          one.on("close", () => other.destroy());
          one.pipe(other);
        }
      });
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, here, resolve));
      const address = server.address();
      return `${here}:${typeof address === "object" && address !== null ? address.port : 0}`;
    },
    cut: () => void ip("link", "set", wire, "down"),
    mend: () => void ip("link", "set", wire, "up"),
    [Symbol.asyncDispose]: async () => {
      for (const server of servers) server.close();
      ip("link", "del", wire);
      ip("netns", "del", name);
    },
  };
}
