import type { AgentEvent } from "../../core/agent-event.ts";

/** Some endpoints repeat the key in their errors, and a file may hold it: it never leaves the process as text. */
export function textRedactor(secret: string | null): (text: string) => string {
  if (secret === null || secret.length < 6) return (text) => text;
  // As it looks inside a JSON string.
  const written = JSON.stringify(secret).slice(1, -1);
  return (text) => text.replaceAll(written, "[redacted]");
}

/** As `textRedactor`, for everything that an event says. */
export function eventRedactor(secret: string | null): (event: AgentEvent) => AgentEvent {
  const clean = textRedactor(secret);
  return (event) => {
    const json = JSON.stringify(event);
    const cleaned = clean(json);
    return cleaned === json ? event : (JSON.parse(cleaned) as AgentEvent);
  };
}
