// Bundled by scripts/page.ts, before anything else is.
import script from "../../dist/page/page.js.txt" with { type: "text" };
import type { HttpReply } from "../host/http-server.ts";
import { safeHeaders } from "./guard.ts";
import document from "./page/index.html" with { type: "text" };
import style from "./page/page.css" with { type: "text" };

const assets: Readonly<Record<string, { type: string; text: string }>> = {
  "/": { type: "text/html; charset=utf-8", text: String(document) },
  "/page.js": { type: "text/javascript; charset=utf-8", text: script },
  "/page.css": { type: "text/css; charset=utf-8", text: style },
};

/** The page and its parts; there is nothing else. */
export function assetReply(path: string): HttpReply {
  const asset = Object.hasOwn(assets, path) ? assets[path] : undefined;
  if (asset === undefined) return { status: 404, headers: { ...safeHeaders, "content-type": "text/plain" }, body: "" };
  return { status: 200, headers: { ...safeHeaders, "content-type": asset.type }, body: asset.text };
}
