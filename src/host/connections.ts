import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** A connection, and how many of its requests are being answered. */
interface Connection {
  socket: Socket;
  asks: number;
  silence: NodeJS.Timeout;
}

/**
 * Keeps a server's connections to a number, and closes each that asks nothing for `silentMs`. When there are too many, the
 * one that has been silent the longest goes, so that connections which only wait keep nobody out; a new one is refused
 * only when all others are being answered. Bun and Deno close silent ones late and count them like any other.
 */
export function boundConnections(server: Server, { most, silentMs }: { most: number; silentMs: number }) {
  // The oldest silent one comes first: whoever has been answered goes to the end.
  const open = new Map<string, Connection>();
  const watchSilence = (socket: Socket) => setTimeout(() => socket.destroy(), silentMs).unref();

  server.on("connection", (socket: Socket) => {
    if (open.size >= most) {
      const silent = open.values().find(({ asks }) => asks === 0);
      if (silent === undefined) return void socket.destroy();
      // Its "close" may come later than the next connection.
      forget(silent.socket);
      silent.socket.destroy();
    }
    const name = nameOf(socket);
    open.set(name, { socket, asks: 0, silence: watchSilence(socket) });
    socket.once("close", () => {
      if (open.get(name)?.socket === socket) forget(socket, name);
    });
  });

  function forget(socket: Socket, name = nameOf(socket)): void {
    clearTimeout(open.get(name)?.silence);
    open.delete(name);
  }

  return {
    /** Ends every connection, also those that the server itself does not count yet. */
    end(): void {
      for (const { socket } of [...open.values()]) socket.destroy();
    },
    /** A request has come in whole up to its body, and is being answered until its response closes. */
    answers(response: ServerResponse): void {
      const name = response.socket === null ? "" : nameOf(response.socket);
      const connection = open.get(name);
      if (connection === undefined) return;
      connection.asks++;
      clearTimeout(connection.silence);
      response.once("close", () => {
        connection.asks--;
        if (connection.asks > 0 || open.get(name) !== connection) return;
        connection.silence = watchSilence(connection.socket);
        open.delete(name);
        open.set(name, connection);
      });
    },
  };
}

/** The same for a TLS connection and what carries it. */
function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
