/**
 * Words of other languages for the few ideas that the rules weigh, by the beginning of the word. What is not listed
 * keeps its own form: a goal is never taken for unclear because of its language.
 */
const stems: Readonly<Record<string, string>> = {
  add: "ajout hinzufüg füge ergänz añad agreg adicion acrescent aggiung добав додай dodaj přid voeg lägg ekle 添加 新增 增加 追加 추가 tambah thêm أضف",
  fix: "corrig répar behebe behebt korrigier repariere arregl consert correg исправ почин виправ napraw popraw oprav herstel åtgärd düzelt 修复 修正 修理 解决 修復 直し 直して 수정 고쳐 perbaiki sửa أصلح",
  remove:
    "supprim enlev entfern lösch elimin quita borra remov rimuov удал убер видал usuń odstra verwijder kaldır 删除 移除 去掉 削除 삭제 제거 hapus xóa احذف",
  rename: "renomm umbenenn benenne renombr renome rinomin переимен перейм hernoem 重命名 改名 リネーム",
  document: "documentez dokumentier documenta documente задокумент опиши",
  docs: "документац dokumentation documentación documentação documentazione 文档 文書 ドキュメント 문서",
  tests: "тест pruebas testes 测试 テスト 테스트 테스트를 essais",
  update: "actualis mets aktualisier actualiz atualiz aggiorn обнов онов zaktualiz 更新 업데이트 perbarui cập",
  refactor: "refactoris refaktor refactoriz рефактор 重构 リファクタ 리팩터 리팩토",
  rewrite: "réécri umschreib schreibe reescrib reescrev riscriv перепиш 重写 書き直",
  implement: "implément implementier implementa реализ реалізуй zaimplement 实现 実装 구현",
  introduce: "introdui einführ introduc введ внедр 引入 導入 도입",
  improve: "amélior verbesser mejor melhor miglior улучш покращ ulepsz 改进 改善 优化 개선 tingkatkan",
  migrate: "migrez migrier migra мигрир перенес 迁移 移行 마이그레이션",
  support: "unterstütz soporte suporte supporto поддерж підтрим 支持 対応 サポート 지원",
  change: "chang änder cambia mude измен зміни zmień 修改 变更 変更 변경 ubah",
  make: "fais mache haz faça сдела зроби zrób",
  create: "créer crée erstell crea crie созда створ utwórz 创建 作成 생성 만들 buat tạo",
  replace: "remplac ersetz reemplaz substitu sostitui замен заміни 替换 置換",
  show: "affich zeige muestra mostr mostra покаж 显示 表示",
  move: "déplac verschieb muev mova sposta перемест przenieś przenos 移动 移動 移到 옮기 옮겨",
  extract: "extrai extraye estrai auslager wydziel выдел вынес 抽取 抽出 拆分 切り出 분리",
  write: "écri schreib escrib escrev scriv напиш napisz 编写 書い",
  translate: "tradui übersetz traduc traduz перевед 翻译 翻訳",
  and: "et und y e и та oraz en och ve 和 以及 dan và",
  for: "pour für para per для dla voor för için",
  all: "tous toutes alle todos todas tutti tutte все всех всі wszystk 所有 全部 すべて 모든 semua",
};

/** Whole words only: their beginnings are too short to tell anything. */
const whole = new Set("et und y e и та en och ve dan và per crea mets fais haz chang".split(" "));

const prefixes: readonly (readonly [string, string])[] = Object.entries(stems)
  .flatMap(([english, forms]) => forms.split(" ").map((form) => [form, english] as const))
  // The longer form first: it is the surer one.
  .sort((a, b) => b[0].length - a[0].length);

/** The English word for an idea the rules weigh, or the word itself. */
export function translateWord(word: string): string {
  const known = translated.get(word);
  if (known !== undefined) return known;
  const idea = findIdea(word);
  if (translated.size < mostRemembered) translated.set(word, idea);
  return idea;
}

/** A history says the same words again and again. */
const translated = new Map<string, string>();
const mostRemembered = 20_000;

function findIdea(word: string): string {
  if (isWorkVerb(word) || englishNouns.has(word)) return word;
  for (const [form, idea] of prefixes) {
    if (whole.has(form) ? word === form : word.startsWith(form)) return idea;
  }
  return word;
}

/** English words that begin like a listed foreign form. */
const englishNouns = new Set(
  "changelog changeset introduction migration migrations implementation implementations documentation documents removal elimination substitution correct creation minor per permission permissions performance".split(
    " ",
  ),
);

const verbs =
  "add fix remove rename document update refactor rewrite implement introduce improve migrate support change make create replace show move write translate use allow enable disable handle prevent avoid ensure drop bump upgrade downgrade revert restore convert port extract inline split merge simplify clean cleanup delete deprecate expose export import rework restructure reorganize optimize speed reduce increase limit validate check test cover log print render display hide switch set unset apply adjust align correct clarify mention describe explain extend generate parse format lint build release publish deploy configure install integrate connect wrap unify consolidate normalize harden secure encrypt cache retry skip ignore include exclude accept reject return throw catch emit send load save store read open close start stop run call pass keep preserve respect stabilize polish tweak tidy mark bring let give turn require mock stub investigate debug review rebase address finish complete resolve squash pin sort group filter track measure benchmark profile instrument teach stop sync copy reuse repair reintroduce adopt provide put get define override detect warn notify translate localize trim strip encode decode escape serialize revise rewritten rewrote wrote written made built sent kept initialize setup bind wire".split(
    " ",
  );
const verbSet = new Set(verbs);

/** Whether a lower-case English word is a verb of work, in any of its forms. */
export function isWorkVerb(word: string): boolean {
  if (verbSet.has(word)) return true;
  const base = word.replace(/(ied|ies)$/, "y").replace(/(ing|ed|es|s)$/, "");
  return verbSet.has(base) || verbSet.has(`${base}e`) || (/(.)\1$/.test(base) && verbSet.has(base.slice(0, -1)));
}
