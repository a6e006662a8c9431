/** Intake's model, read by `model.ts`. Written by scripts/fit-intake.ts; its figures are in fit-intake.txt. */
export const fittedModel = `
#general
bias -159 -254  decisive 78 82
#features
asks-for-more 0.2293 0.4204 9 5 4 2 0 0  single-failure 0.2488 0.4323 -23 -5 -10 -3 0 0
untyped 0.5031 0.5 2 4 0 0 0 -1  scoped 0.3162 0.465 -16 -10 -6 -4 0 0  several-areas 0.004661 0.06811 10 -6 8 -4 0 0
breaking 0.006473 0.0802 2 -2 2 -1 0 0  documents 0.09852 0.298 -15 19 -10 13 0 0  tests 0.04234 0.2014 -5 11 -3 8 0 0
substitution 0.01877 0.1357 14 2 10 2 0 0  wide-verb 0.0492 0.2163 21 0 15 0 0 0
wide-verb-first 0.03729 0.1895 3 9 2 7 0 0  wide-nouns 0.159 0.4219 19 4 12 -1 0 0
narrow-words 0.4013 0.6412 -52 -31 -1 -1 0 0  clause-words 0.1462 0.4336 -24 -13 -12 -8 0 0
texts-in-many-places 0.03172 0.1753 12 18 9 13 0 0  text-in-one-place 0.07147 0.2576 -10 4 -7 3 0 0
code-in-many-places 0.1234 0.3289 10 0 6 0 0 0  parts 0.2039 0.5202 24 16 17 9 0 0
length -0.08764 0.363 -18 -12 2 -4 19 3  long-title 0.06697 0.2527 3 -3 -3 -1 0 0  capital 0.3301 0.4703 10 1 3 0 0 0
code-in-title 0.09542 0.2938 0 -1 0 -1 0 0  option 0.01838 0.1343 1 -11 1 -8 0 0  call 0.01864 0.1353 -1 -4 -1 -3 0 0
joined 0.0189 0.1362 22 0 16 0 0 0  quoted 0.03431 0.182 -6 -6 -5 -4 0 0  bracketed 0.03094 0.1732 10 -2 7 -1 0 0
number 0.07418 0.2621 5 5 4 3 0 0  refers 0.04298 0.2028 15 6 10 4 0 0  punctuated 0.0268 0.1615 3 -3 2 -2 0 0
identifiers 0.2295 0.5162 -18 -14 1 -7 0 0  precedents-wide -0.4294 0.8024 21 4 12 -8 -2 -6
precedents-texts -0.607 0.7093 7 19 9 16 -5 -2  precedents-small 0.4752 0.7579 -27 -15 -2 -12 0 -1
precedents-lines -0.188 0.6471 28 31 -5 -5 -9 -6  precedents-files -0.0732 0.2705 23 -3 4 -4 -2 -12
precedents-folders -0.0866 0.2213 4 -15 -3 -11 2 -12  precedents-text-share 0.02865 0.1499 -15 23 -7 -22 5 -8
nearest-wide -0.225 0.5724 7 6 10 0 0 -7  nearest-texts -0.3397 0.4739 -6 2 -3 15 -10 2
nearest-small 0.2634 0.5514 -22 -11 5 -9 -5 4  nearest-lines -0.09875 0.567 10 23 -5 -2 1 -5
likest 0.3918 0.1988 -13 5 -7 0 2 -5  support 0.7442 0.6273 18 21 -9 -2 -1 -4
wide-here -2.771 1.053 18 -3 -1 -12 -21 -2  texts-here -3.685 1.051 -5 17 -9 7 -8 2
small-here 1.256 0.7374 -7 12 12 1 13 -15  type-wide -0.3806 0.9782 21 14 3 5 -12 -6
type-texts -0.5917 1.008 -13 8 12 0 -5 -2  type-small 0.1006 0.6016 -7 3 12 5 2 10
new-words 1.225 1.207 -11 -14 10 4 4 6  rare-words 0.6662 0.9677 8 17 -1 6 1 -15
typed-here 0.3863 0.3694 -9 -5 -22 -2 -8 2  titles-here -0.2202 0.2256 -26 -9 -18 -11 10 -9
history 0.3286 1.086 48 24 9 6 18 -16  files-here 0.189 1.493 23 18 -4 7 1 -9  code-here 0.4163 0.1707 5 -9 7 -2 -4 5
tests-here 0.1946 0.1327 -6 19 7 -4 -10 -11  docs-here 0.1574 0.1663 21 1 -15 0 2 -1
several-places 0.006862 0.08255 5 4 4 3 0 0  texts-of-a-place 0.03819 0.1917 5 -4 4 -3 0 0
named-folders 0.1888 0.4151 16 4 13 2 0 0  named-files 0.171 0.4161 -10 -6 -6 -4 0 0
units -0.5376 1.783 19 6 -6 -1 -2 -5  text-units -0.1276 0.6779 -7 -3 0 4 11 3
#tokens
1:accept -19 6  1:add -29 -29  1:adjust -2 -6  1:align 17 13  1:allow -5 -25  1:apply 15 5  1:avoid 18 10
1:better 3 -10  1:break 14 12  1:bring 1 -6  1:bump -20 -18  1:centraliz 3 -2  1:chang 8 25  1:changelog -2 -2
1:check -21 -9  1:clarify -28 -5  1:clean -6 2  1:cleanup -4 0  1:clear -14 22  1:complet -1 10  1:consolidat 5 31
1:convert 10 23  1:correct -28 10  1:creat 7 32  1:default -5 8  1:delet 18 -6  1:deprecat 5 4  1:detect -13 -4
1:disabl -21 -11  1:display -4 -3  1:do -12 0  1:doc 9 -9  1:document -42 -9  1:don't -16 -1  1:drop 22 12
1:emit -14 0  1:enabl 5 26  1:enforc -1 8  1:enhanc -31 -11  1:ensur 26 -7  1:escap -5 -4  1:exclud -20 -5
1:export 8 -2  1:expos -7 -9  1:extend -6 -5  1:extract 27 1  1:fail 14 -7  1:feat 11 -5  1:featur -1 5
1:finish 3 -15  1:fix -28 -21  1:format 28 -17  1:forward -10 -5  1:further -20 9  1:generat 22 -8  1:get -12 6
1:guard 5 12  1:handl 15 -20  1:harden 1 -8  1:highlight -15 -2  1:ignor -13 -10  1:implement 12 -8  1:improv -29 -25
1:includ -12 -8  1:increas 9 -7  1:integrat -19 -3  1:introduc 30 -13  1:keep -37 -9  1:let 12 -7  1:link -16 -8
1:log 8 -5  1:mak -12 4  1:mark -12 -8  1:mention -7 -16  1:merg 27 27  1:migrat -23 -10  1:minor -9 8  1:mor 21 -28
1:mov 12 38  1:new 27 36  1:no -8 -6  1:normaliz -15 14  1:omit -11 -7  1:only 4 -6  1:optimiz 7 -4  1:pars 18 -6
1:pass 7 -9  1:pin -13 -3  1:plugin -7 -3  1:port 17 2  1:prepar 24 -3  1:preserv 11 23  1:prevent -21 -12
1:propagat 11 -3  1:publish -6 -2  1:read -12 -2  1:reduc 6 -16  1:refactor 11 17  1:refin 15 -5  1:refresh -18 17
1:regenerat -13 16  1:reject -12 -7  1:releas -19 6  1:remov 31 13  1:renam 41 26  1:render -13 -4  1:reorganiz 8 20
1:replac 1 0  1:requir -6 -4  1:resolv -4 -6  1:respect -11 -3  1:restor 1 16  1:restructur -8 29  1:return -8 -3
1:rewrit 25 -24  1:rout -3 6  1:run -7 30  1:send -10 -2  1:separat -11 -5  1:set -27 -5  1:shar -10 -3  1:show 19 -15
1:simplify -2 -24  1:skip -15 -8  1:split -12 50  1:stabiliz -20 -4  1:start 10 -8  1:stop -16 -9  1:stream 7 -4
1:streamlin -5 -1  1:strip -11 -6  1:support -78 18  1:surfac 10 -6  1:switch 25 5  1:sync -8 -10  1:test -14 -21
1:the -6 -12  1:throw -5 -2  1:track -15 29  1:tweak 22 -11  1:typ 22 -9  1:typo -1 -3  1:unify 1 -7  1:updat -36 -24
1:upgrad 8 4  1:use -4 18  1:using -12 35  1:validat -7 -5  1:warn -9 -6  1:wir -17 10  1:wrap -8 -4  a 3 -34
a_new -1 -3  a_typo 0 -1  ability 6 -7  ability_to -1 -6  abort -11 21  about -19 -1  accept -15 -1  account -14 -7
acp 4 -4  across 4 13  action 38 -13  adapter 23 -8  add 14 23  add_a 3 4  add_changelog -7 -3  add_claud -6 -5
add_comment -21 -3  add_default -14 20  add_exampl -17 -7  add_link -11 -3  add_miss -22 33  add_mor -13 18
add_new -3 -5  add_not -6 -9  add_option 11 -5  add_session 11 -8  add_som -8 -3  add_support 45 -3  add_test -8 -27
add_the -1 -11  add_typ -10 1  add_version 20 9  additional 15 -1  address -16 -8  adjust -6 -9  after 3 -24
against 14 -8  agent 11 5  agent_md -11 3  agent_sdk -10 -2  ai -4 5  alia -3 12  alias -17 -5  align -7 28
all 40 -23  allow 4 -36  allowlist -6 -4  already -8 -3  also 4 -3  alway -19 -8  an 4 -26  an_error -4 -3
analytic -19 -7  and 46 37  and_add -18 6  and_agent -4 -2  and_exampl 50 -21  and_fix 7 10  and_improv -24 -8
and_remov -22 9  and_session 16 11  and_test 24 -28  and_the 5 -7  and_updat -23 -16  and_use 17 -3  and_window 22 -3
android -13 8  animation -14 -2  annotation -8 -8  another 4 -3  ansi 12 -4  any 10 -6  api 54 -25  api_key -16 -2
apis 16 4  app -6 -4  append 19 -6  application -28 -7  apply 16 4  approval -4 12  architectur -30 30  archiv -13 -4
are 16 29  arg -32 0  argument -38 6  argument_in -11 19  around 29 -8  array 6 8  artifact 15 -1  as -31 -2
as_a 7 -6  assert -10 9  assertion 11 -2  asset -7 -2  assistant -8 -1  async -10 10  at -26 11  attachment 12 -5
attribut -20 -15  auth -27 17  auto -3 -5  autofix -7 7  automat 34 -10  automatically 8 19  availabl 12 -7
avoid 30 2  await 4 -9  aws -13 7  azur -1 -7  back 13 0  back_to -15 13  backend 30 -3  background -14 -7
backup -5 -10  bad -1 -5  badg 7 -6  bar -13 -8  bas 46 -18  bas_on 39 -6  bash 5 5  basic 12 2  batch 18 -6  be 30 6
befor -7 2  behavior -23 -15  being 9 -4  benchmark -16 31  beta 11 -15  better -21 3  between -11 -7  binary 16 19
bind 20 21  block -19 21  body 22 3  boolean -2 -6  border 34 -4  bound 18 -6  box 21 -5  branch 4 -14  brand -12 31
break 7 26  break_chang -5 14  brew -13 -2  bridg -2 12  bring 5 -7  broken -15 -9  broken_link -1 -4  browser 32 -10
budget 14 -3  buffer 29 -10  bug 66 19  bug_fix 30 -4  bug_in 22 -3  bug_with 5 10  build -22 0  built-in 25 -19
builtin -10 -8  bump -23 -19  bump_action -2 -1  bump_version -1 -1  bun -5 16  bundl 24 -8  bundler -14 12
button -21 -7  by -36 -17  by_default -17 0  byt -14 -3  c -10 -10  cach -20 7  call -34 25  callback 49 -5
can 46 -10  can_be 16 -2  cancel 8 -4  cancellation -3 -8  capability 0 -3  captur -21 -8  card 49 -9  cargo -24 -4
cas -35 -5  cas_for -5 -14  catalog 8 -3  caus -17 -4  centraliz 3 -2  cert -21 19  chain 4 -3  chang 18 -18
chang_to 3 -5  changelog -34 -22  changelog_entry -8 -3  changelog_for -5 -2  channel -10 32  character -17 19
chat 20 4  check -49 -32  check_for -15 8  checkout -5 -2  checkpoint 21 -8  chines -8 10  chunk 15 9  ci -11 36
clap 38 -6  clarification -17 9  clarify -38 -15  class -39 6  claud -31 6  claud_cod 5 11  claud_md -8 -5
clean -8 -1  clean_up -7 2  cleanup -44 -18  clear -17 20  cli 37 25  client 15 0  clippy 11 16  clon -30 -5
clos -36 -24  cod 70 27  cod_and 13 -6  cod_block -13 4  cod_for 13 -7  cod_to -7 -2  cod_version -5 -1
codebas 40 -10  collection -11 15  color 28 -3  column -10 -2  com 0 -9  combin 1 -5  command -28 30  comment 25 -30
commit -29 13  common -31 26  community 1 -6  compact 19 -3  compaction 30 17  compat 7 -5  compatibility 3 31
compatibl 10 -5  compil 45 -8  complet -21 4  completion 20 -22  component -6 21  composer -10 -4  comprehensiv 19 -3
concurrent -4 -7  condition -14 -6  config -35 -1  config_fil -14 -6  configur -7 -6  configurabl 3 -11
configuration 18 -13  conflict 27 19  connect 25 -6  connection 17 -9  consistency -13 7  consistent 59 -4
consol -5 -7  consolidat 1 41  constant -1 -12  constructor 6 -21  contain -11 -3  container -26 14  content -7 17
context -10 -8  contribut -11 2  contribut_md -7 11  contributor -4 -3  control 14 3  controller -7 23
convention -15 0  conversation 5 -7  convert -5 20  cooki -11 -6  copy 14 -6  cor 71 -3  correct -35 21
correctly 7 -6  count -22 -10  coverag -9 9  crash -8 -8  crat 19 -9  creat 2 36  creat_a -3 7  creation 19 -9
credential 15 -6  css 46 -14  current -23 -15  cursor 15 -6  custom 3 -47  cut 24 -8  cwd -16 4  daemon 24 -6
dark -1 -3  dat 6 -5  data 33 28  databas -18 -6  db -10 -6  dead 5 -7  debug -4 -5  declar -5 -4  declaration -12 4
decod 17 -6  default 15 11  default_for -9 -2  default_to -4 9  defer 21 -5  definition -8 12  delay -8 -2
delet 5 -10  delta -14 13  demo 7 -3  deno 31 -11  dep -12 -8  depend 8 -1  depend_on 8 -1  dependency 24 -7
deploy -24 -21  deployment 5 -7  deprecat 12 7  deprecation 25 6  description -10 -17  design -10 5  desktop 5 -3
detail 3 -7  detect -20 -7  detection -5 -12  dev -40 -2  development -13 -12  diagnostic -22 -4  diagram 69 -1
diff 34 4  different 6 -1  dir -29 -10  direct -4 -4  directiv 26 -22  directly 1 -5  directory 14 29  disabl -20 -19
dispatch 11 22  display -34 -10  do -12 -9  do_not -10 -3  doc 32 48  doc_and 35 -1  doc_fix 3 1  doc_for -8 -20
doc_to -15 40  doc_with -9 10  docker -32 13  docstr 10 -11  document -52 -3  documentation -63 51
documentation_for -3 -18  doesn't -4 -4  don -11 -5  don't -18 -3  dot -24 6  doubl -8 -5  down 1 -4  download -7 8
drop -10 -1  drop_support 3 15  duplicat 63 -21  dur -8 3  durabl 15 -2  duration -6 -5  dynamic -1 -12  e2e -23 74
e2e_test 16 10  each 35 -6  early 6 -3  ecosystem -11 6  edg 2 -12  edit -2 -6  editor -7 -6  element 11 5
email -10 -4  emit -20 -3  empty -23 -18  enabl 3 20  encod -14 0  end 1 3  endpoint -9 -8  enforc 0 8  engin -5 -4
enhanc 2 -12  ensur 21 -8  entity -9 -4  entry 12 0  enum -6 0  env -19 8  env_var -22 6  environment 5 -18
environment_variabl 6 -5  error -14 -6  error_for -9 -4  error_handl 8 -7  error_handler 4 5  error_in 20 3
error_log -5 -5  error_messag -4 -8  error_when -5 -3  esbuild -2 -5  escap 20 -14  eslint 42 4  etc 0 33
event -31 12  every -23 -6  exampl -6 -87  exampl_for -18 -8  exampl_in -3 -11  exampl_to 36 -12  exampl_with -1 -5
exception -25 18  exclud -24 -12  exec -9 -4  execution 5 25  exist -18 10  exit -9 -2  expand -5 -10  expect -7 -5
experimental -6 4  explain -13 -7  explicit 9 -6  export 1 18  expos -18 -12  express 9 -6  expression -13 -8
extend -15 -17  extension -15 14  extra -22 -9  extract 8 -4  fail 5 -20  fail_test -8 2  failur -9 23  fall -8 12
fall_back -8 12  fallback 9 -7  fals 39 -14  fals_positiv -11 -1  favor 11 -6  favor_of 11 -6  feat 7 1  featur 4 33
featur_flag 4 -5  fetch -20 -4  field -44 25  field_in -8 3  field_to 2 -6  fil 35 -8  fil_in -1 10  fil_path 3 -5
fil_to -9 -16  fil_with 16 -8  filter -4 -8  final -14 -1  finaliz 9 0  find -13 -15  finish 1 -16  first 18 4
first-class 23 -8  fish -5 -5  fix -5 3  fix_a -9 -9  fix_add 99 -17  fix_an -5 -4  fix_broken -2 -4  fix_bug 28 11
fix_doc -3 10  fix_fix 26 -23  fix_flaky -5 -10  fix_for -5 -7  fix_incorrect -4 -6  fix_issu 19 -2  fix_link 12 -7
fix_som 2 21  fix_the -10 -4  fix_typ -16 13  fix_typo -7 -13  fixtur 33 3  flag 4 -31  flag_to -13 -4  flaky -16 -19
flash -10 -4  flat 29 9  float -8 -3  flow -11 3  fmt -9 -5  focus 16 22  folder -2 13  follow 21 -2  font -4 -3
for -14 -20  for_all -4 -10  for_claud -7 25  for_new -15 11  for_python -7 -5  for_test 30 33  for_the -22 51
for_typ -8 3  for_v0 -3 -6  for_window -9 -2  forc -7 -3  fork -8 -4  form -31 10  format 36 -8  formatter 29 -11
forward -19 -8  found -11 7  framework 1 10  fre 13 -4  from -6 -3  from_the -4 -5  from_to 4 -4  full -19 5
fully -11 -4  function -10 -5  further -10 8  gat -14 14  generat 40 15  generation 120 -27  generator 7 21
generic -17 6  get -38 0  getter -2 -4  gh -9 -5  git 19 -15  gitignor -33 -13  glob -22 8  global -3 -4  go 0 37
googl -28 -7  gpt-5 -31 -3  grammar -15 11  grid 8 -4  group 43 5  guard 11 27  guid -55 42  guidanc -7 -6  handl 39 7
handl_and 8 -5  handl_of 21 -6  handler 1 16  hang -5 -6  harden 33 -11  harness 13 21  has 0 -10  hash -7 -11
hav -26 11  head -8 -1  header 25 -29  heartbeat -9 -4  help 0 -10  helper -11 -2  hid -8 -5  hidden -15 -2
highlight -54 -9  history -14 31  history_to -1 -2  hom 0 -6  honor -5 -3  hook -8 43  host -1 -13  how -21 -2
how_to -19 3  html -11 12  http -18 18  icon -37 -7  id -9 5  identifier -2 9  idl -30 17  ids 5 -8  if 24 -5
ignor -34 -8  imag -10 -16  impl -20 6  implement 29 -12  implementation -7 -11  import -27 -17  improv -61 -39
improv_doc 31 -23  improv_documentation 9 -5  improv_test 12 -5  improv_the -23 29  improvement 5 17  in -35 -20
in_a 16 -4  in_changelog -2 -2  in_ci -3 21  in_doc 5 -11  in_exampl 8 -3  in_favor 11 -6  in_readm -5 -7
in_test -21 15  in_the 14 38  includ -39 -20  incorrect -11 5  increas 7 -7  incremental 10 -1  indent -18 31
indentation -10 7  index -21 18  indicator 8 -5  inferenc -17 29  info -23 -24  inherit 10 -4  init -14 5
initial 22 13  initializ -6 -3  initialization -13 -3  inject -24 7  injection -6 -8  inlin -32 1  input -2 -14
insid -25 30  install 1 -10  install_script -11 -1  installation -19 -7  instanc 27 -13  instead -3 -5
instead_of -5 -2  instruction -18 -14  integrat -23 -5  integration -30 24  integration_test -13 -4  interaction 10 -3
interactiv 17 8  interfac 42 -14  internal 11 22  interrupt -2 -2  into 58 45  into_the -28 -8  introduc 36 -21
invalid -5 -15  invok 22 8  io 18 -5  ios -10 -3  is -4 0  is_not -3 9  issu 20 3  issu_in -3 9  issu_with 11 -5
it 18 -27  it_to 20 -12  item -48 3  its -11 -7  its_own 5 -6  java -6 -5  job -9 -6  js 17 0  json 3 7  jsonl -8 -1
keep -50 -15  key -50 23  key_in -10 -4  keyword 7 -12  kill 0 4  label -1 -12  lan -11 -4  languag -51 22  last 43 -4
latest -6 -19  latest_version 6 -3  launch 32 -3  layer 18 -7  layout 17 -7  lazy -6 -3  leak -7 -5  legacy 5 33
length -15 19  let 2 9  level 19 15  lib 49 8  licens 0 -5  lifecycl 15 16  light -10 8  lik -5 26  limit 0 8
lin -18 -1  link -18 -28  link_in -4 -5  link_to -16 -20  lint 5 -7  linter 26 2  linux 0 -4  list 1 -25
list_of -12 -6  listen -5 -6  literal -10 18  liv -14 10  load 36 -25  loader -8 -11  local -30 30  location -20 -12
lock -1 -13  log 2 -7  logger 16 -1  logic 34 -12  login -28 -4  logo -21 -7  long 12 -4  longer -6 -6  look -11 2
lookup 4 -13  loop -17 -13  lower 5 15  machin -19 -2  maco -7 -4  macro -24 -4  main 6 57  maintainer -9 -4
mak 13 -13  mak_it -7 -5  mak_sur -7 -4  mak_the 0 -8  management 17 -2  manager 1 -5  manifest 10 -4  map 12 2
mark -19 -13  markdown -55 11  marker -9 -5  master -25 3  match 10 -21  max -1 4  mcp -8 -22  mcp_server 6 -2
md -33 2  memory 44 -14  mention -15 -21  menu -5 6  merg 32 37  merg_conflict 33 13  merg_of -4 -4  messag 21 -9
meta 33 -26  metadata 15 -22  method -29 -3  method_to 0 -5  metric 3 -17  middlewar -16 -2  migrat -28 -15
migrat_to 9 26  migration 10 -7  migration_guid -8 3  minor -19 50  mismatch 12 5  miss -30 27  mobil -11 -4
mock -2 -5  mod 3 -29  mod_for 9 -3  model 26 -8  modul 34 -7  mor 3 28  mov 89 34  mov_to 16 32  multilin -7 -4
multipl -42 17  must -6 -4  nam 20 1  nam_and -1 -2  nam_for -6 -4  nam_in 12 -7  nam_to -4 6  namespac -12 -6
nativ 3 -22  navigation -13 -6  need -15 5  negativ -13 -4  nest -22 -11  network -5 22  never 6 -5  new 31 32
next -4 1  no -11 -15  no_longer -6 -6  nod 8 6  non -6 -13  normaliz -16 12  not -38 3  not_to -7 -7  notic 35 -15
notification 11 -4  now -16 -7  npm -3 -9  null -11 -4  number -34 -14  oauth -36 -5  object -15 18  obsolet -15 -5
of 48 -10  of_an -13 -1  of_the -25 -9  official -6 4  old 31 14  omit 2 -9  on -51 -64  on_the 24 -17  on_window 9 -7
onboard 14 25  onc -5 -11  one 1 -15  only 13 -4  open -10 5  opencod -1 -3  operation 22 -11  operator 2 -7
opt-in -3 -4  optimiz 6 -5  option -34 -32  option_for -13 13  option_in -6 -7  option_to 37 6  optional 7 44
or -16 -9  order -13 5  org -1 9  os 21 -5  otel 6 -6  other -25 33  out 34 2  output -16 33  outsid 12 -2  over 1 11
overflow -3 8  overhaul 25 14  overrid -17 -18  own 3 -21  packag 60 16  pad -17 -3  pag -44 3  pan 23 -1
panel -23 -2  panic 38 -5  parent 6 -6  parity 18 -15  pars -31 -27  parser 36 -4  part -12 14  partial -17 1
pass 18 29  pass_to 11 -2  patch 6 -14  path -14 -33  path_for 15 -3  path_in -18 7  pattern 0 -11  paus -32 -4
payload -5 13  per 42 -12  performanc 22 -12  permission -8 -6  phas 33 -6  picker 32 -5  pin -12 11  pip 15 -7
pipelin -8 -4  plac 0 -4  placeholder -16 10  plan -4 36  platform 5 8  plugin -54 14  plugin_for -4 17
plugin_to -10 -10  point 15 3  pointer 9 -3  policy -22 -12  polish -10 14  port -8 -6  positiv -11 -1  possibl -23 27
post -13 -16  posthog -1 -3  pr -14 -26  preferenc 9 -2  prefix 8 -8  prepar 42 -7  preserv 15 20  preset 10 -6
prettier 41 -4  pretty -8 -4  prevent -43 -17  preview 9 -8  previous -8 -3  primary -2 4  primitiv 21 -3
print 16 -13  privat 5 4  process 64 -21  processor 3 2  product -9 -6  production 6 -4  profil 9 -5  progress -26 -15
project 12 0  promot -14 -9  prompt -25 -4  prop -10 21  propagat 11 -3  proper 18 -7  properly -6 -4  property -3 16
proto 10 -1  protocol -2 -1  prototyp -12 7  provid 23 16  provider -16 -27  proxy 15 -12  public 32 -14
publish -32 -15  pull -5 16  push 5 -14  put -22 9  py 21 -2  pytest 11 -6  python 44 -17  query -13 3  queu 31 -6
quick -16 26  quot -11 -8  rac -8 -5  rais 0 34  rang 0 8  rat -2 -3  raw -15 -10  re-export -30 6  react 2 12
read -11 -12  readability -13 11  readm 12 21  readm_md -5 14  real -8 28  reason 5 -6  redirect -21 -22  reduc 15 -25
redundant -7 1  ref 0 6  refactor -11 45  refactor_test -7 28  referenc -40 16  refin 12 -6  reflect -10 6
refresh -30 34  regenerat -13 16  regex -12 -9  regexp -12 -4  register -23 9  registration -7 -3  registry 9 -6
regression 11 10  regression_test 1 14  reject -18 -8  releas -48 18  releas_workflow -13 -10  reload -16 -7
remot 16 8  remov -9 -7  remov_deprecat 32 1  remov_duplicat 2 -9  remov_extra -14 -5  remov_old 23 18
remov_redundant -8 -5  remov_the 11 6  remov_unnecessary -18 17  remov_unus -18 -8  removal -5 -3  renam 13 51
render -49 -19  reorder -4 18  reorganiz 8 20  replac -26 5  replacement 0 -5  replay -5 27  reply -10 -11  repo -6 2
report -12 25  repository -7 -2  request 4 47  requir 2 -30  requirement -14 10  reset -27 -9  resolution 11 -5
resolv 43 -13  resourc 19 -13  respect -14 -5  respons -10 -4  restart -6 -5  restor -3 13  restructur -13 67
result 39 -9  resum -6 14  retry -3 -8  return 19 -6  return_typ 22 10  revers 2 -6  revert -13 -7  review 25 -30
reviv 2 -3  rework 5 -4  rewrit 24 -25  rm 0 16  root -31 -15  round -20 13  rout 15 -21  router 19 37  row -15 -3
rs 36 -10  rst -4 3  ruby 4 -8  rul 77 -6  run 24 1  runner -10 2  runtim 15 24  russian -3 -7  rust 18 -6  s 10 18
saf 38 -7  safety 11 -3  sam -8 7  sampl -6 1  sandbox 25 -7  sav 10 -5  scan -5 -3  schedul 23 11  schema 44 -8
scop -4 5  screen -14 -3  screenshot 11 10  script -36 25  scroll -25 -3  sdk 36 15  sdk_to 6 -2  search -2 -15
secret 1 21  section -8 40  security -7 -5  seed -23 -3  segment -9 -4  select 8 -6  selection -17 8  selector 31 10
semantic 9 -7  send -12 -11  sentinel 19 -4  separat 58 -20  separator -20 7  sequenc 10 -4  serializ -8 20
serialization 7 2  server -14 -1  servic -39 48  session 0 -37  session_id 3 -2  set -24 -30  set_in 10 -2
set_to -5 -1  setup 6 2  sh -21 20  shar 1 -10  shell 10 -5  short 2 -6  should -16 11  should_not -5 -7  show -2 -2
shutdown -5 -4  sidebar -28 -3  sign 2 -7  signatur -8 7  simplify -30 -31  singl 43 2  sit 3 4  siz -16 3
skill -9 50  skip -11 3  slack -9 -3  slash 21 14  slash_command 30 20  small -8 5  smaller 19 9  smok -21 -6
snapshot -8 -1  so 1 12  socket -9 -4  som 10 27  sort -11 -4  sourc 54 -1  spac -2 0  span -25 -7  spawn -23 -6
spec 32 68  special -9 -10  specific -5 -7  specify -19 -5  spell -8 5  split -7 40  sponsor -5 -8  src 51 -14
stabiliz -20 -4  stabl -13 -7  stack 8 -4  stag 18 -15  stal 12 -2  standard -22 8  star 11 24  start -35 22
startup -16 8  stat -4 1  statement 29 -13  static -14 13  status -17 -6  std 44 -7  stderr -16 -9  stdin -1 16
stdout -10 -4  step 52 -22  stop -9 -14  stor 57 -5  storag 11 -9  story -6 18  stream 30 -8  streamlin -5 -1
strict 38 -14  string 9 -5  strip -14 -8  structur 34 63  stuff 0 16  styl -43 34  subagent 14 -5  subcommand -16 28
submodul 22 -6  subprocess 9 -5  subscription 6 1  suffix 27 -7  suggestion 2 6  suit -21 28  summary -28 -7
support 96 32  support_for 25 22  support_to 21 19  suppress 1 10  sur -7 -4  surfac 24 -5  switch 36 14
switch_to 17 8  symbol 5 24  sync -15 13  syntax 2 64  system 41 -18  t -24 8  tab 8 17  tabl 31 -13  tag -19 -23
tak 3 -8  tap -7 2  target -21 7  task -20 -16  telegram -48 18  telemetry -20 27  templat 24 3  terminal 39 19
test -38 107  test_and 24 -15  test_cas -5 6  test_coverag 9 -21  test_fil -22 36  test_for -22 -55
test_helper -24 16  test_in 15 6  test_suit -10 6  test_to -29 51  test_with 10 2  text -48 0  text_for -9 -2
than -6 14  that 17 -32  the 18 20  the_default -18 -3  the_doc -5 10  the_sdk -1 19  the_session -1 -2
the_test -12 15  their -11 -15  them -9 -26  ther -2 -6  think -26 -5  this -1 -18  thread -16 17  through 10 -7
through_the 8 -2  throw -12 -5  tim -6 -4  timeout 13 -23  titl -15 -4  tmux 13 -5  to -8 -17  to_a 1 -5
to_allow 17 0  to_and -13 -3  to_avoid 0 -4  to_be 30 -14  to_check -7 -4  to_default -20 13  to_ecosystem -4 -4
to_fix -8 -6  to_ignor -6 -2  to_latest 3 -3  to_main -5 3  to_match -12 7  to_new -19 -3  to_nod 15 -1
to_plugin -21 10  to_prevent -17 -2  to_readm -6 4  to_reflect -6 12  to_return 12 -1  to_run -22 -5
to_support -30 44  to_test 26 15  to_the 30 2  to_use -53 29  to_v0 -4 -2  to_v1 6 -2  toggl 13 -2  token 27 -7
toml -17 -5  tool 64 -15  tool_call -16 13  tool_result -15 -2  top 13 -5  trac 5 -10  track -28 18  trail -28 20
trait -4 -2  transcript 10 11  transform -4 10  transformer 21 -20  transition 20 13  translation -54 52  travis -8 -8
tre 18 2  trigger 9 -4  tru -13 9  truncation -10 -3  trust 9 -5  try -12 -4  try_to -7 -3  ts 19 26  tsx -13 6
tui 25 20  tupl -19 17  turn -4 -5  tutorial 27 34  tweak 14 -3  two 3 -3  typ 5 26  typ_for -1 -11  typ_in 6 -10
typ_test -13 25  typ_to 6 -12  type:build -6 -6  type:chore 25 0  type:ci -34 -29  type:docs -22 -12  type:feat 53 2
type:fix -57 -11  type:none 6 12  type:perf 3 -7  type:refactor 46 -2  type:style -15 18  type:test -33 -21
typescript 12 9  typo -17 -20  typo_and -2 7  typo_in -5 -13  ui -2 2  undefin -12 7  under -6 7  unicod -13 -5
unifi 37 -3  unify 1 -8  union 21 -5  unit -16 16  unit_test -8 7  unknown -7 -2  unnecessary -26 13  until 1 -2
unus -33 -13  up 2 31  updat -52 0  updat_changelog -1 -1  updat_dependency -6 -4  updat_doc -1 14  updat_for -3 21
updat_link -1 -3  updat_readm 22 -7  updat_releas -2 -8  updat_test 10 4  updat_to 60 -3  updat_version -7 -2
upgrad 48 -19  upgrad_to 4 9  upload -10 -10  url -4 -20  us -7 -3  usag 2 -10  use 0 21  use_of 12 14  used 1 -13
user -13 -11  using -1 32  util -3 9  utility 0 -12  uuid -10 -5  ux 45 -3  v0 -23 -24  v1 52 -12  v10 -8 30  v2 24 35
v3 -5 8  v7 26 -12  valid 14 -4  validat -16 -12  validation 49 -19  valu -27 5  valu_in 1 -4  var -33 11
variabl -18 -14  verify -10 -2  version -19 19  version_in -8 -3  version_of 32 5  version_to 10 -5  via 16 26
view 41 -20  voic 19 -6  wait -5 -3  warn -29 -7  warn_about -7 -4  warn_for -6 8  warn_in -2 -12  warn_on -9 -3
was -6 -3  watch -14 -2  way -6 -4  we -17 -9  web 32 -6  websit 20 -12  websocket -16 -6  what -18 -5  when -47 0
when_run -4 -3  when_the -5 -2  when_using -14 4  wher 1 17  which 11 -7  whil 2 -3  whitespac -12 43  widget -13 30
width -6 -3  window 49 -23  wir -30 17  with -1 5  with_new -4 -5  with_prettier 18 -7  with_the -17 26  within -12 11
without 27 13  word 2 13  work -7 -2  work_on 17 0  workaround -8 -4  workflow 4 23  workspac -9 -10  worktre 16 -9
wrap -16 11  wrapper -9 3  writ 30 3  wrong -11 -5  x -20 3  yaml -16 -6  yml -11 -6  z 5 11  zsh -15 -10
`;
