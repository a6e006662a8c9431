import { describe, expect, test } from "bun:test";
import { isPlaceholder } from "../../src/text/placeholder.ts";
import { redactor, secretsOfVariables } from "../../src/text/redact.ts";

describe("what stands where a key would", () => {
  test.each([
    // As the documentation of servers that ask for no key has it.
    "llama.cpp",
    "llama-cpp-python",
    "LM_STUDIO",
    "lm-studio",
    "ollama",
    "vllm-local",
    "localai",
    "koboldcpp",
    "gpt4all",
    "token-abc123",
    "EMPTY",
    "no-key-required",
    "sk-no-key-required",
    "no_api_key_needed",
    "not-used",
    "none-needed",
    "nokeyneeded",
    "dummy-key-1",
    "fakeapikey123",
    "docker-model-runner",
    "anything",
    "doesn't matter",
    "your-api-key-here",
    "my-secret-key-123",
    "local/none",
    // Blanks behind the mark of a service.
    "sk-proj-xxxx",
    "sk-proj-XXXXXXXXXXXXXXXXXXXXXXXX",
    "sk-ant-api03-xxxxxxxx",
    "sk-or-v1-xxxxxxxxxxxx",
    "gsk_xxxxxxxxxxxxxxxx",
    "hf_xxxxxxxxxxxxxxxxx",
    "ghp_xxxxxxxxxxxxxxxxxxxx",
    "github_pat_xxxxxxxxxx",
    "AIzaSyXXXXXXXXXXXX",
    "Bearer sk-test-key-1234",
    "sk_test_1234567890",
    "sk-1234567890",
    "sk-abcdef123456",
    "sk-...",
    "[YOUR KEY]",
    "%OPENAI_API_KEY%",
  ])("%s", (value) => {
    expect([isPlaceholder(value), secretsOfVariables({ OPENAI_API_KEY: value })]).toEqual([true, []]);
  });
});

test.each([
  "sk-proj-4fjK29dkQ",
  "sk-ant-api03-Zm9vYmFy8fj2",
  "hunter2-hunter2",
  "tok_9f8e7d6c",
  "local-9f8e7d6c5b",
  "llama-7x9q2m4k",
  "shop-2024-prod",
  "xoxb-4829104-88123",
  "sk-test-8Jd92kAl",
])("%s is a key", (value) => {
  expect(isPlaceholder(value)).toBe(false);
  expect(redactor(secretsOfVariables({ MY_API_KEY: value }))(`with ${value}`)).toBe("with [redacted]");
});
