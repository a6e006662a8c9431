/** Words between the verb and the comparison that say no more. */
const english = String.raw`(?:(?:also|really|still|just|probably|maybe|overall|generally|a bit|a little(?: bit)?|a lot|much|way|so|even|slightly|somewhat|far)\s+)*`;
const betterEnglish = [
  "(?:faster|quicker|snappier|better|nicer|cleaner|simpler|easier|smoother|prettier|leaner|safer|friendlier|clearer|tidier|neater|slicker|sleeker|smarter|sturdier|fancier)",
  String.raw`more (?:\w+-friendly|readable|helpful|useful|intuitive|robust|modern|friendly|stable|reliable|beautiful|attractive|appealing|elegant|usable|user friendly|accessible|performant|efficient|polished|pleasant|enjoyable|approachable|maintainable|scalable|secure|idiomatic|professional|convenient|comfortable|ergonomic|discoverable|understandable|flexible|powerful|fun|responsive|obvious|inviting|welcoming)`,
  "less (?:ugly|confusing|clunky|annoying|painful|cluttered|complicated|complex|messy|boring|cumbersome|tedious|fragile|brittle|scary|intimidating|overwhelming)",
  "(?:user|beginner)[- ]friendly|intuitive|beautiful|modern|elegant|nice|pretty|fast|easy|improved",
].join("|");
const tailEnglish = String.raw`(?:\s+to (?:use|read|understand|learn|work with|look at|navigate|follow|maintain|set up|get started with|start with)|\s+for (?:\w+ ){0,2}(?:beginners|newcomers|users|people|everyone|everybody|us|me|developers|devs|contributors|humans|novices|starters|newbies|others)|\s+(?:in general|overall|please|somehow|than (?:it is|they are|that|now|today)))*`;

/**
 * That something should be better, by nothing but an adjective: what is compared, the verb, and the comparison, by language.
 * Lengths, sizes and colors are no opinions and stay out: "the timeout should be longer" says what to change.
 */
const comparisons = [
  String.raw`(?:(?:could|should|might|must|needs? to|ought to|has to|have to|deserves? to)\s+(?:definitely |certainly |really |also |still |probably |all )?(?:be|look|feel|work|become|get|read|behave)|(?:were|was))\s+${english}(?:${betterEnglish})(?:\s+and\s+${english}(?:${betterEnglish}))?${tailEnglish}`,
  `(?:could(?: really)?|should) (?:use|do with|get|have) (?:some|a bit of|a little|more) (?:love|polish|work|improvements?|attention|care|tlc|refinement|fine-tuning)`,
  String.raw`(?:könnten?|sollten?|müssten?|soll|sollen|muss|müssen|dürften?|wären?)\s+(?:(?:gern|ruhig|mal|auch|noch|viel|etwas|deutlich|ein bisschen|ein wenig|insgesamt|wirklich|bitte|für (?:\p{L}+ )?\p{Lu}\p{L}+)\s+)*(?:schöner|hübscher|netter|besser|schneller|flotter|einfacher|leichter|verständlicher|lesbarer|übersichtlicher|klarer|moderner|robuster|stabiler|zuverlässiger|freundlicher|\p{L}*freundlicher|intuitiver|angenehmer|eleganter|sauberer|flüssiger|sicherer|attraktiver|bequemer|aufgeräumter|performanter|effizienter|hilfreicher|ansprechender)(?:\s+für (?:\p{L}+ )?\p{Lu}\p{L}+)?(?:\s+zu (?:bedienen|lesen|verstehen|benutzen|nutzen))?(?:\s+(?:sein|werden|aussehen|wirken|laufen|funktionieren|gehen))?`,
  String.raw`(?:devrai(?:en)?t|pourrai(?:en)?t|doit|doivent|gagnerai(?:en)?t à)\s+(?:être|devenir|paraître|rester)\s+(?:(?:un peu|beaucoup|bien|nettement|encore)\s+)*(?:(?:plus\s+(?:clair|simple|rapide|joli|beau|belle|lisible|moderne|robuste|stable|fiable|intuiti|convivia|agréable|élégant|propre|fluide|facile|accessible|attrayant|sûr|pratique|compréhensible|performant|efficace|ergonomique)|moins\s+(?:moche|compliqué|lourd|confus|brouillon|pénible))\p{L}{0,4}|mieux|meilleur\p{L}*)(?:\s+à (?:utiliser|lire|comprendre|prendre en main))?(?:\s+pour (?:les |tous|nos )?\p{L}*)?`,
  String.raw`(?:deber[ií]an?|podr[ií]an?|deben?|tendr[ií]an? que|tienen? que)\s+(?:ser|verse|estar|quedar|resultar|funcionar|ir)\s+(?:(?:un poco|mucho|algo)\s+)*(?:(?:más\s+(?:clar|simpl|rápid|bonit|lind|legibl|modern|robust|establ|fiabl|intuitiv|amigabl|agradabl|elegant|limpi|fluid|fácil|accesibl|atractiv|segur|práctic|comprensibl|eficient|cómod|sencill|útil)|menos\s+(?:fe|complicad|confus|pesad|engorros))\p{L}{0,3}|mejor(?:es)?)(?:\s+de (?:usar|leer|entender))?(?:\s+para (?:los |las |todos)?\p{L}*)?`,
  String.raw`(?:deveriam?|deviam?|poderiam?|podiam?|deve|devem|t[eê]m que|tinham? de)\s+(?:ser|ficar|parecer|estar|funcionar)\s+(?:(?:um pouco|muito|bem)\s+)*(?:(?:mais\s+(?:clar|simpl|rápid|bonit|legíve|legívei|modern|robust|estáve|confiáve|fiáve|intuitiv|amigáve|agradáve|elegant|limp|fluid|fáci|acessíve|atraent|segur|prátic|eficient|útei?)|menos\s+(?:fei|complicad|confus|pesad))\p{L}{0,3}|melhor(?:es)?)(?:\s+de (?:usar|ler|entender))?(?:\s+para (?:os |as |todos)?\p{L}*)?`,
  String.raw`(?:dovrebbe(?:ro)?|potrebbe(?:ro)?|deve|devono)\s+(?:essere|risultare|sembrare|diventare|funzionare)\s+(?:(?:un po'?|molto|decisamente)\s+)*(?:(?:più\s+(?:chiar|semplic|veloc|rapid|bell|carin|leggibil|modern|robust|stabil|affidabil|intuitiv|amichevol|gradevol|elegant|pulit|fluid|facil|accessibil|attraent|sicur|pratic|comprensibil|efficient|comod)|meno\s+(?:brutt|complicat|confus|pesant))\p{L}{0,3}|miglior[ei]|meglio)(?:\s+da (?:usare|leggere|capire))?(?:\s+per (?:i |gli |tutti)?\p{L}*)?`,
  String.raw`(?:zou(?:den)?|kan|kunnen|moet(?:en)?|mag|mogen)\s+(?:(?:wel|echt|nog|wat|veel|iets|een stuk)\s+)*(?:mooier|beter|sneller|makkelijker|gemakkelijker|eenvoudiger|duidelijker|\p{L}*vriendelijker|overzichtelijker|leesbaarder|moderner|robuuster|stabieler|fijner)(?:\s+voor \p{L}+)?(?:\s+(?:kunnen|moeten|mogen))?(?:\s+(?:zijn|worden|werken))?`,
  String.raw`(?:borde|bör|skulle kunna|måste|kunne|burde)\s+(?:vara|bli|være|blive|se)\s+(?:lite |mycket |meget |litt )*(?:snyggare|bättre|snabbare|enklare|tydligare|finare|mer (?:användarvänlig|lättläst|modern|stabil)\p{L}*|pænere|bedre|hurtigere|enklere|tydeligere|penere|raskere)`,
  String.raw`(?:powin(?:ien|na|no|ny)|móg(?:ł|ł)by|mog(?:ła|ło|ły)by|musi|muszą)\s+(?:być|wyglądać|działać)\s+(?:(?:trochę|dużo|o wiele|nieco|dla \p{L}+)\s+)*(?:(?:ładniejsz|lepsz|szybsz|prostsz|łatwiejsz|czytelniejsz|wygodniejsz|przyjaźniejsz|stabilniejsz|nowocześniejsz|bardziej (?:intuicyjn|przejrzyst|czyteln|nowoczesn|stabiln|niezawodn|przyjazn))\p{L}{0,3}|ładniej|lepiej|szybciej)(?:\s+(?:w \p{L}+|dla \p{L}+))?`,
  String.raw`(?:долж(?:ен|на|но|ны)|мог(?:ла|ло|ли)? бы)\s+(?:быть|выглядеть|работать|стать)\s+(?:(?:немного|гораздо|намного|чуть|для \p{L}+)\s+)*(?:красивее|лучше|быстрее|проще|удобнее|понятнее|надежнее|надёжнее|стабильнее|приятнее|читабельнее|современнее|дружелюбнее|чище|легче|(?:более )(?:понятн|удобн|современн|интуитивн|надежн|надёжн|стабильн|дружелюбн|читаем)\p{L}*)(?:\s+для \p{L}+)?`,
].map((said) => new RegExp(String.raw`^(?<subject>.+?)\s+${said}[\s.!…]*$`, "iu"));

/** The same in scripts without spaces or with another order. */
const unspaced = [
  /^(?<subject>[^，。,.\d`]{1,14}?)(?:应该|应当|可以|最好|希望|能不能|得|要是)(?:能|可以|做得|变得|对\p{Script=Han}{1,4})*(?:更加?|再)(?:好看|漂亮|美观|清楚|清晰|明确|快|好|好用|易用|易懂|容易|简单|简洁|方便|友好|稳定|可靠|直观|现代化?|流畅|优雅|健壮|人性化|高效|安全|舒服|顺手)(?:上手|使用|理解|阅读|维护)?(?:一些|一点儿?|点|些)?(?:就好)?[了吧。！!]*$/u,
  /^(?<subject>[^、。\d`]{1,16}?)(?:は|が|を|って)?(?:もっと|もう少し|もうちょっと)(?:\p{L}{1,6}に)?(?:見やす|使いやす|分かりやす|わかりやす|読みやす|きれい|綺麗|速|早|良|よ|簡単|シンプル|モダン|かっこよ|おしゃれ|安定|親切|快適)\p{Script=Hiragana}{0,6}(?:べき|ほうがいい|方がいい|方が良い|といい|と良い|嬉しい|うれしい|ほしい|欲しい|したい|なるはず|いいのに|いいな)(?:です|だ|と思います|と思う|かも)?[よねな]*[。！!]*$/u,
  /^(?<subject>[^,.\d`]{1,16}?)(?:은|는|이|가|도|을|를)?\s+(?:좀\s*더|조금\s*더|더)\s+(?:예쁘|예뻤|예뻐|보기\s?(?:좋|편)|쉬|쉽|빠르|빨랐|빨라|깔끔|편하|편했|편리|친절|안정|직관|좋|나으|나았|나아|읽기\s?쉽|간단|단순)\p{Script=Hangul}*\s*(?:좋겠\p{Script=Hangul}*|합니다|해요|한다|할 것 같\p{Script=Hangul}*|돼요|됩니다)[.!]*$/u,
];

/** What is said before an opinion, and after it. */
const before =
  /^(?:(?:i|we) (?:think|feel|believe|find)(?: that)?|(?:i|we) wish(?: that)?|it would be (?:nice|great|good|cool) if|imo|imho|honestly|maybe|perhaps|tbh|ich (?:finde|denke|meine),?(?: dass)?|je (?:trouve|pense) que|creo que|acho que|penso che|uważam,? że|мне кажется,?(?: что)?|我觉得|我认为|个人觉得)[,，:]?\s*/iu;
const after =
  /(?<=[.!?…]|,)\s*(?:thanks|thank you|thx|please|cheers|danke|merci|gracias|obrigad[oa]|grazie|what do you think\??|don't you think\??|no\?|oder\?|非?谢谢)[\s.!]*$/iu;

/** A clause of its own says when, where or what exactly; so does more than a handful of words. */
const saysMore =
  /[,;:?]|\b(?:when|if|while|that|which|who|where|until|after|before|because|instead|wenn|falls|dass|quand|lorsque|cuando|quando|gdy|jeśli|когда|если|każd\p{L}*)\b/iu;
const maxSubjectWords = 4;
const determiner =
  /^(?:the|our|my|this|these|all|your|der|die|das|den|unsere?|le|la|les|notre|el|los|las|nuestr[oa]s?|o|a|os|as|il|lo|i|gli|de|het)\s+|^l['’]/iu;

/** What a title says should be better, when it says no more; `null`: it says something else. */
export function comparedOnly(title: string): string | null {
  const said = title.trim().replace(after, "").replace(before, "").trim();
  const subject = [...comparisons, ...unspaced]
    .map((pattern) => pattern.exec(said)?.groups?.["subject"])
    .find((found) => found !== undefined);
  if (subject === undefined || saysMore.test(subject)) return null;
  const bare = subject.replace(determiner, "");
  return bare.split(/\s+/).length <= maxSubjectWords ? bare : null;
}
