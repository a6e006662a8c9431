/**
 * Words that documentation puts where a key has to stand and none is needed, and the names of servers that ask for none: a
 * value of nothing but these, however they are joined, opens no door.
 */
const words = [
  // What it stands for.
  "access|api|auth|bearer|credentials?|keys?|openai|pass(?:word|phrase|wd)?|pk|secret|sk|token|value|string",
  // That it is none.
  "any(?:thing|string|key)?|blank|bogus|default|demo|dev|does|dont|doesnt|dummy|empty|example|fake|foo|bar|baz|here|ignored?|insert|is|it",
  "irrelevant|local(?:host|only)?|matter|me|mock|my|na|needed|needs?|nil|no|none|not|nothing|null|optional|placeholder|put|random|replace",
  "required?|sample|some(?:thing)?|stub|test(?:ing)?|the|this|undefined|unneeded|unset|unused|used?|whatever|your|change|changeme",
  // Servers of a person's own.
  "aphrodite|cortex|docker|exllama(?:v\\d)?|fastchat|gpt4all|huggingface|jan|kobold(?:cpp|ai)?|lemonade|litellm|llama(?:cpp|file|stack|server)?|cpp",
  "llm|lm|lmdeploy|lmstudio|local(?:ai|llm)|mlc|mlx|model|msty|nim|nitro|ollama|ooba(?:booga)?|open|openllm|ramalama|runner|server|sglang",
  "python|studio|tabby(?:api)?|textgen|tgi|triton|vllm|webui|xinference",
];
const onlyWords = new RegExp(`^(?:(?:${words.join("|")}|xxx|abc(?:def?)?)+)(?:0{0,4}|\\d{1,4}|12345\\d*)$`, "i");

/** How services mark their keys; what comes behind it is the key. */
const mark =
  /^(?:bearer[ _-])?(?:sk[-_](?:proj|svcacct|admin|ant|or|live|test|lf)(?:[-_](?:api|admin|oat)?v?\d{1,2})?|(?:sk|pk|rk|gsk|hf|r8|xai|pplx|nvapi|lsv2|key|token|glpat|npm|xox[a-z]|gh[a-z]|[a-z]{2,12}_pat)|AIza(?:Sy)?)(?:[-_]|(?=x))/i;

/** Whether a value only stands where a key would: no service gave it to anybody, and it is written in many texts. */
export function isPlaceholder(value: string): boolean {
  const bare = value.replace(mark, "");
  return isBlank(bare) || isCounted(bare) || hasTellingWord(value) || isOnlyWords(bare) || isOnlyWords(value);
}

/** One character again and again, in pieces or not, or a place that is still to be filled. */
function isBlank(bare: string): boolean {
  return (
    /^(.)\1*$/.test(bare) || /^(x+[-_. ]?)+$/i.test(bare) || /^(<.*>|\[.*\]|\$\{.*\}|\{\{.*\}\}|%.*%|…)$/.test(bare)
  );
}

/** Letters and digits in their order: `1234567890`, `abcdef`, `abc123`. */
function isCounted(bare: string): boolean {
  const [, letters = "", digits = ""] = /^([a-z]*)(\d*)$/i.exec(bare) ?? [];
  if (letters + digits === "") return false;
  return "abcdefghijklmnopqrstuvwxyz".startsWith(letters.toLowerCase()) && /^0?1?2?3?4?5?6?7?8?9?0?1?2?$/.test(digits);
}

function hasTellingWord(value: string): boolean {
  return /(^|[-_ ])(your|example|placeholder|change[-_ ]?me|replace[-_ ]?me|insert|dummy|not[-_ ]?needed|no[-_ ]?key)([-_ ]|$)/i.test(
    value,
  );
}

function isOnlyWords(value: string): boolean {
  if (value.length > longest) return false;
  const parts = value
    .replaceAll("'", "")
    .replace(/x{3,}/gi, "xxx")
    .split(/[-_ ./:()]+/)
    .filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  const named = parts.length > 1 && /^\d{1,4}$/.test(last) ? parts.slice(0, -1) : parts;
  return named.length > 0 && named.every((part) => onlyWords.test(part));
}

/** Nobody writes more of them in a row. */
const longest = 60;
