import type { RunnerCase } from "./cases.ts";
import { js, manifest, py, pyTests } from "./shapes.ts";

const feature = (first: string) =>
  `Feature: ab\n\n  Scenario: ${first}\n    Given a is 1\n\n  Scenario: b holds\n    Given b is 2\n`;
const rb = {
  files: { "ab.rb": "A = 1\nB = 1\n" },
  swapped: { "ab.rb": "A = 2\nB = 2\n" },
  worse: { "ab.rb": "A = 3\nB = 1\n" },
  broken: { "ab.rb": "A = (\n" },
};
const sh = {
  files: { "ab.sh": "a=1\nb=1\n" },
  swapped: { "ab.sh": "a=2\nb=2\n" },
  worse: { "ab.sh": "a=3\nb=1\n" },
  broken: { "ab.sh": "if then\n" },
};
const bats = (first: string) =>
  `#!/usr/bin/env bats\nload ab.sh\n@test "${first}" { [ "$a" = 1 ]; }\n@test "b holds" { [ "$b" = 2 ]; }\n`;
const mixProject = {
  "mix.exs":
    'defmodule Ab.MixProject do\n  use Mix.Project\n  def project, do: [app: :ab, version: "0.1.0", deps: []]\nend\n',
  "test/test_helper.exs": "ExUnit.start()\n",
  "test/ab_test.exs":
    'defmodule AbTest do\n  use ExUnit.Case\n  test "a holds", do: assert Ab.a() == 1\n  test "b holds", do: assert Ab.b() == 2\nend\n',
};
const ex = (a: string) => `defmodule Ab do\n  def a, do: ${a}\n  def b, do: 1\nend\n`;

/** Runners of behaviour, shells, Ruby, Elixir, Lua and C, and what starts other runners. */
export const moreRunners: readonly RunnerCase[] = [
  {
    runner: "behave",
    needs: "behave",
    command: "behave",
    files: {
      "features/ab.feature": feature("a holds"),
      ...py.files,
      "features/steps/steps.py":
        'import os, sys\nsys.path.insert(0, os.getcwd())\nfrom behave import given\nfrom ab import a, b\n\n\n@given("a is {n:d}")\ndef step_a(context, n):\n    assert a == n\n\n\n@given("b is {n:d}")\ndef step_b(context, n):\n    assert b == n\n',
    },
    other: py.swapped,
    broken: py.broken,
    absent: "behave-absent",
  },
  {
    runner: "cucumber.js",
    needs: "cucumber-js",
    command: "cucumber-js",
    files: {
      "package.json": manifest(),
      ...js.files,
      "cucumber.json": '{"default":{"import":["steps.js"]}}',
      "features/ab.feature": feature("a holds"),
      "steps.js":
        'import assert from "node:assert";\nimport { Given } from "@cucumber/cucumber";\nimport { a, b } from "./ab.js";\nGiven("a is {int}", (n) => assert.equal(a, n));\nGiven("b is {int}", (n) => assert.equal(b, n));\n',
    },
    other: js.swapped,
    broken: js.broken,
    absent: "cucumber-js-absent",
  },
  {
    runner: "cucumber of Ruby",
    needs: "cucumber",
    command: "cucumber",
    files: {
      ...rb.files,
      "features/ab.feature": feature("a holds"),
      "features/steps.rb":
        'require_relative "../ab"\nGiven(/^a is (\\d)$/) { |n| raise "a is #{A}" unless A == n.to_i }\nGiven(/^b is (\\d)$/) { |n| raise "b is #{B}" unless B == n.to_i }\n',
    },
    other: rb.swapped,
    broken: rb.broken,
    absent: "cucumber-absent",
  },
  {
    runner: "bats",
    needs: "bats",
    command: "bats test",
    files: { "test/ab.bats": bats("a holds"), "test/ab.sh": sh.files["ab.sh"] },
    other: { "test/ab.sh": sh.swapped["ab.sh"] },
    broken: { "test/ab.sh": sh.broken["ab.sh"] },
    absent: "bats-absent test",
  },
  {
    runner: "bats, TAP",
    needs: "bats",
    command: "bats --formatter tap test",
    files: { "test/ab.bats": bats("a holds"), "test/ab.sh": sh.files["ab.sh"] },
    other: { "test/ab.sh": sh.swapped["ab.sh"] },
    broken: { "test/ab.sh": sh.broken["ab.sh"] },
    absent: "./bats test",
  },
  {
    runner: "bats, for people",
    needs: "bats",
    command: "bats --pretty test",
    files: { "test/ab.bats": bats("a holds"), "test/ab.sh": sh.files["ab.sh"] },
    other: { "test/ab.sh": sh.swapped["ab.sh"] },
    broken: { "test/ab.sh": sh.broken["ab.sh"] },
    absent: "./bats test",
  },
  {
    runner: "rspec",
    needs: "rspec",
    command: "rspec",
    files: {
      ...rb.files,
      "spec/ab_spec.rb":
        'require_relative "../ab"\nRSpec.describe "ab" do\n  it("a holds") { expect(A).to eq(1) }\n  it("b holds") { expect(B).to eq(2) }\nend\n',
    },
    other: rb.swapped,
    broken: rb.broken,
    absent: "rspec-absent",
  },
  {
    runner: "minitest by rake",
    needs: "rake",
    command: "rake test",
    files: {
      ...rb.files,
      Rakefile: 'require "rake/testtask"\nRake::TestTask.new { |t| t.pattern = "test/*_test.rb" }\n',
      "test/ab_test.rb":
        'require "minitest/autorun"\nrequire_relative "../ab"\nclass AbTest < Minitest::Test\n  def test_a; assert_equal 1, A; end\n  def test_b; assert_equal 2, B; end\nend\n',
    },
    other: rb.swapped,
    broken: rb.broken,
    absent: "rake-absent test",
  },
  {
    runner: "minitest::spec",
    needs: "ruby",
    command: "ruby test/ab_spec.rb",
    files: {
      ...rb.files,
      "test/ab_spec.rb":
        'require "minitest/autorun"\nrequire_relative "../ab"\ndescribe "ab" do\n  it("a holds") { _(A).must_equal 1 }\n  it("b holds") { _(B).must_equal 2 }\nend\n',
    },
    other: rb.swapped,
    broken: rb.broken,
    absent: "ruby-absent test/ab_spec.rb",
  },
  {
    runner: "test-unit",
    needs: "ruby",
    command: "ruby test/ab_test.rb",
    files: {
      ...rb.files,
      "test/ab_test.rb":
        'require "test/unit"\nrequire_relative "../ab"\nclass AbTest < Test::Unit::TestCase\n  def test_a; assert_equal 1, A; end\n  def test_b; assert_equal 2, B; end\nend\n',
    },
    other: rb.swapped,
    broken: rb.broken,
    absent: "ruby-absent test/ab_test.rb",
  },
  {
    runner: "mix test",
    needs: "mix",
    command: "mix test",
    files: { ...mixProject, "lib/ab.ex": ex("1") },
    other: { "lib/ab.ex": ex("3") },
    broken: { "lib/ab.ex": "defmodule Ab do\n" },
    absent: "mix absent.test",
  },
  {
    runner: "busted",
    needs: "busted",
    command: "busted",
    files: {
      "ab.lua": "return { a = 1, b = 1 }\n",
      "spec/ab_spec.lua":
        'local ab = require("ab")\ndescribe("ab", function()\n  it("a holds", function() assert.are.equal(1, ab.a) end)\n  it("b holds", function() assert.are.equal(2, ab.b) end)\nend)\n',
    },
    other: { "ab.lua": "return { a = 2, b = 2 }\n" },
    broken: { "ab.lua": "return {\n" },
    absent: "busted-absent",
  },
  {
    runner: "meson test",
    needs: "meson",
    command: "(test -d out || meson setup out) && meson test -C out",
    files: {
      "meson.build":
        "project('ab')\nsh = find_program('sh')\ntest('a holds', sh, args: [files('a.sh')])\ntest('b holds', sh, args: [files('b.sh')])\n",
      "a.sh": "exit 0\n",
      "b.sh": "exit 1\n",
    },
    other: { "a.sh": "exit 1\n", "b.sh": "exit 0\n" },
    broken: { "meson.build": "project('ab'\n" },
    absent: "meson-absent setup out",
  },
  {
    runner: "automake's make check",
    needs: "automake",
    command: "autoreconf -i && ./configure && make check",
    files: {
      "configure.ac": "AC_INIT([ab],[1])\nAM_INIT_AUTOMAKE([foreign])\nAC_CONFIG_FILES([Makefile])\nAC_OUTPUT\n",
      "Makefile.am": "TEST_EXTENSIONS = .sh\nSH_LOG_COMPILER = sh\nTESTS = a.sh b.sh\n",
      "a.sh": "exit 0\n",
      "b.sh": "exit 1\n",
    },
    other: { "a.sh": "exit 1\n", "b.sh": "exit 0\n" },
    broken: { "Makefile.am": "TESTS = a.sh b.sh c.sh\n" },
    absent: "autoreconf-absent -i",
  },
  {
    runner: "ctest in parallel, quiet",
    needs: "ctest",
    command:
      "cmake -S . -B out >/dev/null && ctest --test-dir out -j2 -Q || ctest --test-dir out -j2 --output-on-failure",
    files: {
      "CMakeLists.txt":
        "cmake_minimum_required(VERSION 3.10)\nproject(ab NONE)\nenable_testing()\nadd_test(NAME a COMMAND sh a.sh WORKING_DIRECTORY ..)\nadd_test(NAME b COMMAND sh b.sh WORKING_DIRECTORY ..)\n",
      "a.sh": "exit 0\n",
      "b.sh": "exit 1\n",
    },
    other: { "a.sh": "exit 1\n", "b.sh": "exit 0\n" },
    broken: { "CMakeLists.txt": "project(ab NONE\n" },
    absent: "cmake-absent -S .",
  },
  {
    runner: "tox",
    needs: "tox",
    command: "tox -q",
    files: {
      "tox.ini":
        "[tox]\nskipsdist = true\nenvlist = py3\n[testenv]\nsitepackages = true\nallowlist_externals = python3\nwhitelist_externals = python3\ncommands = python3 -m unittest -v\n",
      ...py.files,
      "test_ab.py":
        "import unittest\nfrom ab import a, b\n\n\nclass Ab(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(a, 1)\n\n    def test_b(self):\n        self.assertEqual(b, 2)\n",
    },
    other: py.swapped,
    broken: py.broken,
    absent: "tox-absent",
  },
  {
    runner: "doctest",
    needs: "python3",
    command: "python3 -m doctest ab.py",
    files: {
      "ab.py":
        'def a():\n    """\n    >>> a()\n    1\n    """\n    return 1\n\n\ndef b():\n    """\n    >>> b()\n    2\n    """\n    return 1\n',
    },
    other: {
      "ab.py":
        'def a():\n    """\n    >>> a()\n    1\n    """\n    return 3\n\n\ndef b():\n    """\n    >>> b()\n    2\n    """\n    return 2\n',
    },
    broken: { "ab.py": "def a(:\n" },
    absent: "python3 -m doctest_absent ab.py",
  },
  {
    runner: "make around pytest",
    needs: "pytest",
    command: "make test",
    files: { Makefile: "test:\n\tpython3 -m pytest -q\n", ...py.files, "test_ab.py": pyTests },
    other: py.swapped,
    broken: py.broken,
    absent: "make absent",
  },
  {
    runner: "playwright",
    needs: "playwright",
    command: "playwright test",
    files: {
      "package.json": manifest(),
      ...js.files,
      "ab.spec.js":
        'import { expect, test } from "@playwright/test";\nimport { a, b } from "./ab.js";\ntest("a holds", () => { expect(a).toBe(1); });\ntest("b holds", () => { expect(b).toBe(2); });\n',
    },
    other: js.swapped,
    broken: js.broken,
    absent: "playwright-absent test",
  },
  {
    runner: "playwright, on CI",
    needs: "playwright",
    command: "CI=1 playwright test --reporter=dot",
    files: {
      "package.json": manifest(),
      ...js.files,
      "ab.spec.js":
        'import { expect, test } from "@playwright/test";\nimport { a, b } from "./ab.js";\ntest("a holds", () => { expect(a).toBe(1); });\ntest("b holds", () => { expect(b).toBe(2); });\n',
    },
    other: js.swapped,
    broken: js.broken,
    absent: "playwright-absent test",
  },
];
