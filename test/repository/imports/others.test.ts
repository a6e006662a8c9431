import { expect, test } from "bun:test";
import { importsIn } from "../evidence-of.ts";

test("Python: the inside of a package is no place that absolute imports start in", () => {
  const imports = importsIn({
    "src/app/__init__.py": "",
    "src/app/typing.py": "",
    "src/app/core.py": `"""Says:\nimport app.fake\n"""\nimport typing as t\nfrom . import typing as own\nimport app.util  # why`,
    "src/app/util.py": "",
    "src/app/fake.py": "",
    "scripts/run.py": "import helper",
    "scripts/helper.py": "import typing",
    "fast/a.pyx": "from b cimport c",
    "fast/b.pyx": "",
  });
  expect(imports).toEqual({
    "src/app/core.py": ["src/app/typing.py", "src/app/util.py"],
    "scripts/run.py": ["scripts/helper.py"],
    "fast/a.pyx": ["fast/b.pyx"],
  });
});

test("Go: what others call their packages is not looked for among one's own", () => {
  const imports = importsIn({
    "go.mod": "module example.com/app\n",
    "errors/errors.go": "package errors",
    "main.go": `package main\nimport "github.com/other/errors"\nconst pattern = \`/*\`\n`,
  });
  expect(imports).toEqual({});
  const without = importsIn({
    "errors/errors.go": "package errors",
    "main.go": `package main\nimport "github.com/me/app/errors"\n`,
  });
  expect(without).toEqual({ "main.go": ["errors/"] });
});

test("Rust: the parent of a module that is written within the file is the file", () => {
  const imports = importsIn({
    "Cargo.toml": `[package]\nname = "app"\n`,
    "src/lib.rs": "mod a;\npub struct Error;\nmod inner { mod deep; }",
    "src/a.rs": `fn f() { format!("{{"); let c = '{'; }\nmod tests { use super::*; use super::super::b::B; use super::c::C; }`,
    "src/a/c.rs": "use crate::Error;",
    "src/b.rs": "",
    "src/inner/deep.rs": "",
  });
  expect(imports).toEqual({
    "src/lib.rs": ["src/a.rs", "src/inner/deep.rs"],
    "src/a.rs": ["src/a/c.rs", "src/b.rs"],
    "src/a/c.rs": ["src/lib.rs"],
  });
});

test("Rust: crates whose root lies elsewhere, programs, tests, and paths without a use", () => {
  const imports = importsIn({
    "Cargo.toml": `[package]\nname = "app"\n[[bin]]\npath = "crates/core/main.rs"\n`,
    "crates/core/main.rs": `mod flags;\n#[path = "odd-name.rs"]\nmod odd;\nfn main() { my_lib::parse::run(); }`,
    "crates/core/odd-name.rs": `const T: &str = include_str!("note.txt");`,
    "crates/core/note.txt": "",
    "crates/core/flags/mod.rs": "use crate::odd::X; mod low;",
    "crates/core/flags/low.rs": "use crate::flags::Flag;",
    "my-lib/Cargo.toml": `[package]\nname = "my-lib-package"\n[lib]\nname = "my_lib"\npath = "code/root.rs"\n`,
    "my-lib/code/root.rs": "pub mod parse;",
    "my-lib/code/parse.rs": "",
    "my-lib/tests/all.rs": "mod common;\nuse my_lib::parse::run;",
    "my-lib/tests/common.rs": "",
  });
  expect(imports).toEqual({
    "crates/core/main.rs": ["crates/core/flags/mod.rs", "crates/core/odd-name.rs", "my-lib/", "my-lib/code/parse.rs"],
    "crates/core/odd-name.rs": ["crates/core/note.txt"],
    "crates/core/flags/mod.rs": ["crates/core/flags/low.rs", "crates/core/main.rs"],
    "crates/core/flags/low.rs": ["crates/core/flags/mod.rs"],
    "my-lib/code/root.rs": ["my-lib/code/parse.rs"],
    "my-lib/tests/all.rs": ["my-lib/", "my-lib/code/parse.rs", "my-lib/tests/common.rs"],
  });
});

test("Java and Kotlin: packages of any module, members by star, tests in other source sets", () => {
  const imports = importsIn({
    "core/src/main/java/com/x/Checks.java": "class Checks {}",
    "core/src/main/kotlin/com/x/io/Files.kt": "",
    "core/src/integrationTest/kotlin/com/x/ChecksIT.kt": "class ChecksIT { val checks = Checks() }",
    "app/src/main/java/com/y/A.java":
      "import static com.x.Checks.*;\nimport com.x.io.*;\nimport com.x.io.readAll;\nclass A {}",
    "ui/src/jvmMain/kotlin/com/z/Look.kt": "",
    "ui/src/commonMain/kotlin/com/z/Look.kt": "",
    "app/src/main/java/com/y/B.kt": "import com.z.Look",
  });
  expect(imports).toEqual({
    "core/src/integrationTest/kotlin/com/x/ChecksIT.kt": ["core/src/main/java/com/x/Checks.java"],
    "app/src/main/java/com/y/A.java": ["core/src/main/java/com/x/Checks.java", "core/src/main/kotlin/com/x/io/"],
    "app/src/main/java/com/y/B.kt": ["ui/src/commonMain/kotlin/com/z/Look.kt"],
  });
});

test("C#: the nearest of two files of a name, and none for a type that the file makes itself", () => {
  const imports = importsIn({
    "samples/App/Program.cs": "class Program { Ping ping; }",
    "samples/Shared/Ping.cs": "class Ping {}",
    "tests/Ping.cs": "class Ping {}",
    "tests/deep/Ping.cs": "record Ping(int X);",
  });
  expect(imports).toEqual({ "samples/App/Program.cs": ["samples/Shared/Ping.cs"] });
});

test("Ruby: constants of the modules around a file; what a file opens is no reference", () => {
  const imports = importsIn({
    "lib/web.rb": "",
    "lib/web/base.rb": "module Web\n  class Base\n    use ShowErrors\n  end\nend",
    "lib/web/show_errors.rb": "module Web\n  class ShowErrors < Base; end\nend",
    "one/spec/a_spec.rb": `require "spec_helper"`,
    "one/spec/spec_helper.rb": "",
    "two/spec/spec_helper.rb": "",
  });
  expect(imports).toEqual({
    "lib/web/base.rb": ["lib/web/show_errors.rb"],
    "lib/web/show_errors.rb": ["lib/web/base.rb"],
    "one/spec/a_spec.rb": ["one/spec/spec_helper.rb"],
  });
});

test("PHP: types, attributes and lists of interfaces of the own namespace; composer.json of a package", () => {
  const imports = importsIn({
    "packages/a/composer.json": `{ "autoload": { "psr-4": { "A\\\\": "src", "A\\\\Sub\\\\": "sub" } } }`,
    "packages/a/src/Home.php": `<?php\nnamespace A;\nuse A\\Sub\\Thing;
# Gone
#[Tagged]
class Home implements First, Second { function go(?Third $x): Fourth { try {} catch (\\A\\Fifth\\Lost $e) { $this->Sixth; } } }`,
    "packages/a/sub/Thing.php": "",
    ...Object.fromEntries(
      ["Tagged", "First", "Second", "Third", "Fourth", "Fifth/Lost", "Sixth", "Gone"].map((name) => [
        `packages/a/src/${name}.php`,
        "",
      ]),
    ),
  });
  expect(imports["packages/a/src/Home.php"]).toEqual([
    "packages/a/src/Fifth/Lost.php",
    "packages/a/src/First.php",
    "packages/a/src/Fourth.php",
    "packages/a/src/Second.php",
    "packages/a/src/Tagged.php",
    "packages/a/src/Third.php",
    "packages/a/sub/Thing.php",
  ]);
});

test("Swift: names in use lead to files of their name, and an extension to what it extends", () => {
  const imports = importsIn({
    "Sources/App/Usage/Writer.swift": "import Foundation\nstruct Writer { var info: ToolInfo }\n",
    "Sources/App/ToolInfo.swift": "public struct ToolInfo { public var shouldShow: Bool }\n",
    "Tools/ToolInfo+Markdown.swift": 'extension ToolInfo { var text: String { "Writer" } }\n',
  });
  expect(imports).toEqual({
    "Sources/App/Usage/Writer.swift": ["Sources/App/ToolInfo.swift"],
    "Tools/ToolInfo+Markdown.swift": ["Sources/App/ToolInfo.swift"],
  });
});
