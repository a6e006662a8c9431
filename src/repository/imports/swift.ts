import { namedAfterTypes } from "./type-names.ts";

/** Swift. `import` names modules, and within one every file sees the others. An extension is of what another file makes. */
export const swift = namedAfterTypes(["swift"], /\b(?:class|struct|enum|protocol|actor|typealias)\s+([A-Z]\w*)/g);
