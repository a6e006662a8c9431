import { existsSync } from "node:fs";
import { BaroError, namedShortage } from "../core/error.ts";
import { inContainer } from "../host/container.ts";
import type { Host } from "../host/host.ts";
import { findSandboxProgram } from "../host/sandbox.ts";
import type { RunOptions } from "../settings/options.ts";
import type { DoctorCheck } from "./doctor-check.ts";
import { openSandbox } from "./sandbox.ts";

type Finding = Omit<DoctorCheck, "name">;

/** Whether the sandbox that is asked for can be had; where none is and one could be, that is said. */
export async function checkSandbox(host: Host, options: RunOptions, root: string): Promise<Finding> {
  const isOn = options.sandbox !== false;
  try {
    await openSandbox(host, isOn ? options : { ...options, sandbox: true }, root);
  } catch (thrown) {
    // Folders that can't be made are no reason to say nothing of all else.
    const error = namedShortage(thrown);
    if (!(error instanceof BaroError)) throw thrown;
    if (isOn) return told("error", error.message, error.hint ?? null);
    const found = typeof findSandboxProgram(host) === "string";
    return told(
      "ok",
      found ? "off; bubblewrap is installed but can't be used" : "off; bubblewrap is not installed",
      null,
    );
  }
  if (isOn) return told("ok", options.sandbox === "net-off" ? "bubblewrap, without the network" : "bubblewrap", null);
  if (inContainer(host.env, existsSync)) return told("ok", "off; this is a container", null);
  return told(
    "ok",
    "off; bubblewrap is installed",
    "Keep agents and checks inside their worktrees: --sandbox, or sandbox = true",
  );
}

function told(state: Finding["state"], detail: string, advice: string | null): Finding {
  return { state, detail, advice };
}
