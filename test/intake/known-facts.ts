import type { IntakeFacts } from "../../src/intake/intake-facts.ts";

/** Facts of a repository of some size, where nothing was named; tests say what is different. */
export function factsWith(different: Partial<IntakeFacts> = {}): IntakeFacts {
  return {
    files: 200,
    codeFiles: 120,
    testFiles: 50,
    docFiles: 20,
    surfaces: [],
    absent: [],
    outside: [],
    units: 120,
    namesakes: 0,
    branches: [],
    made: null,
    history: [],
    precedents: [],
    followUp: false,
    link: null,
    linkIsHere: null,
    linked: null,
    missing: [],
    ...different,
  };
}
