import { accessSync, constants, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createTcpServer } from "node:net";
import { join } from "node:path";

/** A Python of the system's own, which a sandbox shows; without one nobody asks for keys. */
export const python = ["/usr/bin/python3", "/bin/python3"].find((path) => existsSync(path)) ?? null;

/** Asks the kernel for a key that is in the session of whoever started all this. */
const askKernel = [
  "import ctypes, platform",
  "call = ctypes.CDLL(None).syscall",
  'request, keyctl = (249, 250) if platform.machine() == "x86_64" else (218, 219)',
  'key = call(request, b"user", b"canary", None, 0)',
  "text = ctypes.create_string_buffer(100)",
  "call(keyctl, 11, key, text, 100)",
  "print(text.value)",
].join("\n");

/** Puts a key into a session of its own, and becomes another program in it. */
export const withKey = [
  "import ctypes, os, platform, sys",
  "call = ctypes.CDLL(None).syscall",
  "add, keyctl = (248, 250) if platform.machine() == 'x86_64' else (217, 219)",
  "call(keyctl, 1, None)",
  "call(add, b'user', b'canary', b'CANARY_KEY', 10, -3)",
  "os.execvp(sys.argv[1], sys.argv[1:])",
].join("\n");

/** What a hostile program looks for. Each line says whether it was had; a line that every starter says is no canary. */
export const probe = (at: {
  canaries: Record<string, string>;
  writes: readonly string[];
  sockets: Record<string, string>;
  port: number;
  /** The name of an abstract socket. */
  abstract: string;
}) => `
said="$1"
had() { said="$said $1"; }
${Object.entries(at.canaries)
  .map(([name, path]) => `cat ${path} >/dev/null 2>&1 && had ${name}`)
  .join("\n")}
${at.writes.map((path) => `echo "$1" > "${path}.$1" 2>/dev/null`).join("\n")}
${Object.entries(at.sockets)
  .map(([name, path]) => `[ -S ${path} ] && had ${name}`)
  .join("\n")}
cat <&7 >/dev/null 2>&1 && had open-file
grep -q @${at.abstract} /proc/net/unix && had abstract
${python === null ? "" : `${python} -c '${askKernel}' 2>/dev/null | grep -qa CANARY_KEY && had keyring`}
(: </dev/tty) 2>/dev/null && had terminal
for one in /proc/[0-9]*/environ; do grep -qa CANARY_IN_ENVIRONMENT "$one" 2>/dev/null && { had process; break; }; done
env | grep -q CANARY_OF_BARO && had variable
echo own > "own.$1" && cat "own.$1" >/dev/null && rm "own.$1" && had own-worktree
git log -1 --format=%H >/dev/null 2>&1 && had own-history
echo temp > "/tmp/temp.$1" && had temp
exec 3<>/dev/tcp/127.0.0.1/${at.port} && echo "$said" >&3
true
`;

/** Plans, writes what a check refuses, and mends it when it is told. */
export const agent = (canary: string) => `
const { execFileSync } = require("node:child_process");
const { readFileSync, writeFileSync } = require("node:fs");
const { createInterface } = require("node:readline");
let cwd = ".";
const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\\n");
const probe = (name) => execFileSync("bash", ["probe.sh", name], { cwd, stdio: "ignore" });
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === "initialize") return send({ id, result: { protocolVersion: 1, agentCapabilities: { loadSession: true } } });
  if (method === "session/new" || method === "session/load") {
    cwd = params.cwd;
    return send({ id, result: { sessionId: "s" } });
  }
  if (method !== "session/prompt") return id === undefined ? undefined : send({ id, result: {} });
  let text = "Done.";
  if (cwd.includes("look-")) {
    probe("asker");
    const story = { id: "S1", title: "Say more", brief: "Say more in a.txt", writes: ["a.txt"], reads: [], dependsOn: [], acceptance: ["more"], verify: ["bash probe.sh verify"], weight: "light" };
    text = JSON.stringify({ stories: [story] });
  } else if (readFileSync(cwd + "/a.txt", "utf8") === "bad\\n") {
    probe("repair");
    writeFileSync(cwd + "/a.txt", "good and more\\n");
  } else {
    // As it starts a server of its own tools: a session apart, which it is no parent of.
    execFileSync("setsid", ["--wait", "bash", "probe.sh", "server"], { cwd, stdio: "ignore" });
    probe("agent");
    writeFileSync(cwd + "/a.txt", "bad\\n");
  }
  send({ method: "session/update", params: { sessionId: "s", update: { sessionUpdate: "agent_message_chunk", content: { type: "text", text } } } });
  send({ id, result: { stopReason: "end_turn" } });
});
// ${canary}
`;

/** Listens for what probes say: their names and what they had. */
export async function listener() {
  const said = new Map<string, string[]>();
  const server = createTcpServer((socket) => {
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      const [name = "", ...had] = text.trim().split(" ");
      // A check runs on the work and on the base; whichever had something counts.
      said.set(name, [...new Set([...(said.get(name) ?? []), ...had])]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port");
  return { said, port: address.port, [Symbol.asyncDispose]: async () => void server.close() };
}

/** A socket as ssh-agent or Docker has one. */
export async function listenAt(path: string): Promise<AsyncDisposable> {
  const server = createTcpServer(() => {});
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { [Symbol.asyncDispose]: async () => void server.close() };
}

/** Where the sockets of a person's session and of the machine's services lie, as far as these folders can be written. */
export async function placesOfSockets() {
  const folders = ["/dev/shm", "/run", `/run/user/${process.getuid?.() ?? 0}`].filter(isWritable);
  const made = folders.map((folder) => mkdtempSync(join(folder, "baro-canary-")));
  const abstract = `baro-canary-${process.pid}-${Date.now()}`;
  const sockets = made.map((folder) => join(folder, "bus"));
  for (const folder of made) writeFileSync(join(folder, "file"), "somebody's\n");
  const servers = await Promise.all([`\0${abstract}`, ...sockets].map(listenAt));
  return {
    abstract,
    sockets: Object.fromEntries(sockets.map((path) => [path.split("/").slice(1, -2).join("-"), path])),
    files: Object.fromEntries(made.map((folder) => [`${folder.split("/")[1]}-file`, join(folder, "file")])),
    [Symbol.asyncDispose]: async () => {
      for (const server of servers) await server[Symbol.asyncDispose]();
      for (const folder of made) rmSync(folder, { recursive: true });
    },
  };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
