/** How people say of what they list that no part needs another, in the languages that goals are written in. */
export const saysApart = new RegExp(
  [
    String.raw`\b(?:unrelated|independent(?:ly)?(?!\s+of\b)|stand-?alone|self-contained|in any order|one by one|one per|separately)\b`,
    String.raw`\b(?:all|each|completely|entirely) separate\b(?!\s+\p{L})|\bseparate\s+(?:\w+\s+)?(?:fixes|bugs|issues|tasks|things|items|jobs|changes|improvements|problems|passes|commits|pieces|pull requests|stories)\b`,
    String.raw`\b(?:on|of) (?:its|their) own\b|(?<!(?:^|[.!?;:,\n]|please|but|and)\s*)\b(?:do|does)(?: not|n['’]?t) (?:depend|share|touch)\b|\bnothing to do with (?:one another|each other)\b`,
    String.raw`\b(?:none|nothing) of (?:it|this|that|them|these|which) (?:overlaps?|depends?|is shared)\b|\b(?:no|without(?: any)?) overlap\b|\bnothing (?:is )?(?:shared|in common)\b|\bindependently of (?:each|one) (?:other|another)\b`,
    String.raw`\b(?:unabhängig\w*|nichts miteinander zu tun|indépendant\w*|séparément|sans (?:rapport|lien)|rien (?:de|en) commun|nada en común|nada em comum|niente in comune|nichts gemeinsam|independiente\w*|por separado|separad[oa]s|independente\w*|indipendent[ei]\w*|separatamente)\b`,
    "niezależn(?:e|ych)|osobno|независимы|отдельно друг|не связан|互不相关|彼此独立|相互独立|互不(?:依赖|影响|干扰|重叠)|互相独立|各自独立|没有依赖|互いに独立|独立してお?り|独立した|依存しない|無関係|別々に|서로 독립|서로 무관|관련 없는|따로따로|별개",
  ].join("|"),
  "iu",
);
