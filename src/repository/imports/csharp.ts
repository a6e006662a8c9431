import { namedAfterTypes } from "./type-names.ts";

/** C#. `using` names namespaces, not files. */
export const csharp = namedAfterTypes(
  ["cs", "razor", "cshtml"],
  /\b(?:class|interface|struct|record|enum|delegate)\s+([A-Z]\w*)/g,
);
