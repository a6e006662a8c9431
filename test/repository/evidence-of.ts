import type { Story } from "../../src/core/story.ts";
import { systemHost } from "../../src/host/system.ts";
import { readPlanEvidence } from "../../src/plan/read-plan-evidence.ts";
import type { SurfaceEvidence } from "../../src/repository/evidence.ts";
import { resolveScan } from "../../src/repository/file-facts.ts";
import { treeOf } from "../../src/repository/file-tree.ts";
import { scanFile } from "../../src/repository/imports/languages.ts";
import { parseManifest } from "../../src/repository/imports/manifest.ts";
import { projectOf } from "../../src/repository/imports/project.ts";
import { scratchRepository } from "../support/scratch.ts";

/** A story with the given surface; everything else is plain. */
export function storyOf(id: string, writes: string[], more: Partial<Story> = {}): Story {
  const text = { title: `Work on ${id}`, brief: "" };
  const rest = { reads: [], dependsOn: [], acceptance: [], verify: [], weight: "standard" as const };
  return { id, ...text, ...rest, writes, ...more };
}

/** The evidence about stories in a real repository of these files. */
export async function evidenceIn(
  files: Readonly<Record<string, string>>,
  stories: readonly Story[],
): Promise<SurfaceEvidence> {
  using repository = scratchRepository(files);
  return await readPlanEvidence(systemHost(), { root: repository.path, base: "HEAD", stories, cacheDir: null });
}

/** What each of these files imports, packages with a slash at their end. */
export function importsIn(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const manifests = Object.entries(files).filter(([path]) => /\.(jsonc?|mod|toml)$/.test(path));
  const facts = new Map(manifests.map(([path, text]) => [path, parseManifest(path, text)] as const));
  const project = projectOf(treeOf(new Set(Object.keys(files))), facts);
  const imports: Record<string, string[]> = {};
  for (const [path, text] of Object.entries(files)) {
    const resolved = resolveScan(path, scanFile(path, Buffer.from(text)), project);
    const found = [...resolved.imports, ...resolved.packages.map((folder) => `${folder}/`)].sort();
    if (found.length > 0) imports[path] = found;
  }
  return imports;
}
