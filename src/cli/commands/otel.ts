import { BaroError } from "../../core/error.ts";
import { allRepositories, jsonDocument } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { openSession, printJson } from "../session.ts";

export const otel = command({
  name: "otel",
  description:
    "Export a run as OpenTelemetry traces, metrics and logs to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names; --json prints the OTLP documents instead.",
  examples: [
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318 baro otel",
    "baro otel fix-the-login-k3x9 --json | jq .traces",
  ],
  words: [{ name: "run", needed: false, help: "The run (the newest of this repository)", values: "runs" }],
  flags: [jsonDocument, allRepositories],
  run: async (host, { words, flags }) => {
    const { options } = await openSession(host, flags);
    const { showRun } = await import("../../run/runs.ts");
    const { exportOtel, runAsOtlp, wantsOtel } = await import("../../run/export-otel.ts");
    const asked = { ...options, all: flags["all"] === true };
    if (options.json) {
      printJson(host, runAsOtlp(host.env, await showRun(host, asked, words[0] ?? null)));
      return 0;
    }
    if (!wantsOtel(host.env)) {
      throw new BaroError("usage", "Cannot export: no collector is named", {
        hint: "Set OTEL_EXPORTER_OTLP_ENDPOINT, for example to http://localhost:4318, or print the documents with --json",
      });
    }
    const wrong = await exportOtel(host, await showRun(host, asked, words[0] ?? null));
    if (wrong.length > 0) throw new BaroError("failed", wrong.join("; "));
    return 0;
  },
});
