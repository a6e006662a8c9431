import type { Host } from "../host/host.ts";
import { harmlessLog } from "../text/log-line.ts";

/** A host whose output is safe for the log of a CI job, when it runs in one: no line of it is a command to the system. */
export function inJob(host: Host): Host {
  const variables = ["CI", "TF_BUILD", "TEAMCITY_VERSION"];
  if (variables.every((name) => host.env[name] === undefined || host.env[name] === "")) return host;
  return {
    ...host,
    writeOut: (text) => host.writeOut(harmlessLog(text)),
    writeErr: (text) => host.writeErr(harmlessLog(text)),
  };
}
