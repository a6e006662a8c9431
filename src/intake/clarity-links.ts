import type { Link } from "../core/link.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { isThisRepository, parseLink, withoutLinks } from "./link.ts";
import type { ClarityRule, Unclear } from "./unclear.ts";

/** Words around a link that don't say what to do with it. */
const filler = new Set(
  "fix fixes fixed close closes closed resolve resolves resolved implement do work on handle see look at check please this that the a an pr mr pull merge request issue ticket bug task for it in of and can you take care read open link here url story what is says described there do could would asap now today soon thanks thank thx pls plz hi hey hello just kindly visit browse curl wget git clone".split(
    " ",
  ),
);

/** The same in other languages. */
const foreignFiller = new Set(
  [
    "bitte siehe mach mache machen das dies diese hier den link ansehen anschauen schau mal an umsetzen erledige erledigen behebe beheben lies was steht dort",
    "fais faire ça ceci cela voir regarde regarder s'il te plaît svp stp veuillez traite traiter corrige corriger le la les lien ce qui est décrit ici",
    "por favor haz hacer hazlo esto eso mira ver arregla arreglar resuelve el enlace lo que dice aquí",
    "faça fazer isso isto veja olha olhar corrija corrigir resolva o aqui",
    "per fai fare questo guarda guardare sistema correggi risolvi il qui favore",
    "doe dit deze maak bekijk kijk los op alsjeblieft graag zie",
    "zrób to zobacz napraw proszę tutaj gör detta kolla fixa snälla lav dette se gjør vennligst tee tämä katso korjaa",
    "сделай это посмотри пожалуйста исправь вот ссылка зроби це подивись будь ласка yap bunu bak lütfen düzelt şuna",
  ]
    .join(" ")
    .split(/[ ']/),
);

/** Languages that write without spaces, and those that hang their grammar on the word. */
const unspacedFiller =
  /请|請|看一下|看看|看|处理|處理|修复|修復|修正|解决|解決|实现|實現|一下|这个|這個|链接|連結|を|見て|確認|対応|直して|して|ください|お願いします|これ|この|リンク|보세요|봐줘|봐|확인|해주세요|해줘|해|처리|수정|고쳐줘|이거|이것|링크|좀|를|을/gu;

/**
 * Addresses of any kind: with a scheme (`file://`, `ssh://`, `http://10.0.0.1/`), as ssh writes them (`git@host:path`),
 * `mailto:`, where another system keeps a file (`C:\\x`, `\\\\server\\x`), and without anything before (`www.example.com`, `10.0.0.1/x`, `localhost:8080`).
 */
const address =
  /(?<![\w/@.-])(?:(?:mailto|data|file|javascript|vbscript|urn|magnet|blob|view-source|filesystem|jar|tel|sms|did|matrix|pkg|xmpp|sips?|doi|arxiv|isbn|geo|bitcoin|callto|facetime|about|ms-[a-z-]+|ipfs|spotify|web\+[a-z]+):\S+|https?\s?:\s?\/\/\s?[\w-]+(?:\.[\w-]+)+[^\s<>"'`]*|https?:\/?[^\s/][^\s<>"'`]*|[a-z]:[\\/][^\s<>"'`]*|\\\\[\w.$-]+\\[^\s<>"'`]+|(?:[a-z][a-z0-9+.-]*:)*[a-z][a-z0-9+.-]*:\/\/[^\s<>"'`]*|[\w.+-]+@(?:[\w.-]+|\[[0-9a-f:]+\]):[^\s<>"'`]+|www\.[^\s<>"'`]+|\/\/[\w-]+(?:\.[\w-]+)+[^\s<>"'`]*|(?:[\p{L}\p{N}-]+\.)+(?:com|org|net|edu|gov|info|io|dev|xn--[a-z0-9-]+|рф|укр|бел|中国|公司|网络|在线|香港|台湾|コム|みんな|한국|भारत|موقع|ישראל)(?![\p{L}\p{N}_-])(?::\d+)?(?:\/[^\s<>"'`]*)?|(?:\d{1,3}(?:\.\d{1,3}){3}|localhost|\[[0-9a-f:]+\])(?::\d+)?(?:\/[^\s<>"'`]*)?)/giu;

/**
 * What is an address when nothing else is said: the name of a host with a path below it, whatever domain it ends in, and
 * somebody's post box. In a sentence it may be a file's name.
 */
const loneAddress =
  /^[\s"'`<(]*((?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?\/\S*|[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,})[\s"'`>).,!?]*$/i;

/** A scheme before another address: `view-source:https://…`. */
const wrapping = /^[a-z-]+:(?=[a-z]+:\/\/)/i;

/** What Markdown shows in place of a link. */
const label = /\[[^\][]*\]\((?=[a-z][a-z0-9+.-]*:)/gi;

/** As it would be read with letters of one width: `ｈｔｔｐｓ://…` is an address, too. */
function narrow({ text }: GoalText): string {
  return text.normalize("NFKC");
}

/** Whether a goal is a link and nothing else that says what to do. */
function isBareLink(goal: GoalText): boolean {
  const rest = withoutLinks(
    narrow(goal)
      .replace(label, "(")
      .replace(address, (found) => (parseLink(found) === null ? " " : found.replace(wrapping, ""))),
  ).toLowerCase();
  const words = rest.replaceAll(unspacedFiller, " ").match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => filler.has(word) || foreignFiller.has(word));
}

/**
 * A whole goal that says no more than that the work is what stands at an address, which is `@` here: `Follow the instructions at @`,
 * `Apply the changes from @`, `As discussed in @`, `todo @`.
 */
const restsOnPage = new RegExp(
  [
    String.raw`^[^\p{L}\p{N}@]*(?:(?:please|kindly|now|just)[^\p{L}\p{N}@]+)*`,
    String.raw`(?:(?:follow|apply|address|implement|resolve|do|build|make|execute|handle|incorporate|integrate|complete|finish|port|todo|continue|(?:work|go) through|carry out|act on|take care of)\b(?: with| on)?[^\p{L}\p{N}@]*)?`,
    String.raw`(?:(?:the|all|every|each|these|those|this|that|my|our|their|any|of|review|requested|suggested|open|remaining|following)\b[^\p{L}\p{N}@]*)*`,
    String.raw`(?:(?:instructions?|steps|changes?|comments?|feedback|review|spec(?:ification)?|features?|design|docs?|document|page|list|points|items|todos?|tasks?|suggestions?|requests?|requirements|proposal|ticket|plan|advice|recommendations|it|same)\b[^\p{L}\p{N}@]*)?`,
    String.raw`(?:(?:that|which|what|as|are|is|was|were|described|listed|shown|found|mentioned|given|discussed|agreed|outlined|written|linked|laid out|like|there|here)\b[^\p{L}\p{N}@]*)*`,
    String.raw`(?:(?:at|in|from|on|of|under|behind|per|by|via|like|as)\b[^\p{L}\p{N}@]*)?@[^\p{L}\p{N}@]*$`,
  ].join(""),
  "iu",
);

/** Whether a goal is the address of a page, or sends to one for all that is to be done: nobody opens it. */
function isAllOnPage(goal: GoalText): boolean {
  if (isBareLink(goal)) return true;
  const text = narrow(goal).trim();
  const parts = text.replace(label, "(").replace(address, " @ ");
  return text.length < 500 && parts.split("@").length === 2 && restsOnPage.test(parts);
}

/** Links that are no work order: another repository's, merged or closed ones, and those that only say "here". */
export const linkRule: ClarityRule = (goal, facts) => {
  const { link } = facts;
  if (link === null) return bareAddress(goal);
  const bare = isBareLink(goal);
  if (facts.linkIsHere === false && (bare || actsOnLink(goal))) {
    return {
      rule: "link-elsewhere",
      detail: `${link.text} belongs to ${link.repository ?? "another repository"}`,
      question: `${link.text} belongs to ${link.repository ?? "another repository"}, not to this one: what should be done here?`,
    };
  }
  const over = overAlready(goal, facts, link, bare);
  if (over !== null) return over;
  const isPage = facts.linked === null && link.kind === "page";
  return bare || (isPage && isAllOnPage(goal)) ? bareLink(facts, link) : null;
};

/** An address that is neither a forge's nor a tracker's is followed by nobody: alone it asks for nothing. */
function bareAddress(goal: GoalText): Unclear | null {
  const lone = loneAddress.exec(narrow(goal))?.[1];
  const found = lone ?? narrow(goal).match(address)?.[0];
  if (found === undefined || (lone === undefined && !isAllOnPage(goal))) return null;
  return {
    rule: "bare-link",
    detail: `${found} does not say what to do`,
    question: `What should be done with ${found}? It is not opened: say in a sentence what should change.`,
  };
}

/** Whether the goal wants something done to the linked request, and not merely refers to it. */
export function actsOnLink(goal: GoalText): boolean {
  return /^[^\p{L}\p{N}]*(please\s+)?(merge|finish|continue|complete|review|rebase|address|land|update|work on|pick up|resume|fix the (checks|conflicts|build|tests) (of|on|in))\b/iu.test(
    goal.title,
  );
}

function overAlready(goal: GoalText, facts: IntakeFacts, link: Link, bare: boolean): Unclear | null {
  const { linked } = facts;
  if (linked === null || linked.state === "open" || !(bare || actsOnLink(goal))) return null;
  const what = linked.kind === "issue" ? "issue" : "pull request";
  return {
    rule: `link-${linked.state}`,
    detail: `the ${what} ${link.text} is ${linked.state}`,
    question: `The ${what} ${link.text} ("${linked.title}") is ${linked.state} already: what is left to do?`,
    nothingToDo: true,
  };
}

function bareLink(facts: IntakeFacts, link: Link): Unclear | null {
  const kind = facts.linked?.kind ?? link.kind;
  if (kind === "pull-request") {
    const which = link.part === null ? `the pull request ${link.text}` : `this place of the pull request ${link.text}`;
    return {
      rule: "bare-pull-request",
      detail: `${link.text} does not say what to do`,
      question: `What should be done with ${which}: review it, address its comments, fix its checks, or rebase it?`,
    };
  }
  if (kind === "page") {
    return {
      rule: "bare-link",
      detail: `${link.text} does not say what to do`,
      question: `What should be done with ${link.text}?`,
    };
  }
  // What an issue asks for is the goal once its text is known.
  if (facts.linked !== null) return null;
  const tracker = link.key ?? link.text;
  return {
    rule: "bare-issue",
    detail: `the text of ${tracker} could not be read`,
    question: `What does ${tracker} ask for? Its text could not be looked up: paste it, or say in a sentence what should change.`,
  };
}

/** Whether the goal is an open issue of this repository and nothing else: its text is the goal then. */
export function isIssueGoal(goal: GoalText, facts: IntakeFacts, remoteUrl: string | null): boolean {
  if (facts.link === null || facts.linked === null || facts.linked.kind !== "issue") return false;
  const here = isThisRepository(facts.link, remoteUrl);
  return here !== false && facts.linked.state === "open" && isBareLink(goal);
}
