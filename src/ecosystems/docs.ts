import type { Ecosystem } from "./ecosystem.ts";

/** Prose, in any project. */
export const docs: Ecosystem = {
  name: "docs",
  documents: ["md", "mdx", "markdown", "rst", "adoc", "asciidoc", "textile", "rdoc", "txt", "tex"],
};
