import { expect, test } from "bun:test";
import { importsIn } from "../evidence-of.ts";

test("TypeScript: relative paths, extensions, folders, re-exports, dynamic and type imports", () => {
  const imports = importsIn({
    "src/a.ts": `import { b } from "./b.js";
      import type { C } from "./c";
      export * from "./deep";
      const d = await import("./d.tsx"); const e = require("../e.json");
      // import x from "./not-this";
      import "node:fs"; import React from "react"; import "../../outside";`,
    "src/b.ts": "",
    "src/c.d.ts": "",
    "src/d.tsx": "",
    "src/deep/index.ts": "",
    "e.json": "{}",
    "src/not-this.ts": "",
    "test/a.test.ts": `import { b } from "../src/b.ts"; vi.mock("../src/c")`,
  });
  expect(imports).toEqual({
    "src/a.ts": ["e.json", "src/b.ts", "src/c.d.ts", "src/d.tsx", "src/deep/index.ts"],
    "test/a.test.ts": ["src/b.ts", "src/c.d.ts"],
  });
});

test("TypeScript: tsconfig paths, also inherited and with comments, and workspace packages", () => {
  const imports = importsIn({
    "tsconfig.base.json": `{ // shared
      "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"], "#lib": ["src/lib/index.ts"], }, }, }`,
    "tsconfig.json": `{ "extends": "./tsconfig.base" }`,
    "src/lib/index.ts": "",
    "src/x.ts": `import { a } from "@/lib"; import { b } from "#lib"; import { c } from "@app/core"; import { d } from "@app/core/sub"`,
    "packages/core/package.json": `{ "name": "@app/core", "exports": { ".": { "types": "./dist/index.d.ts" }, "./sub": "./dist/sub.js" } }`,
    "packages/core/src/index.ts": "",
    "packages/core/src/sub.ts": "",
  });
  expect(imports["src/x.ts"]).toEqual([
    "packages/core/",
    "packages/core/src/index.ts",
    "packages/core/src/sub.ts",
    "src/lib/index.ts",
  ]);
});

test("Deno: import maps and the names of workspace members", () => {
  const imports = importsIn({
    "deno.jsonc": `{ "imports": { "~/": "./", "@std/assert": "jsr:@std/assert@^1" } }`,
    "assert/deno.json": `{ "name": "@std/assert", "exports": { ".": "./mod.ts", "./equals": "./equals.ts" } }`,
    "assert/mod.ts": "",
    "assert/equals.ts": "",
    "fs/walk.ts": `import { a } from "@std/assert"; import { e } from "@std/assert/equals"; import b from "~/assert/mod.ts"`,
  });
  expect(imports["fs/walk.ts"]).toEqual(["assert/", "assert/equals.ts", "assert/mod.ts"]);
});

test("Vue and Svelte: the script of a component", () => {
  const imports = importsIn({
    "src/App.vue": `<script setup>\nimport Menu from "./Menu.vue"\nimport { store } from "./store"\n</script>`,
    "src/Menu.vue": "<template/>",
    "src/store.ts": "",
  });
  expect(imports).toEqual({ "src/App.vue": ["src/Menu.vue", "src/store.ts"] });
});

test("Python: absolute, relative, several lines, and a src folder", () => {
  const imports = importsIn({
    "src/app/__init__.py": "from .core import run",
    "src/app/core.py": `import os, app.util as u
from . import models
from ..app.views import (
    show,  # a comment
    hide,
)`,
    "src/app/util.py": "",
    "src/app/models/__init__.py": "",
    "src/app/views.py": "",
    "tests/test_core.py": "from app.core import run\nfrom app import models",
  });
  expect(imports).toEqual({
    "src/app/__init__.py": ["src/app/core.py"],
    "src/app/core.py": ["src/app/models/__init__.py", "src/app/util.py", "src/app/views.py"],
    "tests/test_core.py": ["src/app/core.py", "src/app/models/__init__.py"],
  });
});

test("Go: packages of the module, of another module, and imports in comments", () => {
  const imports = importsIn({
    "go.mod": "module example.com/app\n",
    "main.go": `package main\nimport (\n  "fmt"\n  // "example.com/app/no"\n  x "example.com/app/internal/store"\n)\n`,
    "internal/store/store.go": `package store\nimport "example.com/tools/log"`,
    "no/no.go": "package no",
    "tools/go.mod": "module example.com/tools\n",
    "tools/log/log.go": "package log",
  });
  expect(imports).toEqual({ "main.go": ["internal/store/"], "internal/store/store.go": ["tools/log/"] });
});

test("Rust: modules, nested uses, super, and crates of the workspace", () => {
  const imports = importsIn({
    "Cargo.toml": `[package]\nname = "app"\n`,
    "src/main.rs": "mod config;\nmod net;\nuse my_lib::{parse, tree::{self, Node}};",
    "src/config.rs": "use crate::net::client::Client;",
    "src/net/mod.rs": "pub mod client;",
    "src/net/client.rs": "use super::super::config::Config;\nuse std::io;",
    "my-lib/Cargo.toml": `[package]\nname = "my-lib"\n[dependencies]\nname = "other"\n`,
    "my-lib/src/lib.rs": "pub mod tree;",
    "my-lib/src/tree.rs": "",
  });
  expect(imports).toEqual({
    "src/main.rs": ["my-lib/", "my-lib/src/lib.rs", "my-lib/src/tree.rs", "src/config.rs", "src/net/mod.rs"],
    "src/config.rs": ["src/net/client.rs"],
    "src/net/mod.rs": ["src/net/client.rs"],
    "src/net/client.rs": ["src/config.rs"],
    "my-lib/src/lib.rs": ["my-lib/src/tree.rs"],
  });
});

test("Java and Kotlin: imports, static ones, and types of the own package", () => {
  const main = "src/main/java/com/x";
  const imports = importsIn({
    [`${main}/Owner.java`]:
      "package com.x;\nimport com.x.util.Names;\nimport static com.x.util.Checks.notNull;\nclass Owner { Pet pet; }",
    [`${main}/Pet.java`]: "package com.x;\nclass Pet {}",
    [`${main}/util/Names.java`]: "",
    [`${main}/util/Checks.kt`]: "",
    "src/test/java/com/x/OwnerTests.java": "package com.x;\nclass OwnerTests { Owner owner; /* Pet */ }",
  });
  expect(imports).toEqual({
    [`${main}/Owner.java`]: [`${main}/Pet.java`, `${main}/util/Checks.kt`, `${main}/util/Names.java`],
    "src/test/java/com/x/OwnerTests.java": [`${main}/Owner.java`],
  });
});

test("C and C++: includes beside the file, from include folders, by suffix when there is one", () => {
  const imports = importsIn({
    "src/main.cpp": `#include "local.h"\n#include <lib/api.hpp>\n#  include "deep/only.h"\n#include "twice.h"\n#include <vector>`,
    "src/local.h": "",
    "include/lib/api.hpp": "",
    "third/party/deep/only.h": "",
    "a/twice.h": "",
    "b/twice.h": "",
  });
  expect(imports).toEqual({ "src/main.cpp": ["include/lib/api.hpp", "src/local.h", "third/party/deep/only.h"] });
});

test("C#: types in use whose file has their name", () => {
  const imports = importsIn({
    "App/Program.cs": `using App.Services;\nclass Program { OrderService service; string s = "UserStore"; }`,
    "App/Services/OrderService.cs": "class OrderService {}",
    "App/UserStore.cs": "class UserStore {}",
  });
  expect(imports).toEqual({ "App/Program.cs": ["App/Services/OrderService.cs"] });
});

test("Ruby: require, require_relative, autoload, and autoloaded constants", () => {
  const imports = importsIn({
    "lib/app.rb": `require "app/base"\nrequire_relative "app/util"\nautoload :Late, "app/late"`,
    "lib/app/base.rb": "",
    "lib/app/util.rb": "",
    "lib/app/late.rb": "",
    "app/models/user_account.rb": "class UserAccount; end",
    "app/controllers/home_controller.rb": "class HomeController\n  def index = UserAccount.all\nend",
  });
  expect(imports).toEqual({
    "lib/app.rb": ["lib/app/base.rb", "lib/app/late.rb", "lib/app/util.rb"],
    "app/controllers/home_controller.rb": ["app/models/user_account.rb"],
  });
});

test("PHP: psr-4 classes, groups, requires, and classes of the own folder", () => {
  const imports = importsIn({
    "composer.json": `{ "autoload": { "psr-4": { "App\\\\": "src/" } } }`,
    "src/Home.php": `<?php\nnamespace App;\nuse App\\Model\\{User, Role};\nrequire_once "lib/old.php";\n$x = new Side();`,
    "src/Model/User.php": "",
    "src/Model/Role.php": "",
    "src/Side.php": "",
    "lib/old.php": "",
  });
  expect(imports).toEqual({
    "src/Home.php": ["lib/old.php", "src/Model/Role.php", "src/Model/User.php", "src/Side.php"],
  });
});

test("Zig: files, and modules that a file is named after", () => {
  const imports = importsIn({
    "src/main.zig": `const std = @import("std");\nconst vsr = @import("vsr");\nconst io = @import("io/linux.zig");`,
    "src/vsr.zig": "",
    "src/io/linux.zig": "",
  });
  expect(imports).toEqual({ "src/main.zig": ["src/io/linux.zig", "src/vsr.zig"] });
});

test("import cycles are two imports", () => {
  const imports = importsIn({ "a.ts": `import "./b"`, "b.ts": `import "./a"`, "c.ts": `import "./c"` });
  expect(imports).toEqual({ "a.ts": ["b.ts"], "b.ts": ["a.ts"] });
});

test("a broken tsconfig and one that extends itself say nothing", () => {
  const imports = importsIn({
    "tsconfig.json": `{ "extends": "./tsconfig.json", "compilerOptions": {`,
    "x/tsconfig.json": `{ "extends": "./tsconfig.json", "compilerOptions": { "paths": { "@/*": "no list" } } }`,
    "x/a.ts": `import "./b"; import "@/b"; import "@/c"`,
    "x/b.ts": "",
  });
  expect(imports).toEqual({ "x/a.ts": ["x/b.ts"] });
});
