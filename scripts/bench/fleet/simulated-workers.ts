import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import pkg from "../../../package.json" with { type: "json" };
import { type Asked, type Bench, LeaseDesk } from "../../../src/fleet/lease-desk.ts";
import {
  type ArgsOf,
  decode,
  encode,
  type FromWorker,
  type Operation,
  protocolVersion,
  toWorker,
  type ValueOf,
} from "../../../src/fleet/protocol.ts";

/** Workers of one process, behind a program that stands for ssh. */
export interface SimulatedWorkers extends AsyncDisposable {
  /** What `GIT_SSH_COMMAND` is. */
  ssh: string;
}

/**
 * Workers that have nothing of a worker but the protocol: each story is a file with its name, made with git in one store. A
 * program in ssh's place leads to them over a socket, and runs git's own commands on this machine.
 */
export async function openSimulatedWorkers(folder: string): Promise<SimulatedWorkers> {
  const store = join(folder, "store");
  execFileSync("git", ["init", "--quiet", "--bare", store]);
  execFileSync("git", ["-C", store, "config", "uploadpack.allowAnySHA1InWant", "true"]);
  const socket = join(folder, "w");
  const server = createServer((connection) => serve(connection, store));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const ssh = join(folder, "ssh");
  // The command is the last word, whatever is said before it.
  const lead = `import socket,sys,threading,os
s=socket.socket(socket.AF_UNIX);s.connect(${JSON.stringify(socket)})
def up():
  while True:
    d=os.read(0,65536)
    if not d: break
    s.sendall(d)
  s.shutdown(socket.SHUT_WR)
threading.Thread(target=up,daemon=True).start()
while True:
  d=s.recv(65536)
  if not d: break
  os.write(1,d)
`;
  writeFileSync(join(folder, "lead.py"), lead);
  const program = [
    "#!/bin/sh",
    "for last; do :; done",
    `case "$last" in git-*) exec sh -c "$last" ;; *) exec python3 ${join(folder, "lead.py")} ;; esac`,
  ];
  writeFileSync(ssh, `${program.join("\n")}\n`);
  chmodSync(ssh, 0o755);
  return { ssh, [Symbol.asyncDispose]: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()));
}

function serve(connection: Socket, store: string): void {
  const say = (message: FromWorker) => void connection.write(encode(message));
  const desk = new LeaseDesk(say, () => new SimulatedBench(store, say));
  const facts = { version: pkg.version, host: "simulated", os: "linux", arch: "x64", slots: 4 };
  say({ is: "hello", v: protocolVersion, ...facts, labels: [], repositories: [] });
  let rest = "";
  connection.setEncoding("utf8");
  connection.on("error", () => connection.destroy());
  connection.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const message = decode(toWorker, line);
      if (!("is" in message)) throw new Error(message.wrong);
      if (message.is === "ping") say({ is: "pong" });
      else if (message.is === "open")
        say({ is: "opened", path: store, warm: false, agents: message.agents.map(ready) });
      else if (message.is === "pack")
        execFileSync("git", ["-C", store, "unpack-objects", "-q"], { input: Buffer.from(message.pack, "base64") });
      else if (message.is === "call") void desk.take(message);
      else if (message.is === "stop") desk.stop(message);
      else if (message.is === "drop") void desk.drop(message);
    }
  });
}

function ready(name: string) {
  return { name, ready: true, version: "1", why: null };
}

/** What an agent says of a story here: about what a real one does. */
const mostEvents = 40;

class SimulatedBench implements Bench {
  readonly #store: string;
  readonly #say: (message: FromWorker) => void;
  #base = "";
  #file = "";

  constructor(store: string, say: (message: FromWorker) => void) {
    this.#store = store;
    this.#say = say;
  }

  async perform(op: Operation, args: unknown, asked: Asked): Promise<unknown> {
    const added = { path: this.#file, kind: "added", node: "file", bytes: 5, oid: null, leadsOut: false };
    switch (op) {
      case "openWorktree": {
        const { story, base } = args as ArgsOf<"openWorktree">;
        this.#base = base;
        this.#file = story.writes[0] ?? "";
        return { path: `/simulated/${story.id}` };
      }
      case "runAgent":
        return await this.#runAgent(asked);
      case "inspect":
      case "peek":
        return [added];
      case "runHooks":
        return { checks: [], message: null };
      case "commit":
        return { ...this.#commit(), message: `Make ${this.#file}\n` };
      default:
        return null;
    }
  }

  clear(): Promise<void> {
    return Promise.resolve();
  }

  async #runAgent({ lease, fence, n }: Asked): Promise<ValueOf<"runAgent">> {
    const text = "Something that an agent says about its work, in about as many words as it takes to say it.";
    const events: Extract<FromWorker, { is: "events" }>["events"] = [{ type: "agent.session", session: lease }];
    for (let at = 0; at < mostEvents; at++) events.push({ type: "agent.text", text });
    const counts = { input: 1000, cachedInput: 0, output: 10, reasoning: 0, usd: null, requests: 1 };
    events.push({ type: "agent.usage", ...counts });
    await new Promise((resolve) => setTimeout(resolve, 200));
    events.push({ type: "agent.finished", ok: true, why: "done", exitCode: 0, signal: null, ms: 200 });
    this.#say({ is: "events", lease, fence, n, seq: 0, events });
    return { kept: null, log: null, output: [], left: null };
  }

  #commit(): { commit: string; tree: string } {
    const git = (args: readonly string[], input = "") =>
      execFileSync("git", ["-C", this.#store, "-c", "user.name=w", "-c", "user.email=w@localhost", ...args], {
        input,
        encoding: "utf8",
      });
    const blob = git(["hash-object", "-w", "--stdin"], "done\n").trim();
    const tree = git(["mktree"], `${git(["ls-tree", this.#base])}100644 blob ${blob}\t${this.#file}\n`).trim();
    return { commit: git(["commit-tree", tree, "-p", this.#base, "-m", this.#file]).trim(), tree };
  }
}
