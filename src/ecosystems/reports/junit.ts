import type { TestCounts } from "../../core/check.ts";
import type { Reader } from "../results/report.ts";
import type { MachineReport } from "./report-form.ts";

/** One test of a report in JUnit's form. */
export interface JunitCase {
  /** The value of an attribute; empty where it has none. */
  of(attribute: string): string;
  end: keyof TestCounts;
}

/** The tests of a report in JUnit's form, in their order; `null`: it is none, or was cut off. */
export function junitCases(xml: string): JunitCase[] | null {
  const text = xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "");
  if (!/<testsuites?\b/.test(text) || !/(?:<\/testsuites?>|<testsuites?\b[^<]*\/>)\s*$/.test(text)) return null;
  const cases: JunitCase[] = [];
  const opening = /<testcase((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/)?>/g;
  for (const match of text.matchAll(opening)) {
    const [tag, attributes = "", closed] = match;
    const from = match.index + tag.length;
    const to = closed === undefined ? text.indexOf("</testcase>", from) : from;
    cases.push({ of: valuesIn(attributes), end: endOf(text.slice(from, to < 0 ? from : to)) });
  }
  return cases;
}

function endOf(body: string): keyof TestCounts {
  if (/<(?:failure|error)\b/.test(body)) return "failed";
  return /<skipped\b/.test(body) ? "skipped" : "passed";
}

function valuesIn(attributes: string): (name: string) => string {
  const values = new Map<string, string>();
  for (const [, name = "", double, single] of attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    values.set(name, unescaped(double ?? single ?? ""));
  return (name) => values.get(name) ?? "";
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (name !== undefined) return entities[name] ?? whole;
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** A report in JUnit's form, whose failing tests are called as their program calls them for people. */
export function junitReport(xml: string, nameOf: (one: JunitCase) => string): MachineReport | null {
  const cases = junitCases(xml);
  if (cases === null) return null;
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { end } of cases) counts[end] += 1;
  return { failing: [...new Set(cases.filter(({ end }) => end === "failed").map(nameOf))], counts };
}

/** JUnit's XML, for whoever prints it. */
export const junitXml: Reader = (output) => {
  const from = output.search(/<testsuites?\b/);
  const to = output.search(/<\/testsuites?>(?![\s\S]*<\/testsuites?>)/);
  if (from < 0) return null;
  const xml = to < 0 ? output.slice(from) : `${output.slice(from, to)}</testsuites>`;
  return junitReport(xml, (one) => [one.of("classname"), one.of("name")].filter((part) => part !== "").join(": "));
};
