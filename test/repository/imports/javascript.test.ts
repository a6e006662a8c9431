import { expect, test } from "bun:test";
import { importsIn } from "../evidence-of.ts";

test("a package's own names start with a hash, and lead through conditions within conditions", () => {
  const imports = importsIn({
    "package.json": `{ "name": "app", "imports": {
      "#db": { "node": { "types": "./dist/db.d.ts", "default": "./dist/db.js" }, "default": "./src/db.ts" },
      "#internal/*": "./src/internal/*.js", "#gone": null } }`,
    "src/db.ts": "",
    "src/internal/log.ts": "",
    "src/a.ts": `import "#db"; import "#internal/log"; import "#gone"; import icon from "./icon.svg?raw#part";`,
    "src/icon.svg": "",
  });
  expect(imports["src/a.ts"]).toEqual(["src/db.ts", "src/icon.svg", "src/internal/log.ts"]);
});

test("a path alias may start with a hash", () => {
  const imports = importsIn({
    "web/tsconfig.json": `{ "compilerOptions": { "paths": { "#/*": ["./src/*"] } } }`,
    "web/src/api/user.ts": "",
    "web/src/a.tsx": `import { user } from "#/api/user";`,
  });
  expect(imports).toEqual({ "web/src/a.tsx": ["web/src/api/user.ts"] });
});

test("workspace packages: nested conditions, patterns, types, conditions without a path", () => {
  const imports = importsIn({
    "packages/a/package.json": `{ "name": "@x/a", "exports": {
      ".": { "import": { "types": "./dist/main.d.mts", "default": "./dist/main.mjs" } },
      "./*": "./dist/parts/*.js", "./special": { "@x/source": "./lib/special.ts", "default": "./dist/special.js" } } }`,
    "packages/a/src/main.mts": "",
    "packages/a/src/parts/one.ts": "",
    "packages/a/lib/special.ts": "",
    "packages/b/package.json": `{ "name": "b", "exports": { "types": "./dist/b.d.ts", "default": "./dist/b.js" } }`,
    "packages/b/src/b.ts": "",
    "packages/c/c.ts": `import "@x/a"; import "@x/a/one"; import "@x/a/special"; import "b"`,
  });
  expect(imports["packages/c/c.ts"]).toEqual([
    "packages/a/",
    "packages/a/lib/special.ts",
    "packages/a/src/main.mts",
    "packages/a/src/parts/one.ts",
    "packages/b/",
    "packages/b/src/b.ts",
  ]);
});

test("a package that ships its types by hand is imported as a program", () => {
  const imports = importsIn({
    "package.json": `{ "name": "d", "exports": { ".": { "types": "./typings/index.d.ts", "default": "./index.js" } } }`,
    "typings/index.d.ts": "",
    "index.js": "",
    "examples/a.js": `import "d"`,
  });
  expect(imports).toEqual({ "examples/a.js": ["/", "index.js"] });
});

test("tsconfig: others beside it, several parents of which the last wins, parents in a workspace package", () => {
  const imports = importsIn({
    "app/tsconfig.json": `{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }`,
    "app/tsconfig.app.json": `{ "extends": ["./one", "@x/config/two.json"] }`,
    "app/one.json": `{ "compilerOptions": { "paths": { "both": ["./one.ts"], "only": ["./only.ts"] } } }`,
    "config/package.json": `{ "name": "@x/config" }`,
    "config/two.json": `{ "compilerOptions": { "baseUrl": "..", "paths": { "both": ["app/two.ts"] } } }`,
    "app/one.ts": "",
    "app/two.ts": "",
    "app/only.ts": "",
    "app/src/a.ts": `import "both"; import "only";`,
  });
  expect(imports).toEqual({ "app/src/a.ts": ["app/only.ts", "app/two.ts"] });
});

test("names that bundlers are told of in programs start in src, or where the package does", () => {
  const imports = importsIn({
    "src/store/user.js": "",
    "pages/home.vue": `<script>\nimport a from "@/store/user"; import b from "~/pages/side.vue"\n</script>`,
    "pages/side.vue": "",
  });
  expect(imports).toEqual({ "pages/home.vue": ["pages/side.vue", "src/store/user.js"] });
});

test("what looks like a comment within a text hides nothing; a list of any length is read", () => {
  const names = Array.from({ length: 2000 }, (_, at) => `name${at}`).join(", ");
  const imports = importsIn({
    "a.ts": `const globs = \`packages/*\`; const url = \`https://x/\${path}\`; const c = await import(\`./c\`);
      import { ${names} } from "./b"; /* import "./d" */
      const more = "*/";`,
    "b.ts": "",
    "c.ts": "",
    "d.ts": "",
    "e.d.ts": `/// <reference path="./b.ts" />`,
  });
  expect(imports).toEqual({ "a.ts": ["b.ts", "c.ts"], "e.d.ts": ["b.ts"] });
});
