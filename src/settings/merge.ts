import { wholeSections } from "./rows-section.ts";
import { rowOf, type SettingName, type Settings, sectionOf } from "./table.ts";

/** Puts what several sources set on top of each other: the first that sets a name wins. Of tiers, the first of each weight. */
export function mergeSettings(layers: readonly Settings[]): Settings {
  const merged: Record<string, unknown> = {};
  for (const layer of layers) {
    const taken = new Set(Object.keys(merged).map((name) => sectionOf(name as SettingName)));
    for (const [name, value] of Object.entries(layer)) {
      const section = sectionOf(name as SettingName);
      if (section !== null && wholeSections.includes(section) && taken.has(section)) continue;
      if (rowOf(name as SettingName).kind.is === "tiers")
        merged[name] = { ...(value as object), ...(merged[name] ?? {}) };
      else if (!Object.hasOwn(merged, name)) merged[name] = value;
    }
  }
  return merged as Settings;
}
