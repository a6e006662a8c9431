/** Intake's model, read by `model.ts`. Written by scripts/fit-intake.ts; its figures are in fit-intake.txt. */
export const fittedModel = `
#general
bias -146 -266  decisive 77 87
#features
asks-for-more 15 5 0.2293 0.4204  single-failure -34 -9 0.2488 0.4323  untyped 3 10 0.5031 0.5
scoped -20 -13 0.3162 0.465  several-areas 23 -11 0.004661 0.06811  breaking 0 -4 0.006473 0.0802
documents -25 35 0.09852 0.298  tests -9 22 0.04234 0.2014  substitution 26 6 0.01877 0.1357
wide-verb 35 1 0.0492 0.2163  wide-verb-first 5 15 0.03729 0.1895  wide-nouns 28 4 0.159 0.4219
narrow-words -54 -39 0.4013 0.6412  clause-words -35 -22 0.1462 0.4336  texts-in-many-places 21 30 0.03172 0.1753
text-in-one-place -15 5 0.07147 0.2576  code-in-many-places 13 -1 0.1234 0.3289  parts 39 28 0.2039 0.5202
length -23 -13 -0.08764 0.363  long-title 7 -4 0.06697 0.2527  capital 11 4 0.3301 0.4703
code-in-title 2 2 0.09542 0.2938  option 1 -21 0.01838 0.1343  call -4 -5 0.01864 0.1353  joined 35 -1 0.0189 0.1362
quoted -13 -9 0.03431 0.182  bracketed 15 -4 0.03094 0.1732  number 7 8 0.07418 0.2621  refers 26 6 0.04298 0.2028
punctuated 5 -4 0.0268 0.1615  identifiers -21 -24 0.2295 0.5162  precedents-wide 30 6 -0.4294 0.8024
precedents-texts 13 32 -0.607 0.7093  precedents-small -30 -24 0.4752 0.7579  precedents-lines 29 35 -0.188 0.6471
precedents-files 24 7 -0.0732 0.2705  precedents-folders -2 -22 -0.0866 0.2213
precedents-text-share -18 13 0.02865 0.1499  nearest-wide 10 5 -0.225 0.5724  nearest-texts -8 12 -0.3397 0.4739
nearest-small -24 -11 0.2634 0.5514  nearest-lines 8 22 -0.09875 0.567  likest -20 2 0.3918 0.1988
support 17 25 0.7442 0.6273  wide-here 18 -7 -2.771 1.053  texts-here 0 19 -3.685 1.051  small-here 3 24 1.256 0.7374
type-wide 29 21 -0.3806 0.9782  type-texts -9 10 -0.5917 1.008  type-small -5 0 0.1006 0.6016
new-words -9 -17 1.225 1.207  rare-words 4 25 0.6662 0.9677  typed-here -15 -8 0.3863 0.3694
titles-here -32 -11 -0.2202 0.2256  history 40 24 0.3286 1.086  files-here 15 24 0.189 1.493
code-here 5 -2 0.4163 0.1707  tests-here -2 18 0.1946 0.1327  docs-here 12 3 0.1574 0.1663
several-places 12 13 0.006603 0.08099  texts-of-a-place 8 -9 0.03819 0.1917  named-folders 29 8 0.189 0.4153
named-files -13 -6 0.1706 0.4151  units 24 3 -0.5385 1.784  text-units -15 -5 -0.128 0.679
#tokens
1:accept -11 2  1:add -21 -16  1:adjust -2 -3  1:align 5 9  1:allow -2 -17  1:apply 8 7  1:avoid 18 6  1:better 2 -6
1:break 12 6  1:bring 0 -3  1:bump -11 -10  1:centraliz 1 -1  1:chang 3 13  1:changelog -1 -1  1:check -12 -4
1:clarify -16 -1  1:clean 0 2  1:cleanup -1 0  1:clear -10 16  1:complet 2 6  1:consolidat 1 21  1:convert 5 13
1:correct -17 10  1:creat -1 21  1:default -4 3  1:delet 10 -3  1:deprecat 6 1  1:detect -8 -2  1:disabl -13 -5
1:display -3 -2  1:do -6 0  1:doc 2 -6  1:document -26 -4  1:don't -8 -1  1:drop 14 5  1:emit -9 0  1:enabl 5 13
1:enforc -3 6  1:enhanc -18 -6  1:ensur 24 -4  1:escap -3 -2  1:exclud -12 -3  1:export 12 -2  1:expos -5 -5
1:extend -5 -3  1:extract 16 -1  1:fail 6 -4  1:feat 7 -4  1:featur -2 2  1:finish 0 -9  1:fix -5 -11  1:format 15 -10
1:forward -7 -2  1:further -11 6  1:generat 13 -4  1:get -8 3  1:guard 2 6  1:handl 12 -10  1:harden 0 -4
1:highlight -9 0  1:ignor -7 -5  1:implement 9 -8  1:improv -29 -19  1:includ -8 -4  1:increas 5 -4  1:integrat -12 -2
1:introduc 20 -11  1:keep -23 -6  1:let 11 -4  1:link -8 -4  1:log 5 -3  1:mak -7 0  1:mark -7 -4  1:mention -3 -9
1:merg 22 20  1:migrat -21 -10  1:minor -5 3  1:mor 12 -16  1:mov 14 26  1:new 18 18  1:no -4 -4  1:normaliz -10 8
1:omit -7 -3  1:only 1 -3  1:optimiz 4 -4  1:pars 10 -4  1:pass 4 -4  1:pin -7 -2  1:plugin -5 -2  1:port 11 0
1:prepar 13 -3  1:preserv 6 13  1:prevent -13 -6  1:propagat 7 -1  1:publish -4 -1  1:read -6 -1  1:reduc 6 -10
1:refactor 4 13  1:refin 7 -3  1:refresh -12 15  1:regenerat -7 7  1:reject -7 -4  1:releas -12 6  1:remov 26 5
1:renam 27 18  1:render -9 -2  1:reorganiz 2 11  1:replac -5 -4  1:requir -4 -3  1:resolv 2 -5  1:respect -7 -2
1:restor 1 11  1:restructur -8 21  1:return -5 -1  1:rewrit 17 -16  1:rout -2 2  1:run -6 18  1:send -6 -1
1:separat -6 -3  1:set -20 -4  1:shar -4 -2  1:show 13 -9  1:simplify -3 -15  1:skip -9 -3  1:split -14 34
1:stabiliz -12 -1  1:start -2 -3  1:stop -10 -6  1:stream 3 -2  1:streamlin -3 -1  1:strip -7 -3  1:support -52 12
1:surfac 7 -3  1:switch 16 3  1:sync -4 -6  1:test -7 -12  1:the -1 -7  1:throw -3 -1  1:track -10 15  1:tweak 29 -6
1:typ 15 -6  1:typo -1 -1  1:unify 7 -4  1:updat -34 -10  1:upgrad 6 3  1:use -7 12  1:using -7 24  1:validat -4 -3
1:warn -5 -3  1:wir -11 6  1:wrap -6 -2  a 0 -22  a_new -1 -2  a_typo 0 -1  ability 3 -4  ability_to -1 -4
abort -7 12  about -11 -2  accept -6 -2  account -8 -5  acp 3 -3  across 5 6  action 39 -8  adapter 15 -5  add 4 15
add_a 1 3  add_changelog -3 -2  add_claud -3 -3  add_comment -12 -2  add_default -8 12  add_exampl -9 -4
add_link -6 -2  add_miss -14 24  add_mor -7 11  add_new 0 -3  add_not -4 -5  add_option 6 -3  add_session 8 -4
add_som -4 -2  add_support 40 -3  add_test -3 -17  add_the 1 -5  add_typ -5 0  add_version 10 4  additional 11 1
address -8 -4  adjust -5 -5  after 2 -14  against 6 -5  agent 6 0  agent_md -7 2  agent_sdk -5 -1  ai -3 1  alia -3 8
alias -11 -2  align -10 19  all 24 -16  allow 2 -23  allowlist -4 -2  already -5 -2  also 3 -2  alway -9 -4  an 2 -13
an_error -2 -2  analytic -14 -4  and 24 22  and_add -10 5  and_agent -2 -1  and_exampl 33 -15  and_fix 1 9
and_improv -15 -5  and_remov -16 6  and_session 12 4  and_test 14 -16  and_the 3 -3  and_updat -14 -8  and_use 11 -2
and_window 16 -2  android -7 4  animation -9 -1  annotation -9 -3  another 3 -2  ansi 9 -3  any 3 -3  api 45 -24
api_key -8 -1  apis 7 1  app -5 -4  append 12 -4  application -18 -4  apply 8 7  approval -2 6  architectur -22 20
archiv -8 -2  are 13 18  arg -22 2  argument -22 2  argument_in -6 9  around 23 -6  array 12 4  artifact 14 -4
as -15 -3  as_a 4 -4  assert -5 8  assertion 6 -1  asset -4 -1  assistant -5 -1  async -9 7  at -14 6  attachment 7 -3
attribut -11 -7  auth -17 8  auto -3 -3  autofix -3 3  automat 20 -5  automatically 3 13  availabl 8 -4  avoid 26 2
await 2 -5  aws -7 3  azur 0 -4  back 12 0  back_to -8 7  backend 22 -2  background -13 -4  backup -6 -7  bad -4 -3
badg 3 -4  bar -9 -5  bas 27 -10  bas_on 24 -4  bash 1 1  basic 8 0  batch 11 -4  be 21 4  befor -6 3  behavior -15 -8
being 6 -2  benchmark -12 18  beta 4 -8  better -13 2  between -8 -4  binary 12 8  bind 12 14  block -11 11  body 8 1
boolean -1 -3  border 22 -3  bound 13 -4  box 9 -3  branch 3 -8  brand -9 24  break 6 15  break_chang -3 8  brew -8 -1
bridg 1 6  bring 2 -3  broken -9 -6  broken_link 0 -3  browser 12 -5  budget 6 -2  buffer 19 -6  bug 40 8
bug_fix 19 -2  bug_in 12 -2  bug_with 3 5  build -19 2  built-in 13 -11  builtin -5 -4  bump -13 -10  bump_action -1 0
bump_version -1 0  bun -3 8  bundl 20 -4  bundler -7 7  button -17 -4  by -21 -10  by_default -9 1  byt -8 -1  c -6 -6
cach -9 3  call -21 17  callback 38 -5  can 36 -6  can_be 13 -1  cancel 5 -2  cancellation -2 -4  capability 3 -2
captur -14 -4  card 45 -6  cargo -13 -2  cas -21 0  cas_for -3 -6  catalog 8 -2  caus -11 -3  centraliz 1 -1
cert -12 10  chain 3 -2  chang 14 -11  chang_to 2 -2  changelog -17 -10  changelog_entry -4 -1  changelog_for -2 -1
channel -7 17  character -8 10  chat 7 7  check -24 -20  check_for -9 3  checkout -3 -1  checkpoint 11 -5  chines -5 4
chunk 8 6  ci -9 21  clap 21 -4  clarification -9 4  clarify -21 -7  class -23 5  claud -21 4  claud_cod 8 7
claud_md -5 -3  clean -2 0  clean_up -1 2  cleanup -25 -11  clear -12 14  cli 25 14  client 7 -1  clippy 0 15
clon -18 -2  clos -23 -14  cod 57 19  cod_and 12 -4  cod_block -6 3  cod_for 9 -3  cod_to -3 -1  cod_version -3 0
codebas 21 -6  collection -5 8  color 23 -4  column -7 -1  com 1 -5  combin 1 -2  command -24 26  comment 12 -16
commit -18 8  common -18 15  community -1 -3  compact 11 -2  compaction 16 9  compat 4 -3  compatibility -1 19
compatibl 14 -3  compil 26 -4  complet -10 2  completion 12 -14  component -1 10  composer -8 -2  comprehensiv 8 -2
concurrent -3 -3  condition -8 -3  config -29 3  config_fil -8 -3  configur -2 -4  configurabl 2 -6
configuration 13 -8  conflict 18 10  connect 15 -4  connection 11 -6  consistency -8 5  consistent 36 -4  consol -3 -5
consolidat 0 25  constant -1 -6  constructor 2 -10  contain -5 -1  container -16 6  content -3 13  context -10 -7
contribut -7 3  contribut_md -4 8  contributor -3 -2  control 11 1  controller -2 12  convention -9 0
conversation 6 -4  convert -4 11  cooki -7 -4  copy 6 -3  cor 61 -5  correct -20 14  correctly 4 -3  count -13 -5
coverag -7 2  crash -4 -4  crat 11 -6  creat 0 23  creat_a -2 5  creation 11 -5  credential 11 -4  css 29 -8
current -15 -7  cursor 8 -4  custom 2 -29  cut 11 -5  cwd -10 2  daemon 11 -3  dark -1 -2  dat 3 -3  data 20 14
databas -10 -4  db -7 -3  dead 2 -3  debug -4 -3  declar -3 -2  declaration -8 2  decod 13 -3  default 27 8
default_for -5 -1  default_to -3 3  defer 10 -3  definition -8 9  delay -5 -1  delet 4 -5  delta -9 7  demo 2 -1
deno 14 -5  dep -6 -4  depend 3 -1  depend_on 3 -1  dependency 17 -4  deploy -17 -12  deployment 4 -3  deprecat 8 5
deprecation 13 2  description -8 -9  design -9 5  desktop 2 -2  detail 2 -3  detect -12 -4  detection -1 -8
dev -25 -1  development -8 -6  diagnostic -13 -2  diagram 56 -2  diff 26 0  different 1 -1  dir -18 -6  direct -3 -2
directiv 21 -15  directly -1 -3  directory 8 19  disabl -16 -10  dispatch 6 13  display -22 -6  do -7 -4  do_not -6 -1
doc 30 25  doc_and 21 0  doc_fix 0 0  doc_for -6 -12  doc_to -8 22  doc_with -5 6  docker -20 6  docstr 6 -6
document -36 -3  documentation -42 30  documentation_for -2 -10  doesn't -2 -2  don -8 -3  don't -9 -2  dot -15 3
doubl -4 -2  down -1 -2  download -5 4  drop -5 -1  drop_support 1 9  duplicat 45 -11  dur -3 1  durabl 9 -2
duration -4 -2  dynamic -2 -6  e2e -15 43  e2e_test 10 6  each 18 -3  early 2 -2  ecosystem -7 5  edg -2 -5  edit 1 -4
editor -5 -4  element 8 4  email -5 -2  emit -12 -2  empty -14 -9  enabl 4 10  encod -9 -1  end 1 1  endpoint -3 -4
enforc -2 6  engin -3 -2  enhanc 4 -6  ensur 20 -5  entity -8 -3  entry 6 0  enum -2 0  env -13 4  env_var -13 3
environment 4 -9  environment_variabl 8 -3  error -5 -5  error_for -6 -2  error_handl 5 -5  error_handler 2 2
error_in 13 0  error_log -3 -3  error_messag -2 -4  error_when -3 -2  esbuild -2 -2  escap 14 -7  eslint 23 3
etc -6 21  event -16 6  every -13 -3  exampl -1 -60  exampl_for -10 -5  exampl_in -2 -6  exampl_to 16 -8
exampl_with -1 -4  exception -13 8  exclud -14 -6  exec -7 -3  execution -2 16  exist -10 9  exit -6 -1  expand -4 -5
expect -4 -3  experimental -4 1  explain -7 -4  explicit 6 -4  export 7 8  expos -11 -7  express 8 -4
expression -8 -4  extend -10 -8  extension -12 8  extra -13 -5  extract 5 -3  fail 1 -11  fail_test -4 0  failur -8 12
fall -5 6  fall_back -5 6  fallback 8 -4  fals 36 -10  fals_positiv -7 -2  favor 7 -3  favor_of 7 -3  feat 5 -1
featur 4 26  featur_flag 5 -3  fetch -13 -2  field -29 16  field_in -4 2  field_to -1 -3  fil 38 -4  fil_in -2 4
fil_path 2 -2  fil_to -5 -8  fil_with 9 -4  filter -3 -4  final -8 -1  finaliz 8 -1  find -9 -9  finish -2 -10
first 16 2  first-class 15 -4  fish -3 -2  fix -2 7  fix_a -6 -5  fix_add 61 -9  fix_an -3 -2  fix_broken -1 -3
fix_bug 15 5  fix_doc -2 6  fix_fix 9 -11  fix_flaky -3 -5  fix_for -6 -4  fix_incorrect -2 -3  fix_issu 10 -1
fix_link 5 -4  fix_som 1 10  fix_the -5 -2  fix_typ -10 9  fix_typo -4 -7  fixtur 17 -1  flag 2 -17  flag_to -7 -2
flaky -9 -9  flash -6 -2  flat 17 6  float -5 -1  flow -7 0  fmt -5 -3  focus 10 13  folder -5 6  follow 16 -2
font -2 -2  for -7 -21  for_all -2 -6  for_claud -4 16  for_new -9 7  for_python -3 -2  for_test 14 19  for_the -16 31
for_typ -4 1  for_v0 -2 -3  for_window -6 -1  forc -5 -2  fork -4 -2  form -16 4  format 22 -1  formatter 14 -6
forward -13 -4  found -7 3  framework -1 5  fre 9 -3  from -10 -3  from_the -2 -3  from_to -1 -2  full -14 1
fully -7 -2  function -7 -2  further -8 6  gat -8 8  generat 20 6  generation 99 -18  generator 8 10  generic -13 2
get -21 -2  getter -1 -2  gh -6 -2  git 15 -9  gitignor -21 -7  glob -16 3  global 0 -3  go 1 23  googl -14 -5
gpt-5 -18 -2  grammar -8 4  grid 6 -2  group 39 1  guard 2 15  guid -33 24  guidanc -3 -3  handl 27 1  handl_and 3 -3
handl_of 13 -4  handler -1 7  hang -3 -3  harden 20 -7  harness 7 15  has 1 -5  hash -3 -6  hav -14 4  head -3 0
header 8 -17  heartbeat -6 -3  help -1 -5  helper -10 -1  hid -5 -3  hidden -8 -1  highlight -33 -5  history -8 17
history_to 0 -2  hom -1 -3  honor -3 -2  hook -7 30  host -1 -8  how -12 0  how_to -13 3  html -8 7  http -12 8
icon -22 -4  id -8 2  identifier -1 4  idl -20 9  ids 5 -4  if 17 -4  ignor -20 -4  imag -8 -9  impl -13 3
implement 17 -10  implementation -5 -7  import -19 -9  improv -48 -28  improv_doc 14 -13  improv_documentation 3 -6
improv_test 4 -2  improv_the -12 17  improvement 3 9  in -26 -16  in_a 9 -2  in_changelog -2 -1  in_ci -1 11
in_doc 3 -5  in_exampl 3 -2  in_favor 7 -3  in_readm -2 -3  in_test -14 9  in_the 4 24  includ -24 -11  incorrect -6 2
increas 4 -5  incremental 5 0  indent -11 17  indentation -7 3  index -13 13  indicator 4 -3  inferenc -11 13
info -16 -14  inherit 3 -2  init -10 5  initial 10 7  initializ -4 -2  initialization -8 -1  inject -14 3
injection -5 -4  inlin -19 0  input 3 -7  insid -12 15  install -2 -6  install_script -6 -1  installation -11 -4
instanc 19 -7  instead -1 -1  instead_of -1 1  instruction -13 -7  integrat -15 -3  integration -27 20
integration_test -14 2  interaction 4 -2  interactiv 19 4  interfac 22 -9  internal 1 20  interrupt -3 -1  into 54 29
into_the -15 -4  introduc 21 -15  invalid -4 -6  invok 14 5  io 9 -3  ios -5 -1  is 2 2  is_not -2 4  issu 21 1
issu_in -2 4  issu_with 4 -3  it 13 -17  it_to 12 -6  item -28 2  its -6 -4  its_own 3 -3  java -4 -3  job -4 -3
js 9 -1  json -2 2  jsonl -8 4  keep -30 -9  key -33 17  key_in -6 -2  keyword 4 -6  kill -1 1  label 0 -7  lan -4 -2
languag -32 15  last 25 -3  latest -6 -10  latest_version 2 -2  launch 20 -2  layer 12 -6  layout 12 -4  lazy -3 -2
leak -4 -3  legacy 3 19  length -9 14  let 6 5  level 12 9  lib 32 5  licens -1 -3  lifecycl 9 8  light -5 3
lik -2 13  limit 0 5  lin -13 -1  link -14 -17  link_in -3 -3  link_to -10 -11  lint -2 0  linter 15 0  linux -1 -2
list 7 -16  list_of -7 -4  listen -2 -3  literal -5 9  liv -9 4  load 28 -14  loader -5 -6  local -19 18
location -10 -7  lock -2 -6  log 3 -4  logger 10 -2  logic 18 -6  login -16 -2  logo -11 -4  long 6 -3  longer -3 -3
look -8 1  lookup 2 -6  loop -10 -7  lower 5 7  machin -12 -1  maco -4 -2  macro -14 -2  main -1 38  maintainer -6 -2
mak 8 -10  mak_it -3 -3  mak_sur -4 -2  mak_the -1 -4  management 12 -2  manager -1 -2  manifest 5 -2  map 9 4
mark -12 -7  markdown -34 3  marker -7 -2  master -14 3  match 7 -10  max -1 3  mcp -5 -11  mcp_server 5 -1  md -20 1
memory 25 -8  mention -8 -12  menu -5 2  merg 24 28  merg_conflict 21 9  merg_of -2 -2  messag 20 -5  meta 17 -14
metadata 9 -13  method -22 -4  method_to -1 -3  metric 1 -10  middlewar -10 0  migrat -26 -12  migrat_to 5 12
migration 13 -6  migration_guid -4 1  minor -13 28  mismatch 8 2  miss -17 22  mobil -7 -2  mock -4 -2  mod -3 -17
mod_for 5 -2  model 17 -4  modul 26 -11  mor 3 19  mov 68 20  mov_to 11 19  multilin -4 -2  multipl -26 10  must -4 -2
nam 19 1  nam_and -1 -1  nam_for -3 -2  nam_in 6 -3  nam_to -2 3  namespac -6 -3  nativ 3 -12  navigation -7 -3
need -7 2  negativ -9 -2  nest -10 -6  network -5 10  never 1 -3  new 16 22  next -11 0  no -7 -8  no_longer -3 -3
nod 7 1  non -2 -7  normaliz -11 7  not -27 11  not_to -3 -4  notic 18 -8  notification 5 -2  now -10 -3  npm 3 -5
null -6 -2  number -21 -8  oauth -21 -3  object -11 13  obsolet -7 -2  of 40 -10  of_an -8 -1  of_the -13 -3
official -4 2  old 22 6  omit 4 -5  on -39 -44  on_the 16 -11  on_window 4 -4  onboard 11 13  onc -3 -6  one -1 -8
only 12 -2  open 3 2  opencod -1 -2  operation 8 -5  operator 2 -4  opt-in -2 -3  optimiz 4 -5  option -23 -17
option_for -8 8  option_in -4 -4  option_to 20 2  optional 6 43  or -8 -4  order -11 2  org 0 4  os 14 -3  otel 2 -3
other -16 18  out 26 1  output -6 20  outsid 9 -1  over -2 6  overflow -4 3  overhaul 16 8  overrid -10 -10  own 2 -11
packag 44 12  pad -9 -1  pag -30 3  pan 23 -1  panel -14 -1  panic 19 -3  parent 3 -4  parity 12 -8  pars -19 -15
parser 21 -1  part -9 8  partial -9 -1  pass 8 28  pass_to 8 -2  patch 0 -8  path -7 -20  path_for 7 -1  path_in -10 3
pattern 0 -6  paus -23 -3  payload -2 8  per 25 -7  performanc 17 -6  permission -3 -3  phas 26 -5  picker 19 -3
pin -7 6  pip 10 -4  pipelin -4 -2  plac 0 -2  placeholder -9 6  plan -2 22  platform 4 4  plugin -47 13
plugin_for -3 9  plugin_to -9 -6  point 8 1  pointer 7 -2  policy -13 -7  polish -5 8  port -5 -5  positiv -7 -2
possibl -12 16  post -8 -11  posthog -1 -2  pr -7 -14  preferenc 5 -1  prefix 3 -4  prepar 24 -6  preserv 7 12
preset 10 -3  prettier 22 -3  pretty -3 -3  prevent -28 -9  preview 6 -4  previous -5 -2  primary -3 2  primitiv 11 -2
print 10 -8  privat 5 1  process 50 -14  processor 1 1  product -5 -4  production 3 -2  profil 8 -3  progress -16 -9
project 2 -1  promot -9 -5  prompt -18 -3  prop -4 9  propagat 7 -2  proper 13 -4  properly -3 -2  property -5 10
proto 6 0  protocol 0 -1  prototyp -6 3  provid 13 6  provider -7 -16  proxy 8 -6  public 18 -8  publish -17 -9
pull -1 10  push 2 -7  put -14 4  py 13 -2  pytest 6 -1  python 27 -10  query -9 0  queu 24 -4  quick -10 13
quot -7 -4  rac -5 -3  rais 1 20  rang -3 5  rat 0 -2  raw -9 -5  re-export -18 2  react -1 3  read -9 -7
readability -7 5  readm 6 16  readm_md -3 8  real -7 16  reason 1 -3  redirect -13 -12  reduc 10 -15  redundant -6 0
ref 0 3  refactor -11 36  refactor_test -4 17  referenc -24 8  refin 5 -4  reflect -7 3  refresh -19 24
regenerat -7 7  regex -7 -5  regexp -6 -2  register -13 4  registration -4 -2  registry 5 -3  regression 3 6
regression_test -1 8  reject -11 -4  releas -31 24  releas_workflow -6 -5  reload -9 -4  remot 11 4  remov -6 -5
remov_deprecat 20 -1  remov_duplicat 0 -5  remov_extra -8 -3  remov_old 18 8  remov_redundant -5 -3  remov_the 8 2
remov_unnecessary -11 9  remov_unus -13 -4  removal -2 -2  renam 10 33  render -33 -13  reorder -3 10  reorganiz 2 11
replac -21 -2  replacement -1 -3  replay -3 13  reply -6 -6  repo -4 -1  report -7 14  repository -4 -1  request 1 26
requir 4 -17  requirement -6 6  reset -14 -4  resolution 7 -3  resolv 35 -10  resourc 12 -7  respect -9 -2
respons -9 -2  restart -4 -3  restor -2 9  restructur -12 49  result 30 -6  resum -11 9  retry -2 -4  return 8 -4
return_typ 12 4  revers 2 -4  revert -7 -4  review 15 -17  reviv 0 -2  rework 3 -2  rewrit 16 -17  rm 0 10
root -20 -9  round -11 7  rout 7 -13  router 8 18  row -9 -2  rs 22 -6  rst -2 1  ruby 3 -5  rul 47 -10  run 18 0
runner -8 0  runtim 5 17  russian -2 -4  rust 10 -3  s 6 11  saf 24 -5  safety 7 -2  sam -8 3  sampl -8 4
sandbox 14 -4  sav 4 -3  scan -3 -1  schedul 16 5  schema 41 -5  scop 0 1  screen -10 -2  screenshot 6 6
script -24 13  scroll -11 -2  sdk 25 7  sdk_to 3 -1  search -5 -9  secret 2 11  section -3 29  security -4 -3
seed -12 -2  segment -4 -2  select 7 -4  selection -12 5  selector 22 4  semantic 5 -4  send -8 -6  sentinel 17 -3
separat 48 -15  separator -10 3  sequenc 5 -2  serializ -6 9  serialization 5 -1  server -8 1  servic -29 32
session 1 -24  session_id -1 -1  set -21 -21  set_in 5 -1  set_to -3 -1  setup 6 6  sh -14 13  shar 2 -5  shell 11 -3
short 0 -4  should -10 9  should_not -3 -4  show -1 -1  shutdown -4 -2  sidebar -17 -3  sign 2 -4  signatur -4 6
simplify -19 -19  singl 29 1  sit 0 3  siz 0 1  skill -9 31  skip -5 3  slack -5 -1  slash 10 17  slash_command 16 20
small -4 4  smaller 9 5  smok -14 -3  snapshot -9 -3  so 6 8  socket -7 -2  som 5 15  sort -6 -3  sourc 39 -1
spac 1 -1  span -14 -4  spawn -14 -3  spec 22 44  special -5 -6  specific -3 -4  specify -12 -3  spell -4 1
split -12 29  sponsor -3 -5  src 31 -8  stabiliz -12 -1  stabl -7 -3  stack 3 -3  stag 13 -11  stal 9 0
standard -12 6  star 4 11  start -29 11  startup -9 4  stat -3 0  statement 23 -10  static -8 5  status -13 -5
std 23 -4  stderr -9 -5  stdin -1 9  stdout -7 -2  step 37 -14  stop -4 -9  stor 44 -4  storag 5 -5  story -5 15
stream 18 -7  streamlin -3 -1  strict 27 -8  string 13 -4  strip -9 -4  structur 25 35  stuff -1 9  styl -32 31
subagent 10 -3  subcommand -12 15  submodul 12 -4  subprocess 5 -3  subscription 3 0  suffix 20 -4  suggestion 2 2
suit -14 19  summary -17 -4  support 77 22  support_for 30 13  support_to 15 10  suppress 1 5  sur -4 -2  surfac 22 -4
switch 21 7  switch_to 11 4  symbol 1 13  sync -10 9  syntax 3 36  system 31 -12  t -13 4  tab 8 8  tabl 21 -7
tag -13 -16  tak 0 -4  tap -3 -2  target -13 5  task -14 -9  telegram -32 10  telemetry -12 20  templat 20 2
terminal 27 11  test -28 92  test_and 13 -10  test_cas -3 3  test_coverag 3 -11  test_fil -16 24  test_for -16 -35
test_helper -12 7  test_in 8 2  test_suit -6 7  test_to -18 33  test_with 5 2  text -32 2  text_for -6 -1  than -3 8
that 14 -18  the 15 16  the_default -10 -1  the_doc -3 7  the_sdk 0 11  the_session -1 -1  the_test -8 9  their -6 -8
them -4 -16  ther -2 -3  think -16 -3  this -1 -9  thread -9 9  through 3 -4  through_the 3 -1  throw -6 -3  tim -5 -2
timeout 8 -13  titl -9 -2  tmux 8 -3  to -9 -11  to_a 0 -3  to_allow 8 0  to_and -7 -2  to_avoid 1 -2  to_be 17 -8
to_check -5 -2  to_default -11 6  to_ecosystem -3 -3  to_fix -5 -3  to_ignor -4 -1  to_latest 1 -2  to_main -6 3
to_match -8 6  to_new -10 -1  to_nod 8 -2  to_plugin -13 5  to_prevent -11 -1  to_readm -3 2  to_reflect -4 6
to_return 9 -1  to_run -12 -2  to_support -18 26  to_test 28 12  to_the 21 -1  to_use -34 25  to_v0 -2 -1  to_v1 2 -1
toggl 8 -1  token 12 -4  toml -9 -3  tool 55 -10  tool_call -7 8  tool_result -9 -1  top 10 -3  trac -3 -5
track -17 9  trail -17 10  trait -4 -1  transcript 3 5  transform -2 4  transformer 12 -12  transition 15 6
translation -42 36  travis -5 -4  tre 8 0  trigger 9 -3  tru -8 4  truncation -5 -2  trust 7 -3  try -7 -2
try_to -3 -1  ts 12 17  tsx -7 2  tui 18 11  tupl -11 11  turn -4 -3  tutorial 16 23  tweak 25 -2  two 0 -2  typ -3 29
typ_for 1 -6  typ_in 3 -5  typ_test -6 12  typ_to 3 -7  type:build -5 -3  type:chore 18 6  type:ci -17 -14
type:docs -18 -6  type:feat 43 1  type:fix -40 -5  type:none 0 7  type:perf 0 -3  type:refactor 37 -2
type:style -13 13  type:test -20 -16  typescript 9 4  typo -10 -13  typo_and -1 3  typo_in -3 -8  ui 1 -2
undefin -6 3  under -6 6  unicod -7 -2  unifi 24 -2  unify 5 -5  union 12 -4  unit -11 10  unit_test -7 4
unknown -4 -2  unnecessary -16 8  until -1 -1  unus -20 -7  up 4 21  updat -44 -2  updat_changelog 0 -1
updat_dependency -3 -2  updat_doc -1 5  updat_for -1 10  updat_link -1 -2  updat_readm 14 -4  updat_releas -1 -6
updat_test 5 5  updat_to 34 -2  updat_version -3 -1  upgrad 30 -11  upgrad_to 2 5  upload -8 -6  url -6 -13  us -6 -2
usag -2 -9  use -8 24  use_of 7 10  used 5 -7  user -7 -7  using -5 20  util -5 7  utility 2 -7  uuid -6 -3  ux 24 -3
v0 -19 -11  v1 40 -8  v10 -6 14  v2 21 16  v3 -5 5  v7 12 -7  valid 8 -2  validat -9 -7  validation 35 -14  valu -13 4
valu_in 0 -2  var -19 3  variabl -5 -8  verify -5 -1  version -5 11  version_in -3 -2  version_of 20 3
version_to 6 -2  via 12 14  view 32 -12  voic 11 -4  wait -3 -2  warn -16 -3  warn_about -3 -1  warn_for -3 3
warn_in -1 -4  warn_on -5 -1  was -3 -1  watch -6 -1  way -3 -2  we -10 -5  web 19 -4  websit 10 -6  websocket -11 -4
what -12 -4  when -34 1  when_run -2 -1  when_the -3 -1  when_using -9 1  wher 1 10  which 5 -3  whil 0 -1
whitespac -6 24  widget -13 17  width -4 -2  window 40 -14  wir -21 13  with 8 7  with_new -2 -2  with_prettier 9 -4
with_the -11 15  within -7 5  without 21 6  word 4 8  work -6 -2  work_on 8 -1  workaround -4 -2  workflow -3 21
workspac -6 -6  worktre 16 -5  wrap -9 4  wrapper -6 2  writ 16 -2  wrong -5 -2  x -11 2  yaml -8 -3  yml -7 -3  z 4 3
zsh -9 -6
`;
