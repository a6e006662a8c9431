import { type JsonRecord, recordOf } from "../core/narrow.ts";
import { epochTime } from "./reset-time.ts";

/** An error in the provider's own words. */
export interface ProviderError {
  /** Its own code and type, as one text. */
  code: string;
  message: string;
  /** The HTTP status that the error itself names, as those inside a 200 do. */
  status: number | null;
  /** ISO time at which a limit is lifted, where the body says so. */
  resetAt: string | null;
}

/** The error that a body or a stream's record tells; `null` when it tells none. Vendors have many shapes for it. */
export function errorIn(record: JsonRecord): ProviderError | null {
  const { error, choices, object } = record;
  if (typeof error === "string" && error !== "") return fromRecord({ message: error }, record);
  if (isFilled(error)) return fromRecord(recordOf(error), record);
  // A list of errors, as Google's endpoints send it.
  if (Array.isArray(error) && error.length > 0) return fromRecord(recordOf(error[0]), record);
  const inChoice = recordOf(Array.isArray(choices) ? choices[0] : null)["error"];
  if (isFilled(inChoice)) return fromRecord(recordOf(inChoice), record);
  const minimax = recordOf(record["base_resp"]);
  if (typeof minimax["status_code"] === "number" && minimax["status_code"] !== 0) {
    return fromRecord({ message: minimax["status_msg"], code: minimax["status_code"] }, record);
  }
  if (choices !== undefined && object !== "error") return null;
  // What is not an answer and still says something: `{"object": "error", …}`, `{"detail": …}`, `{"code": …, "message": …}`.
  const says = typeof record["message"] === "string" || "detail" in record || "errors" in record;
  return object === "error" || says ? fromRecord(record, record) : null;
}

/** The error of a failed response, whatever its body is. */
export function errorOfBody(body: string): ProviderError {
  const parsed = parseJson(body);
  const record = recordOf(Array.isArray(parsed) ? parsed[0] : parsed);
  return errorIn(record) ?? { code: "", message: body, status: null, resetAt: null };
}

function fromRecord(error: JsonRecord, whole: JsonRecord): ProviderError {
  const { code, type, status } = error;
  const names = [code, type, status].filter((name) => typeof name === "string" && !/^\d+$/.test(name));
  return {
    code: names.join(" "),
    message: messageIn(error),
    status: statusIn(code) ?? statusIn(status) ?? statusIn(error["status_code"]) ?? statusIn(type),
    resetAt: resetIn(error) ?? resetIn(whole),
  };
}

/** Its message, with what the provider behind a router said. */
function messageIn(error: JsonRecord): string {
  const { message, detail, errors, metadata } = error;
  const raw = recordOf(metadata)["raw"];
  const said = textFrom(message) || textFrom(detail) || textFrom(errors) || textFrom(error["msg"]);
  const behind = textFrom(raw);
  if (behind !== "" && !said.includes(behind)) return said === "" ? behind : `${said}: ${behind}`;
  return said !== "" ? said : JSON.stringify(error);
}

function textFrom(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(textFrom).filter(Boolean).join("; ");
  const { msg, message, loc } = recordOf(value);
  const text = typeof msg === "string" ? msg : typeof message === "string" ? message : "";
  return text !== "" && Array.isArray(loc) ? `${loc.join(".")}: ${text}` : text;
}

function statusIn(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && number >= 400 && number < 600 ? number : null;
}

/** Subscriptions say in the body when they begin anew, in seconds since 1970. */
function resetIn(record: JsonRecord): string | null {
  const at = record["resets_at"];
  return typeof at === "number" ? epochTime(at) : null;
}

function isFilled(value: unknown): boolean {
  return Object.keys(recordOf(value)).length > 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
