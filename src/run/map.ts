import type { Host } from "../host/host.ts";

export async function mapAgent(_host: Host, _agent: string, _file: string | null): Promise<number> {
  throw new Error("Cannot run: the stages are not wired");
}
