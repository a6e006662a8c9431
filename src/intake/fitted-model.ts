/** Intake's model, read by `model.ts`. Written by scripts/fit-intake.ts; its figures are in fit-intake.txt. */
export const fittedModel = `
#general
bias -145 -276  decisive 77 82
#features
asks-for-more 13 5 0.2293 0.4204  single-failure -30 -8 0.2488 0.4323  untyped 2 9 0.5031 0.5
scoped -18 -11 0.3162 0.465  several-areas 21 -10 0.004661 0.06811  breaking 0 -4 0.006473 0.0802
documents -22 29 0.09852 0.298  tests -8 17 0.04234 0.2014  substitution 18 4 0.01877 0.1357
wide-verb 26 -2 0.0593 0.2362  wide-verb-first 11 16 0.04467 0.2066  wide-nouns 25 3 0.159 0.4219
narrow-words -48 -35 0.4013 0.6412  clause-words -32 -20 0.1462 0.4336  texts-in-many-places 17 30 0.03496 0.1837
text-in-one-place -13 8 0.0703 0.2557  code-in-many-places 10 -3 0.1683 0.3741  parts 34 24 0.2039 0.5202
length -20 -12 -0.08764 0.363  long-title 6 -4 0.06697 0.2527  capital 9 4 0.3301 0.4703
code-in-title 2 2 0.09542 0.2938  option 1 -18 0.01838 0.1343  call -4 -5 0.01864 0.1353  joined 32 0 0.0189 0.1362
quoted -11 -10 0.03431 0.182  bracketed 13 -5 0.03094 0.1732  number 6 8 0.07418 0.2621  refers 23 6 0.04298 0.2028
punctuated 5 -4 0.0268 0.1615  identifiers -19 -21 0.2295 0.5162  precedents-wide 27 5 -0.4294 0.8024
precedents-texts 11 29 -0.607 0.7093  precedents-small -27 -21 0.4752 0.7579  precedents-lines 27 32 -0.188 0.6471
precedents-files 22 6 -0.0732 0.2705  precedents-folders -2 -20 -0.0866 0.2213
precedents-text-share -17 11 0.02865 0.1499  nearest-wide 8 5 -0.225 0.5724  nearest-texts -7 10 -0.3397 0.4739
nearest-small -21 -9 0.2634 0.5514  nearest-lines 8 20 -0.09875 0.567  likest -18 1 0.3918 0.1988
support 16 23 0.7442 0.6273  wide-here 17 -7 -2.771 1.053  texts-here 1 17 -3.685 1.051  small-here 4 21 1.256 0.7374
type-wide 26 19 -0.3806 0.9782  type-texts -9 9 -0.5917 1.008  type-small -5 0 0.1006 0.6016
new-words -8 -16 1.225 1.207  rare-words 4 23 0.6662 0.9677  typed-here -13 -7 0.3863 0.3694
titles-here -29 -10 -0.2202 0.2256  history 35 21 0.3286 1.086  files-here 14 22 0.189 1.493
code-here 4 -2 0.4163 0.1707  tests-here -1 16 0.1946 0.1327  docs-here 11 3 0.1574 0.1663
several-places 10 11 0.006603 0.08099  texts-of-a-place 8 -10 0.03806 0.1913  named-folders 26 7 0.1867 0.4135
named-files -12 -5 0.1702 0.4148  units 22 4 -0.5308 1.776  text-units -14 -4 -0.1275 0.6768
#tokens
1:accept -10 2  1:add -18 -15  1:adjust -2 -3  1:align 5 8  1:allow -1 -15  1:apply 7 6  1:avoid 16 6  1:better 1 -6
1:break 12 6  1:bring 0 -3  1:bump -10 -9  1:centraliz 1 -1  1:chang 2 12  1:changelog -1 -1  1:check -10 -3
1:clarify -14 -1  1:clean 1 2  1:cleanup 0 0  1:clear -9 14  1:complet 2 5  1:consolidat 1 19  1:convert -4 11
1:correct -15 9  1:creat 0 19  1:default -3 3  1:delet 9 -3  1:deprecat 5 1  1:detect -7 -2  1:disabl -11 -4
1:display -3 -1  1:do -5 0  1:doc 2 -5  1:document -23 -3  1:don't -7 -1  1:drop 13 5  1:emit -8 0  1:enabl 5 12
1:enforc -2 5  1:enhanc -16 -5  1:ensur 22 -4  1:escap -3 -2  1:exclud -11 -3  1:export 11 -2  1:expos -4 -5
1:extend -4 -2  1:extract 14 0  1:fail 5 -3  1:feat 7 -3  1:featur -1 2  1:finish 0 -8  1:fix -5 -10  1:format 13 -8
1:forward -6 -2  1:further -10 6  1:generat 12 -4  1:get -7 2  1:guard 2 5  1:handl 11 -9  1:harden 0 -4
1:highlight -8 0  1:ignor -6 -4  1:implement 8 -7  1:improv -24 -17  1:includ -7 -4  1:increas 4 -4  1:integrat -11 -2
1:introduc 17 -10  1:keep -20 -5  1:let 10 -4  1:link -7 -4  1:log 4 -3  1:mak -6 0  1:mark -6 -4  1:mention -3 -8
1:merg 20 17  1:migrat -16 -8  1:minor -4 3  1:mor 11 -15  1:mov 15 23  1:new 16 16  1:no -4 -3  1:normaliz -9 7
1:omit -6 -3  1:only 1 -3  1:optimiz 3 -4  1:pars 10 -3  1:pass 4 -4  1:pin -7 -2  1:plugin -4 -2  1:port 4 0
1:prepar 11 -3  1:preserv 5 12  1:prevent -12 -5  1:propagat 7 -1  1:publish -3 -1  1:read -6 -1  1:reduc 6 -9
1:refactor 4 12  1:refin 7 -3  1:refresh -11 14  1:regenerat -7 7  1:reject -6 -4  1:releas -11 6  1:remov 24 4
1:renam 33 16  1:render -8 -2  1:reorganiz 2 10  1:replac -25 -5  1:requir -4 -2  1:resolv 2 -5  1:respect -7 -1
1:restor 1 10  1:restructur -6 18  1:return -4 -1  1:rewrit 16 -14  1:rout -2 2  1:run -5 16  1:send -5 -1
1:separat -5 -2  1:set -18 -4  1:shar -4 -1  1:show 11 -8  1:simplify -1 -13  1:skip -8 -3  1:split -13 31
1:stabiliz -10 -1  1:start -1 -3  1:stop -9 -5  1:stream 3 -2  1:streamlin -2 -1  1:strip -6 -3  1:support -47 11
1:surfac 6 -3  1:switch 15 3  1:sync -3 -5  1:test -6 -10  1:the -1 -7  1:throw -2 -1  1:track -8 14  1:tweak 26 -6
1:typ 14 -6  1:typo -1 -1  1:unify 7 -3  1:updat -30 -10  1:upgrad 5 2  1:use -13 10  1:using -6 21  1:validat -3 -3
1:warn -4 -3  1:wir -10 5  1:wrap -5 -2  a -1 -20  a_new -1 -1  a_typo 0 0  ability 2 -4  ability_to -1 -4
abort -6 11  about -9 -2  accept -6 -1  account -7 -4  acp 2 -2  across 6 6  action 35 -7  adapter 14 -4  add 3 13
add_a 1 2  add_changelog -3 -2  add_claud -3 -3  add_comment -11 -2  add_default -7 11  add_exampl -8 -4
add_link -5 -2  add_miss -12 21  add_mor -6 10  add_new 0 -3  add_not -3 -5  add_option 5 -2  add_session 7 -3
add_som -4 -2  add_support 36 -2  add_test -3 -15  add_the 1 -5  add_typ -4 0  add_version 9 3  additional 10 1
address -7 -3  adjust -4 -4  after 2 -12  against 6 -4  agent 6 0  agent_md -6 2  agent_sdk -5 -1  ai -2 1  alia -3 7
alias -10 -2  align -8 17  all 25 -15  allow 3 -20  allowlist -3 -2  already -5 -1  also 3 -1  alway -9 -4  an 2 -12
an_error -2 -2  analytic -12 -4  and 24 20  and_add -9 4  and_agent -1 -1  and_exampl 29 -13  and_fix 1 8
and_improv -13 -5  and_remov -14 5  and_session 11 4  and_test 12 -14  and_the 3 -3  and_updat -13 -8  and_use 10 -1
and_window 14 -2  android -7 4  animation -8 -1  annotation -7 -3  another 3 -2  ansi 7 -2  any 3 -3  api 40 -21
api_key -7 -1  apis 7 1  app -4 -3  append 11 -3  application -16 -3  apply 8 6  approval -2 5  architectur -19 17
archiv -7 -2  are 12 16  arg -19 1  argument -20 2  argument_in -5 8  around 21 -5  array 10 4  artifact 12 -3
as -14 -2  as_a 4 -4  assert -5 7  assertion 6 -3  asset -4 -1  assistant -4 -1  async -8 6  at -12 5  attachment 6 -2
attribut -11 -6  auth -15 8  auto -3 -3  autofix -3 3  automat 18 -5  automatically 3 11  availabl 7 -3  avoid 23 2
await 2 -4  aws -6 2  azur 0 -4  back 11 0  back_to -7 6  backend 17 -2  background -11 -4  backup -6 -6  bad -3 -2
badg 3 -3  bar -8 -4  bas 24 -9  bas_on 21 -3  bash 1 1  basic 7 0  batch 9 -3  be 18 4  befor -5 3  behavior -13 -8
being 5 -2  benchmark -11 16  beta 4 -7  better -11 2  between -7 -4  binary 11 8  bind 11 12  block -9 10  body 8 0
boolean -1 -2  border 20 -3  bound 9 -4  box 8 -3  branch 3 -7  brand -8 22  break 7 13  break_chang -3 8  brew -7 -1
bridg 1 5  bring 2 -3  broken -8 -5  broken_link 0 -2  browser 11 -4  budget 6 -2  buffer 18 -5  bug 36 7
bug_fix 17 -2  bug_in 11 -2  bug_with 3 4  build -15 2  built-in 12 -9  builtin -4 -4  bump -11 -9  bump_action -1 0
bump_version -1 0  bun -2 7  bundl 18 -4  bundler -6 6  button -13 -3  by -18 -9  by_default -8 1  byt -8 -1  c -5 -5
cach -8 3  call -18 15  callback 34 -4  can 32 -5  can_be 12 -1  cancel 2 -2  cancellation -2 -4  capability 0 -1
captur -12 -4  card 40 -5  cargo -11 -2  cas -19 0  cas_for -3 -6  catalog 8 -2  caus -10 -2  centraliz 1 -1
cert -11 9  chain 3 -2  chang 12 -9  chang_to 2 -2  changelog -15 -9  changelog_entry -4 -1  changelog_for -2 -1
channel -6 16  character -7 9  chat 6 6  check -21 -18  check_for -8 3  checkout -3 -1  checkpoint 10 -4  chines -5 4
chunk 7 5  ci -8 19  clap 18 -3  clarification -8 4  clarify -19 -6  class -21 5  claud -18 4  claud_cod 7 6
claud_md -4 -2  clean 0 0  clean_up 0 1  cleanup -21 -10  clear -10 13  cli 21 12  client 6 -1  clippy 1 13
clon -16 -2  clos -21 -12  cod 52 17  cod_and 11 -4  cod_block -5 3  cod_for 8 -3  cod_to -3 -1  cod_version -3 0
codebas 19 -5  collection -4 7  color 21 -4  column -6 -1  com 0 -5  combin 1 -2  command -21 24  comment 11 -14
commit -16 7  common -16 14  community -1 -3  compact 9 -2  compaction 15 8  compat 3 -3  compatibility -1 17
compatibl 13 -3  compil 23 -4  complet -8 2  completion 11 -12  component -1 8  composer -8 -2  comprehensiv 8 -2
concurrent -2 -3  condition -7 -3  config -26 3  config_fil -7 -3  configur -1 -3  configurabl 2 -6
configuration 11 -7  conflict 16 9  connect 14 -3  connection 9 -5  consistency -7 5  consistent 33 -4  consol -3 -4
consolidat 0 22  constant -3 -6  constructor 2 -10  contain -5 -1  container -14 6  content -2 12  context -9 -6
contribut -6 3  contribut_md -4 7  contributor -2 -1  control 9 1  controller -2 11  convention -8 0
conversation 5 -4  convert -14 10  cooki -6 -3  copy 5 -3  cor 55 -5  correct -18 13  correctly 4 -3  count -12 -5
coverag -6 1  crash -4 -4  crat 10 -5  creat 1 21  creat_a -2 4  creation 10 -5  credential 10 -3  css 26 -8
current -13 -6  cursor 8 -4  custom 3 -26  cut 10 -4  cwd -9 1  daemon 10 -3  dark -1 -1  dat 2 -2  data 19 12
databas -9 -3  db -6 -3  dead 1 -3  debug -3 -2  declar -2 -2  declaration -7 2  decod 11 -2  default 24 7
default_for -5 -1  default_to -3 3  defer 9 -3  definition -7 8  delay -4 -1  delet 3 -5  delta -8 7  demo 2 -1
deno 13 -4  dep -5 -3  depend 3 -1  depend_on 3 -1  dependency 16 -4  deploy -15 -11  deployment 4 -3  deprecat 7 4
deprecation 12 2  description -7 -8  design -8 5  desktop 2 -2  detail 2 -3  detect -11 -4  detection 0 -7  dev -23 0
development -7 -5  diagnostic -11 -2  diagram 49 -3  diff 23 0  different 1 -1  dir -17 -5  direct -3 -2
directiv 18 -13  directly -1 -2  directory 7 17  disabl -15 -8  dispatch 6 12  display -19 -5  do -6 -4  do_not -5 -1
doc 26 22  doc_and 18 0  doc_fix 0 0  doc_for -5 -11  doc_to -8 20  doc_with -5 5  docker -19 6  docstr 5 -5
document -32 -3  documentation -36 26  documentation_for -1 -9  doesn't -2 -1  don -7 -3  don't -9 -2  dot -12 2
doubl -3 -2  down -1 -2  download -4 3  drop -4 -1  drop_support 1 8  duplicat 40 -10  dur -3 1  durabl 8 -1
duration -3 -2  dynamic -3 -5  e2e -14 38  e2e_test 9 6  each 17 -3  early 2 -2  ecosystem -7 5  edg -2 -5  edit 1 -4
editor -4 -3  element 7 4  email -4 -2  emit -11 -2  empty -13 -8  enabl 4 9  encod -8 0  end 1 1  endpoint -3 -4
enforc -2 5  engin -2 -2  enhanc 4 -6  ensur 18 -4  entity -7 -2  entry 6 0  enum -2 0  env -12 4  env_var -13 3
environment 3 -8  environment_variabl 7 -2  error -4 -4  error_for -5 -2  error_handl 4 -4  error_handler 1 2
error_in 11 0  error_log -3 -2  error_messag -2 -3  error_when -2 -2  esbuild -2 -2  escap 12 -6  eslint 21 2
etc -6 19  event -14 5  every -11 -3  exampl 0 -53  exampl_for -8 -5  exampl_in -1 -5  exampl_to 15 -7
exampl_with 0 -3  exception -11 7  exclud -13 -6  exec -6 -2  execution -1 14  exist -9 8  exit -5 -1  expand -3 -4
expect -4 -2  experimental -4 1  explain -7 -4  explicit 6 -3  export 7 7  expos -9 -6  express 7 -3  expression -7 -4
extend -9 -7  extension -10 7  extra -12 -4  extract 4 -2  fail 1 -10  fail_test -4 0  failur -7 10  fall -4 6
fall_back -4 6  fallback 7 -4  fals 32 -8  fals_positiv -7 -1  favor 7 -3  favor_of 7 -3  feat 5 -1  featur 4 24
featur_flag 4 -3  fetch -11 -2  field -26 14  field_in -4 1  field_to -1 -3  fil 36 -3  fil_in -2 4  fil_path 2 -2
fil_to -6 -8  fil_with 8 -3  filter -2 -4  final -7 -1  finaliz 7 0  find -7 -8  finish -1 -8  first 14 2
first-class 13 -4  fish -2 -2  fix -2 7  fix_a -5 -5  fix_add 54 -8  fix_an -2 -2  fix_broken -1 -3  fix_bug 13 4
fix_doc -2 5  fix_fix 8 -10  fix_flaky -3 -5  fix_for -5 -3  fix_incorrect -2 -2  fix_issu 9 -1  fix_link 4 -3
fix_som 1 9  fix_the -4 -2  fix_typ -9 8  fix_typo -4 -7  fixtur 15 -1  flag 1 -15  flag_to -8 -2  flaky -8 -9
flash -5 -2  flat 15 5  float -4 -1  flow -6 0  fmt -4 -2  focus 9 11  folder -4 5  follow 14 -1  font -2 -2
for -7 -19  for_all -2 -5  for_claud -4 14  for_new -8 6  for_python -2 -2  for_test 13 16  for_the -14 28
for_typ -4 1  for_v0 -1 -3  for_window -5 -1  forc -4 -1  fork -4 -2  form -14 3  format 14 0  formatter 13 -5
forward -12 -3  found -6 3  framework -1 5  fre 8 -2  from -9 -2  from_the -2 -2  from_to -1 -2  full -12 1
fully -7 -2  function -7 -2  further -6 5  gat -7 7  generat 18 6  generation 88 -16  generator 8 9  generic -11 2
get -19 -1  getter -1 -2  gh -5 -2  git 14 -8  gitignor -18 -6  glob -14 3  global 0 -2  go 0 21  googl -12 -4
gpt-5 -16 -2  grammar -7 4  grid 5 -2  group 35 1  guard 2 13  guid -29 21  guidanc -3 -3  handl 24 1  handl_and 3 -3
handl_of 12 -3  handler -1 6  hang -3 -3  harden 18 -6  harness 7 13  has 1 -5  hash -3 -5  hav -12 4  head -2 0
header 8 -15  heartbeat -5 -2  help -1 -5  helper -9 -1  hid -4 -3  hidden -8 -1  highlight -29 -4  history -7 15
history_to 0 -1  hom -1 -3  honor -3 -2  hook -6 27  host -3 -6  how -10 -1  how_to -11 2  html -7 6  http -11 7
icon -20 -4  id -7 2  identifier 0 4  idl -17 8  ids 4 -4  if 15 -3  ignor -18 -4  imag -7 -8  impl -12 3
implement 16 -9  implementation -2 -6  import -16 -8  improv -40 -25  improv_doc 13 -11  improv_documentation 2 -6
improv_test 4 -1  improv_the -11 15  improvement 4 8  in -24 -15  in_a 8 -2  in_changelog -2 -1  in_ci -1 10
in_doc 3 -5  in_exampl 1 -2  in_favor 7 -3  in_readm -2 -2  in_test -13 8  in_the 4 22  includ -22 -10  incorrect -6 2
increas 4 -4  incremental 5 0  indent -9 16  indentation -6 3  index -12 12  indicator 4 -3  inferenc -10 12
info -14 -13  inherit 2 -2  init -9 5  initial 10 6  initializ -4 -2  initialization -7 -1  inject -12 3
injection -4 -4  inlin -17 0  input 3 -6  insid -11 13  install -2 -5  install_script -5 -1  installation -10 -3
instanc 17 -6  instead -1 0  instead_of -1 1  instruction -11 -7  integrat -13 -2  integration -22 18
integration_test -11 2  interaction 4 -2  interactiv 17 3  interfac 20 -8  internal 1 18  interrupt -2 -1  into 50 26
into_the -13 -4  introduc 19 -13  invalid -3 -6  invok 13 5  io 8 -3  ios -5 -1  is 2 1  is_not -2 3  issu 19 0
issu_in -2 4  issu_with 4 -2  it 11 -15  it_to 11 -5  item -22 1  its -6 -4  its_own 3 -3  java -4 -3  job -4 -3
js 7 0  json -2 2  jsonl -7 3  keep -27 -8  key -30 16  key_in -5 -2  keyword 3 -5  kill -1 1  label 1 -6  lan -3 -2
languag -28 13  last 22 -3  latest -5 -9  latest_version 2 -1  launch 18 -2  layer 10 -5  layout 10 -3  lazy -3 -2
leak -4 -3  legacy 3 17  length -8 12  let 5 4  level 11 9  lib 29 5  licens -1 -3  lifecycl 8 7  light -5 3
lik -1 12  limit 0 5  lin -11 0  link -12 -14  link_in -3 -2  link_to -9 -10  lint -6 1  linter 14 0  linux -1 -1
list 4 -15  list_of -6 -3  listen -2 -2  literal -5 8  liv -7 4  load 25 -13  loader -5 -5  local -17 16
location -9 -6  lock -2 -6  log 3 -4  logger 9 -1  logic 16 -5  login -14 -2  logo -11 -3  long 5 -2  longer -3 -3
look -7 1  lookup 2 -5  loop -9 -6  lower 5 6  machin -11 -1  maco -4 -2  macro -12 -2  main 0 34  maintainer -5 -2
mak 8 -9  mak_it -3 -3  mak_sur -4 -1  mak_the -1 -3  management 11 -2  manager -1 -2  manifest 5 -2  map 9 3
mark -10 -6  markdown -30 2  marker -6 -2  master -12 2  match 7 -9  max -1 2  mcp -5 -10  mcp_server 5 -1  md -18 1
memory 21 -7  mention -8 -11  menu -4 2  merg 22 24  merg_conflict 19 8  merg_of -1 -2  messag 18 -5  meta 16 -13
metadata 8 -11  method -20 -3  method_to -1 -3  metric 1 -9  middlewar -8 1  migrat -19 -10  migrat_to 5 11
migration 12 -5  migration_guid -4 1  minor -11 25  mismatch 7 2  miss -15 19  mobil -5 -2  mock -3 -3  mod -3 -16
mod_for 4 -1  model 16 -4  modul 24 -9  mor 6 17  mov 64 18  mov_to 10 17  multilin -4 -2  multipl -22 9  must -3 -2
nam 20 1  nam_and -1 -1  nam_for -3 -2  nam_in 5 -3  nam_to -2 3  namespac -6 -3  nativ 3 -11  navigation -6 -3
need -6 2  negativ -8 -2  nest -8 -6  network -4 9  never 1 -2  new 14 20  next -9 0  no -6 -7  no_longer -3 -3
nod 5 1  non -2 -6  normaliz -10 6  not -23 10  not_to -3 -4  notic 16 -7  notification 5 -2  now -9 -2  npm 2 -5
null -5 -2  number -19 -7  oauth -19 -2  object -10 12  obsolet -6 -2  of 35 -9  of_an -7 -1  of_the -11 -3
official -4 2  old 20 5  omit 3 -4  on -35 -39  on_the 14 -10  on_window 3 -4  onboard 12 12  onc -2 -6  one 0 -7
only 11 -2  open 3 2  opencod -1 -1  operation 7 -5  operator 2 -3  opt-in -2 -2  optimiz 3 -4  option -21 -15
option_for -7 7  option_in -3 -3  option_to 17 2  optional 6 39  or -7 -4  order -9 2  org 0 3  os 13 -3  otel 2 -3
other -14 16  out 24 1  output -5 18  outsid 8 -1  over -2 6  overflow -3 3  overhaul 18 7  overrid -9 -9  own 2 -10
packag 40 12  pad -8 -1  pag -26 2  pan 21 -1  panel -13 -1  panic 17 -3  parent 2 -3  parity 11 -8  pars -18 -13
parser 20 -1  part -7 8  partial -8 -1  pass 8 25  pass_to 8 -1  patch 0 -7  path -8 -18  path_for 7 -1  path_in -9 3
pattern 0 -5  paus -21 -2  payload -2 8  per 22 -6  performanc 16 -5  permission -3 -3  phas 6 -4  picker 17 -3
pin -6 5  pip 9 -3  pipelin -3 -2  plac 0 -2  placeholder -8 5  plan -1 20  platform 3 3  plugin -42 12
plugin_for -2 8  plugin_to -8 -5  point 7 1  pointer 7 -2  policy -11 -6  polish -4 8  port -14 -4  positiv -7 -1
possibl -10 14  post -7 -10  posthog -1 -2  pr -6 -13  preferenc 5 -1  prefix 3 -4  prepar 22 -5  preserv 6 10
preset 9 -3  prettier 19 -2  pretty -3 -3  prevent -24 -8  preview 5 -4  previous -5 -2  primary -2 2  primitiv 10 -2
print 9 -7  privat 4 1  process 46 -12  processor 1 1  product -5 -3  production 3 -2  profil 8 -3  progress -14 -8
project 2 -1  promot -8 -4  prompt -16 -3  prop -5 8  propagat 7 -1  proper 12 -4  properly -3 -2  property -4 9
proto 5 0  protocol 0 -1  prototyp -5 3  provid 12 6  provider -6 -14  proxy 7 -6  public 16 -7  publish -15 -8
pull -1 9  push 2 -6  put -12 3  py 9 -2  pytest 6 -1  python 25 -8  query -8 0  queu 22 -4  quick -9 11  quot -6 -4
rac -5 -2  rais 1 18  rang -2 4  rat 0 -2  raw -8 -5  re-export -16 2  react -1 3  read -8 -6  readability -6 5
readm 4 15  readm_md -3 7  real -7 14  reason 1 -3  redirect -12 -11  reduc 9 -13  redundant -5 0  ref 0 3
refactor -6 33  refactor_test -4 16  referenc -22 7  refin 6 -3  reflect -6 2  refresh -17 21  regenerat -7 7
regex -6 -5  regexp -5 -2  register -12 4  registration -3 -1  registry 4 -3  regression 2 6  regression_test -1 8
reject -10 -4  releas -27 22  releas_workflow -5 -4  reload -8 -3  remot 10 3  remov -4 -5  remov_deprecat 18 -1
remov_duplicat 0 -4  remov_extra -7 -3  remov_old 16 7  remov_redundant -5 -2  remov_the 7 2  remov_unnecessary -9 8
remov_unus -11 -4  removal -2 -1  renam 17 30  render -28 -11  reorder -2 9  reorganiz 2 10  replac -41 -3
replacement -1 -3  replay -3 12  reply -5 -6  repo -3 -1  report -6 13  repository -3 -1  request 0 23  requir 4 -15
requirement -6 6  reset -13 -4  resolution 7 -3  resolv 32 -9  resourc 10 -7  respect -8 -2  respons -8 -2
restart -4 -3  restor -2 8  restructur -10 43  result 27 -5  resum -10 8  retry -2 -4  return 7 -3  return_typ 11 4
revers 2 -3  revert -6 -3  review 13 -15  reviv 0 -2  rework 3 -2  rewrit 16 -15  rm 0 9  root -17 -8  round -11 6
rout 6 -12  router 5 16  row -8 -2  rs 20 -6  rst -2 1  ruby 3 -4  rul 43 -9  run 17 1  runner -8 0  runtim 4 15
russian -2 -3  rust 9 -3  s 6 10  saf 21 -4  safety 4 -1  sam -7 3  sampl -6 3  sandbox 12 -4  sav 4 -2  scan -3 -1
schedul 12 4  schema 37 -4  scop 0 1  screen -8 -2  screenshot 6 5  script -21 11  scroll -9 -2  sdk 22 7  sdk_to 3 -1
search -5 -8  secret 3 10  section -3 26  security -4 -2  seed -11 -2  segment -4 -2  select 7 -3  selection -11 5
selector 20 4  semantic 5 -3  send -7 -5  sentinel 16 -3  separat 46 -13  separator -10 3  sequenc 5 -2  serializ -5 8
serialization 4 -1  server -8 1  servic -26 29  session 2 -21  session_id -1 -1  set -19 -18  set_in 4 -1
set_to -3 -1  setup 7 5  sh -12 12  shar 1 -5  shell 9 -3  short 0 -3  should -8 8  should_not -3 -4  show -1 -1
shutdown -3 -2  sidebar -15 -2  sign 2 -4  signatur -3 6  simplify -15 -16  singl 25 2  sit 0 3  siz 0 1  skill -9 28
skip -5 2  slack -4 -1  slash 9 16  slash_command 14 18  small -4 3  smaller 8 5  smok -12 -3  snapshot -8 -2  so 5 7
socket -6 -2  som 5 14  sort -6 -2  sourc 32 0  spac 1 -1  span -12 -3  spawn -13 -3  spec 19 38  special -4 -5
specific -3 -3  specify -11 -3  spell -4 1  split -10 27  sponsor -2 -4  src 28 -7  stabiliz -10 -1  stabl -6 -3
stack 2 -2  stag 12 -10  stal 8 -1  standard -11 6  star 4 10  start -25 9  startup -8 3  stat -2 -1  statement 20 -9
static -7 5  status -11 -5  std 21 -4  stderr -8 -5  stdin -1 8  stdout -6 -2  step 34 -12  stop -4 -8  stor 39 -3
storag 4 -4  story -6 13  stream 16 -6  streamlin -2 -1  strict 24 -7  string 10 -3  strip -8 -4  structur 23 32
stuff 0 8  styl -31 26  subagent 10 -3  subcommand -11 13  submodul 11 -3  subprocess 5 -3  subscription 3 0
suffix 17 -4  suggestion 2 2  suit -12 17  summary -16 -3  support 69 20  support_for 27 11  support_to 13 9
suppress 1 5  sur -4 -1  surfac 19 -3  switch 21 6  switch_to 10 4  symbol 1 12  sync -8 8  syntax 3 32  system 28 -11
t -12 3  tab 7 7  tabl 20 -6  tag -11 -15  tak 1 -3  tap -3 -2  target -12 4  task -12 -8  telegram -28 9
telemetry -11 18  templat 18 2  terminal 24 10  test -26 82  test_and 12 -9  test_cas -2 3  test_coverag 3 -10
test_fil -14 22  test_for -14 -30  test_helper -11 7  test_in 7 1  test_suit -6 6  test_to -16 28  test_with 5 2
text -28 2  text_for -5 -1  than -3 8  that 12 -16  the 14 15  the_default -9 -1  the_doc -3 6  the_sdk 0 10
the_session -1 -1  the_test -7 8  their -5 -7  them -4 -14  ther -2 -3  think -14 -3  this -1 -8  thread -8 8
through 3 -4  through_the 3 -1  throw -6 -2  tim -4 -1  timeout 7 -12  titl -8 -2  tmux 8 -3  to -8 -10  to_a 1 -2
to_allow 7 0  to_and -6 -1  to_avoid 1 -2  to_be 14 -7  to_check -4 -2  to_default -9 6  to_ecosystem -2 -3
to_fix -4 -2  to_ignor -4 -1  to_latest 1 -2  to_main -5 3  to_match -7 6  to_new -9 -1  to_nod 7 -2  to_plugin -11 5
to_prevent -9 -1  to_readm -3 2  to_reflect -4 5  to_return 8 -1  to_run -11 -2  to_support -17 23  to_test 25 11
to_the 20 -2  to_use -28 20  to_v0 -2 -1  to_v1 2 -1  toggl 7 -1  token 11 -4  toml -8 -2  tool 48 -9  tool_call -6 7
tool_result -8 -1  top 9 -2  trac -2 -5  track -15 8  trail -15 9  trait -4 -1  transcript 3 4  transform -2 4
transformer 10 -11  transition 14 5  translation -37 32  travis -4 -3  tre 7 0  trigger 2 -3  tru -7 3
truncation -4 -2  trust 6 -3  try -6 -2  try_to -3 -1  ts 11 16  tsx -6 2  tui 17 10  tupl -10 10  turn -4 -3
tutorial 14 21  tweak 22 -2  two 0 -1  typ -3 26  typ_for 1 -5  typ_in 1 -4  typ_test -6 11  typ_to 4 -6
type:build -4 -2  type:chore 17 6  type:ci -15 -12  type:docs -16 -4  type:feat 39 2  type:fix -35 -4  type:none 2 8
type:perf 1 -3  type:refactor 33 -1  type:style -11 12  type:test -18 -14  typescript 6 4  typo -8 -11  typo_and -1 3
typo_in -3 -7  ui 1 -1  undefin -6 3  under -6 6  unicod -6 -2  unifi 21 -2  unify 6 -4  union 12 -3  unit -10 8
unit_test -6 4  unknown -4 -2  unnecessary -15 7  until 0 -1  unus -18 -6  up 4 19  updat -39 -3  updat_changelog 0 -1
updat_dependency -2 -2  updat_doc -2 4  updat_for -1 9  updat_link -1 -2  updat_readm 12 -3  updat_releas -1 -5
updat_test 5 2  updat_to 31 -2  updat_version -3 -1  upgrad 27 -10  upgrad_to 2 5  upload -7 -5  url -5 -12  us -5 -1
usag -2 -8  use -18 20  use_of 4 9  used 5 -6  user -5 -6  using -4 18  util -4 6  utility 2 -6  uuid -6 -2  ux 22 -2
v0 -16 -10  v1 36 -7  v10 -5 13  v2 19 15  v3 -4 5  v7 11 -6  valid 7 -2  validat -8 -6  validation 31 -12  valu -11 4
valu_in 0 -1  var -18 3  variabl -5 -7  verify -5 -1  version -4 10  version_in -3 -1  version_of 18 3
version_to 5 -2  via 8 12  view 29 -11  voic 10 -3  wait -3 -1  warn -14 -3  warn_about -3 -1  warn_for -3 3
warn_in -1 -4  warn_on -4 -1  was -3 -1  watch -6 -1  way -3 -2  we -9 -5  web 17 -3  websit 10 -6  websocket -10 -3
what -10 -3  when -30 1  when_run -2 -1  when_the -2 -1  when_using -8 1  wher 0 9  which 5 -3  whil 0 -1
whitespac -6 21  widget -11 15  width -3 -1  window 35 -12  wir -18 12  with 1 5  with_new -2 -2  with_prettier 8 -3
with_the -9 14  within -6 4  without 19 5  word 4 7  work -5 -2  work_on 8 -1  workaround -4 -2  workflow -3 19
workspac -5 -5  worktre 15 -4  wrap -8 4  wrapper -5 2  writ 14 -1  wrong -5 -2  x -10 2  yaml -8 -3  yml -6 -3  z 4 3
zsh -8 -6
`;
