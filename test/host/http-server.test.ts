import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { type HttpServer, listenHttp } from "../../src/host/http-server.ts";

let server: HttpServer;
const bodies: (number | string)[] = [];
beforeAll(async () => {
  server = await listenHttp({ address: "127.0.0.1", port: 0, tls: null, requestMs: 300 }, async (request) => {
    const body = await request.read(1000).catch(() => "cut off");
    bodies.push(body === null ? "too long" : typeof body === "string" ? body : body.length);
    return { status: 200, headers: {}, body: "whole" };
  });
});
afterAll(async () => await server.close());

/** Sends this and nothing more; what came back until the other side closed. */
function sent(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = "";
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => {
      got += String(chunk);
      if (got.includes("whole")) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(got));
  });
}

const post = "POST / HTTP/1.1\r\nHost: x\r\n";

test.each([
  ["a connection that says nothing", ""],
  ["a head that never ends", post],
  ["a body that never comes", `${post}Content-Length: 100\r\n\r\n`],
  ["a body that stops in the middle", `${post}Content-Length: 100\r\n\r\nabc`],
  ["pieces that stop", `${post}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`],
])("%s is cut off when its time is over", async (_what, text) => {
  const got = await sent(text);
  expect(got).not.toContain("whole");
  expect(got === "" || got.startsWith("HTTP/1.1 408")).toBe(true);
});

test("whoever is read to the end is answered, and what was cut off was never taken for whole", async () => {
  bodies.length = 0;
  expect(await sent(`${post}Content-Length: 3\r\n\r\nabc`)).toContain("whole");
  expect(await sent(`${post}Content-Length: 100\r\n\r\nabc`)).not.toContain("whole");
  expect(bodies).toEqual([3, "cut off"]);
});

describe("a server whose connections are all taken", () => {
  const most = 20;
  const opened: Socket[] = [];
  const reach = (to: HttpServer) =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect(to.port, "127.0.0.1", () => resolve(socket));
      socket.once("error", reject);
      opened.push(socket);
    });
  afterAll(() => {
    for (const socket of opened) socket.destroy();
  });

  test("closes those that have been silent the longest, and answers who asks", async () => {
    await using full = await serving(async () => ({ status: 200, headers: {}, body: "whole" }));
    for (let at = 0; at < most * 3; at++) await reach(full);
    for (let at = 0; at < 5; at++) expect(await (await fetch(`http://127.0.0.1:${full.port}/`)).text()).toBe("whole");
  });

  test("takes none from whom it is answering", async () => {
    const go = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    let count = 0;
    await using full = await serving(async () => {
      if (++count === most) asked.resolve();
      await go.promise;
      return { status: 200, headers: {}, body: "whole" };
    });
    const answers = Array.from({ length: most }, () =>
      fetch(`http://127.0.0.1:${full.port}/`).then((answer) => answer.text()),
    );
    await asked.promise;
    const refused = await fetch(`http://127.0.0.1:${full.port}/`).then(
      () => "answered",
      () => "refused",
    );
    expect(refused).toBe("refused");
    go.resolve();
    expect(await Promise.all(answers)).toEqual(Array(most).fill("whole"));
  });

  async function serving(answer: () => Promise<{ status: number; headers: Record<string, string>; body: string }>) {
    const made = await listenHttp({ address: "127.0.0.1", port: 0, tls: null, mostConnections: most }, answer);
    return { ...made, [Symbol.asyncDispose]: () => made.close() };
  }
});
