import type { RunnerCase } from "./cases.ts";
import { py } from "./shapes.ts";

const robotSuite =
  "*** Settings ***\nLibrary    Steps.py\n\n*** Test Cases ***\nA Holds\n    A Is    1\n\nB Holds\n    B Is    2\n";
const robotSteps = (a: string, b: string) =>
  `def a_is(n):\n    assert ${a} == int(n)\n\n\ndef b_is(n):\n    assert ${b} == int(n)\n`;
const zigAb = (a: string, b: string) => `pub fn a() i32 { return ${a}; }\npub fn b() i32 { return ${b}; }\n`;
const zigTests =
  'const std = @import("std");\nconst ab = @import("ab.zig");\ntest "a holds" { try std.testing.expectEqual(@as(i32, 1), ab.a()); }\ntest "b holds" { try std.testing.expectEqual(@as(i32, 2), ab.b()); }\n';
const unittests =
  "import unittest\n\nfrom ab import a, b\n\n\nclass Ab(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(a, 1)\n\n    def test_b(self):\n        self.assertEqual(b, 2)\n";
const javaAb = (a: string, b: string) =>
  `public class Ab {\n  static int a() { return ${a}; }\n  static int b() { return ${b}; }\n}\n`;
const java = {
  files: {
    "src/main/java/Ab.java": javaAb("1", "1"),
    "src/test/java/AbTest.java":
      "import static org.junit.Assert.assertEquals;\nimport org.junit.Test;\n\npublic class AbTest {\n  @Test public void aHolds() { assertEquals(1, Ab.a()); }\n  @Test public void bHolds() { assertEquals(2, Ab.b()); }\n}\n",
  },
  other: { "src/main/java/Ab.java": javaAb("2", "2") },
  broken: { "src/main/java/Ab.java": "public class Ab {\n" },
};

/** Runners that few machines have: each is skipped where it is missing. */
export const seldomRunners: readonly RunnerCase[] = [
  {
    runner: "Robot Framework",
    needs: "robot",
    command: "robot tests",
    files: { "tests/ab.robot": robotSuite, "tests/Steps.py": robotSteps("1", "1") },
    other: { "tests/Steps.py": robotSteps("2", "2") },
    broken: { "tests/Steps.py": "def a_is(:\n" },
    absent: "robot-absent tests",
  },
  {
    runner: "zig test",
    needs: "zig",
    command: "zig test main.zig",
    files: { "main.zig": zigTests, "ab.zig": zigAb("1", "1") },
    other: { "ab.zig": zigAb("2", "2") },
    broken: { "ab.zig": "pub fn a( {\n" },
    absent: "zig-absent test main.zig",
  },
  {
    runner: "nox",
    needs: "nox",
    command: "nox",
    files: {
      ...py.files,
      "test_ab.py": unittests,
      "noxfile.py":
        'import nox\n\n\n@nox.session(venv_backend="none")\ndef tests(session):\n    session.run("python3", "-m", "unittest", "discover", external=True)\n',
    },
    other: py.swapped,
    broken: py.broken,
    absent: "nox -s a-session-that-is-absent",
  },
];

/** As above, and slow: the table has them, the tests do not. */
export const slowRunners: readonly RunnerCase[] = [
  {
    runner: "Maven (Debian's), Surefire",
    needs: "mvn-debian",
    command: "mvn -B -o -s /etc/maven/settings-debian.xml test",
    files: {
      "pom.xml":
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>ab</artifactId><version>1</version><properties><maven.compiler.source>11</maven.compiler.source><maven.compiler.target>11</maven.compiler.target></properties><dependencies><dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.x</version><scope>test</scope></dependency></dependencies></project>\n',
      ...java.files,
    },
    other: java.other,
    broken: java.broken,
    absent: "mvn -B -o -s /etc/maven/settings-debian.xml absent:test",
  },
  {
    runner: "Gradle (Debian's)",
    needs: "gradle",
    command: "gradle --console=plain --offline test",
    files: {
      "build.gradle":
        "apply plugin: 'java'\nrepositories { maven { url '/usr/share/maven-repo' } }\ndependencies { testImplementation 'junit:junit:4.x' }\n",
      "settings.gradle": "rootProject.name = 'ab'\n",
      ...java.files,
    },
    other: java.other,
    broken: java.broken,
    absent: "gradle --console=plain --offline absentTask",
  },
];
