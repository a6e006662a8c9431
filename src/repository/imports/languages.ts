import { extensionOf } from "../../core/path.ts";
import { cFamily } from "./c-family.ts";
import { csharp } from "./csharp.ts";
import { go } from "./go.ts";
import { javascript } from "./javascript.ts";
import { jvm } from "./jvm.ts";
import type { Language } from "./language.ts";
import { php } from "./php.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import { rust } from "./rust.ts";
import { zig } from "./zig.ts";

const languages: readonly Language[] = [javascript, python, go, rust, jvm, cFamily, csharp, ruby, php, zig];

const byExtension = new Map(
  languages.flatMap((language) => language.extensions.map((name) => [name, language] as const)),
);

/** The language of a file, by its extension; `null` when its imports can't be read. */
export function languageOf(path: string): Language | null {
  return byExtension.get(extensionOf(path)) ?? null;
}
