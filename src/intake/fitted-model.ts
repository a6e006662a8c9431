/** Intake's model, read by `model.ts`. Written by scripts/fit-intake.ts; its figures are in fit-intake.txt. */
export const fittedModel = `
#general
bias -162 -256  decisive 78 82
#features
asks-for-more 0.2293 0.4204 10 4 5 2 0 0  single-failure 0.2488 0.4323 -21 -6 -9 -3 0 0
untyped 0.5031 0.5 3 4 0 1 0 -1  scoped 0.3162 0.465 -15 -10 -5 -4 0 0  several-areas 0.004661 0.06811 12 -6 9 -5 0 0
breaking 0.006473 0.0802 0 -3 0 -2 0 0  documents 0.09852 0.298 -16 20 -11 13 0 0  tests 0.04234 0.2014 -5 11 -3 7 0 0
substitution 0.01877 0.1357 12 1 9 1 0 0  wide-verb 0.0492 0.2163 22 -1 16 -1 0 0
wide-verb-first 0.03729 0.1895 4 9 3 7 0 0  wide-nouns 0.159 0.4219 19 4 12 -1 0 0
narrow-words 0.4013 0.6412 -53 -32 1 -1 0 0  clause-words 0.1462 0.4336 -24 -12 -12 -7 0 0
texts-in-many-places 0.03172 0.1753 12 19 9 14 0 0  text-in-one-place 0.07147 0.2576 -10 3 -7 2 0 0
code-in-many-places 0.1234 0.3289 8 1 5 1 0 0  parts 0.2039 0.5202 26 17 16 11 0 0
length -0.08759 0.363 -17 -14 2 -4 22 3  long-title 0.067 0.2527 3 -3 -5 -2 0 0  capital 0.3301 0.4703 10 1 3 0 0 0
code-in-title 0.09542 0.2938 0 -1 0 -1 0 0  option 0.01838 0.1343 0 -11 0 -8 0 0  call 0.01864 0.1353 -2 -2 -1 -2 0 0
joined 0.0189 0.1362 22 -1 16 -1 0 0  quoted 0.03431 0.182 -9 -7 -7 -5 0 0  bracketed 0.03094 0.1732 11 -2 8 -2 0 0
number 0.07418 0.2621 5 5 4 3 0 0  refers 0.04298 0.2028 13 6 9 4 0 0  punctuated 0.0268 0.1615 3 -3 2 -2 0 0
identifiers 0.2298 0.5166 -19 -14 2 -6 0 0  precedents-wide -0.4293 0.8024 21 3 11 -7 -2 -6
precedents-texts -0.6069 0.7093 8 18 8 15 -5 -2  precedents-small 0.4752 0.758 -28 -15 -2 -13 -1 -1
precedents-lines -0.188 0.6472 26 30 -7 -5 -9 -5  precedents-files -0.07321 0.2705 23 -2 3 -3 -2 -12
precedents-folders -0.0866 0.2213 4 -16 -6 -11 2 -13  precedents-text-share 0.02865 0.1499 -14 23 -7 -21 5 -7
nearest-wide -0.225 0.5724 7 4 13 0 2 -7  nearest-texts -0.3397 0.4739 -5 3 -3 15 -10 1
nearest-small 0.2634 0.5514 -22 -12 5 -10 -6 5  nearest-lines -0.09876 0.567 11 23 -5 -3 2 -5
likest 0.3918 0.1988 -12 5 -6 0 2 -6  support 0.7442 0.6273 16 22 -9 -3 0 -3
wide-here -2.771 1.053 17 -3 0 -11 -18 -2  texts-here -3.685 1.051 -4 19 -8 7 -5 1
small-here 1.256 0.7374 -7 12 14 1 13 -14  type-wide -0.3806 0.9782 21 13 6 5 -9 -6
type-texts -0.5917 1.008 -13 8 13 0 -3 -3  type-small 0.1006 0.6016 -8 3 14 5 1 10
new-words 1.225 1.207 -9 -15 9 5 4 7  rare-words 0.6663 0.9677 9 16 -3 7 1 -15
typed-here 0.3863 0.3694 -10 -4 -23 -1 -8 2  titles-here -0.2202 0.2256 -25 -7 -17 -12 6 -10
history 0.3286 1.086 48 22 9 6 17 -16  files-here 0.189 1.493 20 18 -4 7 6 -9  code-here 0.4163 0.1707 6 -10 8 -1 -3 5
tests-here 0.1946 0.1327 -5 18 8 -3 -9 -10  docs-here 0.1574 0.1663 20 -2 -14 -1 3 0
several-places 0.006862 0.08255 4 6 3 5 0 0  texts-of-a-place 0.03819 0.1917 6 -4 5 -3 0 0
named-folders 0.1885 0.4149 15 2 12 1 0 0  named-files 0.1719 0.4174 -11 -6 -6 -3 0 0
units -0.5365 1.783 19 6 -8 0 -3 -5  text-units -0.1273 0.6764 -6 -3 -1 5 10 4
#tokens
1:accept -22 6  1:add -30 -24  1:adjust -2 -6  1:align 16 11  1:allow -8 -25  1:apply 11 4  1:avoid 34 10
1:better 3 -10  1:break 15 11  1:bring 1 -6  1:bump -19 -17  1:centraliz 3 -2  1:chang 8 23  1:changelog -2 -2
1:check -23 -9  1:clarify -27 2  1:clean -4 2  1:cleanup -2 -1  1:clear -14 22  1:complet -2 14  1:consolidat 5 29
1:convert 11 21  1:correct -28 17  1:creat 5 30  1:default -6 8  1:delet 16 -5  1:deprecat 4 2  1:detect -13 -4
1:disabl -22 -10  1:display -4 -3  1:do -12 -1  1:doc 4 -10  1:document -45 -13  1:don't -13 -1  1:drop 20 11
1:emit -14 0  1:enabl 14 25  1:enforc -2 8  1:enhanc -30 -11  1:ensur 23 -8  1:escap -5 -4  1:exclud -18 -4
1:export 24 -2  1:expos -9 -9  1:extend -10 -5  1:extract 25 2  1:fail 12 -7  1:feat 11 -5  1:featur -2 4
1:finish 3 -15  1:fix -29 -20  1:format 27 -17  1:forward -13 -6  1:further -19 9  1:generat 22 -7  1:get -11 5
1:guard 4 12  1:handl 11 -21  1:harden -8 -9  1:highlight -14 4  1:ignor -12 -9  1:implement 5 -7  1:improv -27 -26
1:includ -12 -7  1:increas 9 -6  1:integrat -19 -3  1:introduc 27 -12  1:keep -39 -10  1:let 21 -8  1:link -15 -8
1:log 15 -6  1:mak -13 3  1:mark -14 -9  1:mention -7 -17  1:merg 25 27  1:migrat -25 -8  1:minor -14 5  1:mor 21 -29
1:mov 11 34  1:new 36 34  1:no -7 -6  1:normaliz -14 13  1:omit -11 -6  1:only 3 -6  1:optimiz 6 -4  1:pars 26 -6
1:pass 7 -9  1:pin -12 -3  1:plugin -6 -3  1:port 17 5  1:prepar 21 -3  1:preserv 10 22  1:prevent -21 -12
1:propagat 10 -3  1:publish -5 -2  1:read -11 -2  1:reduc 5 -16  1:refactor 10 14  1:refin 14 -5  1:refresh -17 16
1:regenerat -12 15  1:reject -12 -6  1:releas -18 5  1:remov 33 10  1:renam 38 20  1:render -13 -4  1:reorganiz 8 19
1:replac -2 -2  1:requir -5 -4  1:resolv -4 -6  1:respect -12 -3  1:restor 0 16  1:restructur -7 27  1:return -8 -2
1:rewrit 22 -24  1:rout -3 6  1:run -10 30  1:send -9 -2  1:separat -11 -4  1:set -28 -6  1:shar -10 -3  1:show 20 -14
1:simplify 2 -24  1:skip -14 -7  1:split -17 47  1:stabiliz -20 6  1:start 9 -8  1:stop -10 -9  1:stream 8 -4
1:streamlin -4 -2  1:strip -10 -6  1:support -79 19  1:surfac 8 -6  1:switch 23 6  1:sync -8 -10  1:test -13 -20
1:the 0 -14  1:throw -6 -3  1:track -15 28  1:tweak 20 -12  1:typ 16 -10  1:typo -1 -3  1:unify 1 -6  1:updat -34 -28
1:upgrad 8 4  1:use -9 18  1:using -13 42  1:validat -7 -5  1:warn -9 -6  1:wir -17 10  1:wrap -9 -3  a 10 -30
a_new -1 -3  a_typo 0 -1  ability 5 -7  ability_to -1 -6  abort -11 20  about -18 -3  accept -5 -3  account -14 -7
acp 3 -4  across 2 9  action 37 -12  adapter 20 -7  add 15 22  add_a 3 3  add_changelog -6 -3  add_claud -6 -5
add_comment -21 -3  add_default -14 20  add_exampl -17 -7  add_link -10 -4  add_miss -20 31  add_mor -13 16
add_new -3 -4  add_not -6 -8  add_option 11 -5  add_session 16 -8  add_som -8 -6  add_support 49 -3  add_test -9 -26
add_the -1 -11  add_typ -8 1  add_version 18 9  additional 14 -1  address -16 -8  adjust -5 -9  after 0 -25
against 9 -8  agent 13 6  agent_md -10 3  agent_sdk -10 -2  ai 4 4  alia -5 12  alias -17 -4  align -6 25  all 45 -25
allow 12 -35  allowlist -6 -3  already -9 -3  also 2 -3  alway -20 -9  an -3 -26  an_error -3 -3  analytic -14 -7
and 39 30  and_add -17 6  and_agent -3 -2  and_exampl 57 -19  and_fix 5 11  and_improv -24 -7  and_remov -20 10
and_session 16 10  and_test 23 -26  and_the 5 -6  and_updat -22 -15  and_use 16 -3  and_window 19 -3  android -12 7
animation -13 -2  annotation -8 -8  another 12 -3  ansi 8 -4  any 9 -5  api 50 -25  api_key -15 -2  apis 12 2
app -7 -4  append 18 -6  application -33 -6  apply 12 4  approval -3 12  architectur -31 29  archiv -13 -4  are 16 28
arg -32 11  argument -34 5  argument_in -10 18  around 18 -10  array 28 8  artifact 13 0  as -26 -4  as_a 8 -6
assert -9 9  assertion 10 -1  asset -7 -2  assistant -7 -1  async -13 10  at -26 10  attachment 11 -4
attribut -21 -15  auth -26 16  auto -2 -5  autofix -7 7  automat 31 -10  automatically 7 19  availabl 10 -7
avoid 42 2  await 3 -9  aws -14 6  azur -1 -7  back 12 -1  back_to -14 12  backend 33 -3  background -16 -6
backup -5 -10  bad -5 -6  badg 7 -6  bar -13 -8  bas 42 -17  bas_on 37 -5  bash 2 4  basic 11 2  batch 16 -5  be 29 5
befor -7 2  behavior -23 -17  being 9 -3  benchmark -18 30  beta 10 -15  better -20 2  between -11 -7  binary 13 17
bind 19 21  block -17 22  body 20 2  boolean -2 -6  border 30 -4  bound 18 -6  box 14 -6  branch 9 -13  brand -11 31
break 9 25  break_chang -5 14  brew -17 -2  bridg -1 11  bring 7 -7  broken -15 -10  broken_link -1 -4  browser 29 -10
budget 14 -3  buffer 28 -9  bug 60 18  bug_fix 30 -4  bug_in 21 -3  bug_with 5 10  build -22 9  built-in 30 -18
builtin -10 -7  bump -22 -18  bump_action -1 -1  bump_version -1 -1  bun -6 16  bundl 21 -8  bundler -13 11
button -24 -6  by -37 -13  by_default -16 4  byt -14 -2  c -14 -10  cach -21 6  call -33 23  callback 45 -4
can 58 -11  can_be 19 -2  cancel 8 -3  cancellation -3 -8  capability -1 -3  captur -21 -8  card 43 -8  cargo -23 -4
cas -36 -6  cas_for -5 -14  catalog 7 -3  caus -17 -5  centraliz 3 -2  cert -20 19  chain 9 -3  chang 16 -19
chang_to 2 -5  changelog -33 -21  changelog_entry -8 -3  changelog_for -5 -1  channel -3 31  character -17 18
chat 16 4  check -37 -33  check_for -15 8  checkout -5 -2  checkpoint 20 -7  chines -7 10  chunk 12 19  ci -12 33
clap 37 -6  clarification -17 9  clarify -36 -8  class -39 2  claud -31 6  claud_cod 5 11  claud_md -7 -5  clean -7 -2
clean_up -6 1  cleanup -47 -22  clear -17 19  cli 36 24  client 7 -1  clippy 11 15  clon -32 -5  clos -35 -23
cod 69 28  cod_and 14 -5  cod_block -13 7  cod_for 11 -6  cod_to -7 -2  cod_version -5 -1  codebas 38 -9
collection -10 15  color 28 -3  column -10 -2  com 1 -9  combin 1 -4  command -29 29  comment 23 -28  commit -29 14
common -36 25  community 1 -6  compact 18 -3  compaction 34 17  compat 10 -5  compatibility 1 29  compatibl 9 -5
compil 42 -8  complet -20 7  completion 16 -23  component -6 20  composer -12 -4  comprehensiv 17 -3  concurrent -4 -7
condition -14 -6  config -35 6  config_fil -13 -6  configur 1 -6  configurabl 9 -12  configuration 16 -12
conflict 25 19  connect 23 -5  connection 19 -9  consistency -12 6  consistent 56 -4  consol -4 -7  consolidat 1 38
constant -3 -14  constructor 5 -20  contain -11 -2  container -27 11  content -1 16  context -11 -12  contribut -10 2
contribut_md -7 11  contributor -4 -3  control 15 3  controller -7 24  convention -14 0  conversation 0 -7
convert -12 17  cooki -11 -5  copy 14 -7  cor 68 -3  correct -34 26  correctly 6 -6  count -26 -10  coverag -8 9
crash -9 -8  crat 16 -8  creat 5 41  creat_a -4 14  creation 25 -9  credential 14 -6  css 52 -14  current -34 -15
cursor 14 -6  custom -1 -44  cut 18 -8  cwd -15 4  daemon 23 -5  dark -2 -3  dat 3 -6  data 22 35  databas -20 -6
db -12 -8  dead 5 -6  debug -5 -6  declar -5 -4  declaration -11 4  decod 25 -6  default 11 14  default_for -9 -2
default_to -4 9  defer 21 -4  definition -10 10  delay -8 -2  delet 3 -10  delta -15 13  demo 7 -3  deno 28 -10
dep -14 -8  depend 7 -1  depend_on 7 -1  dependency 14 -9  deploy -26 -26  deployment 5 -8  deprecat 11 17
deprecation 24 6  description -11 -18  design -11 15  desktop 4 -3  detail 3 -7  detect -20 -7  detection -8 -12
dev -39 -1  development -14 -13  diagnostic -22 -4  diagram 64 -1  diff 46 1  different 4 -2  dir -29 -12
direct -5 -4  directiv 23 -22  directly 1 -5  directory 13 29  disabl -22 -20  dispatch 9 21  display -33 -10
do -12 -9  do_not -10 -3  doc 31 48  doc_and 34 -1  doc_fix 4 1  doc_for -12 -22  doc_to -13 36  doc_with -8 15
docker -31 12  docstr 9 -10  document -52 -6  documentation -65 52  documentation_for -2 -19  doesn't -4 -4
don -11 -5  don't -15 -2  dot -25 4  doubl -7 -5  down 1 -4  download -8 7  drop -11 -2  drop_support 4 14
duplicat 60 -19  dur -10 2  durabl 14 -2  duration -6 -5  dynamic 1 -11  e2e -22 72  e2e_test 15 10  each 34 -6
early 6 -3  ecosystem -11 5  edg 1 -11  edit -3 -6  editor -7 -6  element 10 5  email -9 -4  emit -19 -3
empty -23 -18  enabl 5 19  encod -17 -1  end 2 2  endpoint -7 -8  enforc -1 7  engin -5 -4  enhanc 1 -11  ensur 17 -8
entity -9 -4  entry 17 -1  enum -5 0  env -21 7  env_var -22 6  environment 16 -17  environment_variabl 20 -5
error -17 -6  error_for -9 -4  error_handl 8 -7  error_handler 4 5  error_in 20 3  error_log -4 -5  error_messag -4 -7
error_when -4 -3  esbuild -2 -5  escap 18 -13  eslint 45 3  etc -8 43  event -38 10  every -22 -6  exampl -7 -90
exampl_for -18 -8  exampl_in -3 -11  exampl_to 28 -12  exampl_with -3 -7  exception -24 17  exclud -23 -12  exec -9 -4
execution 3 24  exist -18 7  exit -9 -2  expand -5 -9  expect -7 -5  experimental -6 4  explain -13 -6  explicit 8 -6
export 11 19  expos -20 -12  express 10 -6  expression -15 -8  extend -21 -17  extension -17 13  extra -23 -9
extract 7 -3  fail 7 -21  fail_test -7 2  failur -8 23  fall -8 11  fall_back -8 11  fallback 12 -7  fals 50 -14
fals_positiv -12 -1  favor 11 -6  favor_of 11 -6  feat 7 1  featur 3 33  featur_flag 4 -5  fetch -20 -3  field -43 26
field_in -8 3  field_to 2 -6  fil 32 -10  fil_in -2 10  fil_path 11 -5  fil_to -8 -16  fil_with 16 -7  filter -1 -8
final -13 -2  finaliz 8 0  find -13 -14  finish 1 -16  first 11 3  first-class 20 -7  fish -2 -5  fix -7 4
fix_a -10 -9  fix_add 95 -16  fix_an -4 -4  fix_broken -2 -4  fix_bug 25 11  fix_doc -3 7  fix_fix 25 -23
fix_flaky -6 -12  fix_for -6 -6  fix_incorrect -4 -7  fix_issu 18 -2  fix_link 12 -7  fix_som 1 21  fix_the -10 -4
fix_typ -15 14  fix_typo -7 -12  fixtur 30 3  flag -4 -31  flag_to -12 -4  flaky -16 -20  flash -10 -4  flat 31 19
float -9 -3  flow -11 3  fmt -8 -5  focus 16 21  folder -8 12  follow 20 -2  font -4 -3  for -8 -19  for_all -4 -9
for_claud -8 24  for_new -15 10  for_python -7 -4  for_test 29 31  for_the -23 49  for_typ -9 4  for_v0 -3 -6
for_window -11 -2  forc -7 -3  fork -12 -6  form -31 9  format 36 -10  formatter 27 -10  forward -23 -8  found -11 7
framework 1 10  fre 12 -4  from -12 -4  from_the -10 -5  from_to 4 -3  full -19 5  fully -11 -4  function -6 -7
further -10 8  gat -15 14  generat 39 15  generation 115 -28  generator 7 21  generic -17 7  get -37 -4  getter -2 -4
gh -8 -4  git 19 -14  gitignor -32 -12  glob -29 7  global -4 -4  go 17 36  googl -31 -8  gpt-5 -34 -4  grammar -13 11
grid 10 -4  group 41 5  guard 9 26  guid -52 41  guidanc -7 -6  handl 39 6  handl_and 8 -5  handl_of 18 -7
handler 1 15  hang -4 -5  harden 22 -12  harness 11 28  has 8 -10  hash 1 -11  hav -25 11  head -8 -1  header 20 -30
heartbeat -9 -4  help 0 -9  helper -11 -2  hid -8 -5  hidden -16 -2  highlight -52 -3  history -17 29
history_to -1 -2  hom -1 -6  honor -5 -3  hook -10 41  host 10 -13  how -11 -3  how_to -18 3  html -10 12  http -18 16
icon -38 -6  id -10 5  identifier 0 8  idl -29 17  ids -1 -9  if 19 -4  ignor -33 -8  imag -10 -16  impl -22 6
implement 22 -10  implementation -2 -11  import -26 -15  improv -59 -41  improv_doc 30 -24  improv_documentation 9 -6
improv_test 11 -2  improv_the -25 32  improvement 0 26  in -33 -23  in_a 14 -4  in_changelog -2 -2  in_ci -2 20
in_doc 5 -11  in_exampl 9 -3  in_favor 11 -6  in_readm -5 -6  in_test -21 12  in_the 12 45  includ -38 -19
incorrect -11 2  increas 7 -7  incremental 15 3  indent -18 30  indentation -10 7  index -24 26  indicator 7 -5
inferenc -18 32  info -22 -24  inherit 5 -4  init -14 5  initial 19 14  initializ -6 -2  initialization -15 -3
inject -23 7  injection -6 -7  inlin -31 1  input -7 -6  insid -24 30  install -2 -10  install_script -11 -1
installation -19 -6  instanc 26 -16  instead -2 -3  instead_of -2 0  instruction -19 -14  integrat -23 -4
integration -28 27  integration_test -12 -7  interaction 14 -3  interactiv 21 7  interfac 38 -13  internal 11 27
interrupt -2 -2  into 50 40  into_the -28 -8  introduc 33 -19  invalid -6 -15  invok 21 8  io 23 2  ios -10 -3
is 9 -1  is_not -3 9  issu 20 4  issu_in -3 9  issu_with 11 -4  it 25 -28  it_to 20 -11  item -47 3  its -13 -10
its_own 5 -6  java -6 -7  job -9 -6  js 13 -1  json 4 6  jsonl -8 -1  keep -59 -16  key -51 22  key_in -9 -4
keyword 7 -12  kill 0 4  label 0 -12  lan -17 -4  languag -49 30  last 40 -4  latest -12 -19  latest_version 6 -3
launch 29 -3  layer 16 -6  layout 14 -7  lazy -6 -3  leak -7 -4  legacy 4 32  length -14 18  let 10 2  level 17 15
lib 48 7  licens 0 -5  lifecycl 24 14  light -10 8  lik -6 25  limit -2 8  lin -20 -1  link -17 -17  link_in -4 -5
link_to -15 -21  lint 5 -7  linter 24 2  linux -2 -3  list -7 -27  list_of -12 -8  listen -5 -6  literal -10 18
liv -14 10  load 32 -25  loader -6 -11  local -31 28  location -20 -12  lock -1 -12  log 5 -6  logger 14 0
logic 31 -12  login -29 -4  logo -25 -7  long 11 -4  longer -6 -6  look -13 0  lookup 3 -12  loop -18 -12  lower 4 15
machin -20 -2  maco -7 -4  macro -23 -4  main 7 57  maintainer -9 -3  mak 15 -20  mak_it -7 -5  mak_sur -7 -4
mak_the -2 -10  management 20 -2  manager -1 -4  manifest 10 -4  map 13 2  mark -21 -14  markdown -54 10  marker -8 -4
master -24 3  match 8 -20  max 1 4  mcp -9 -21  mcp_server 5 -2  md -31 1  memory 41 -13  mention -15 -22  menu -6 6
merg 31 36  merg_conflict 30 14  merg_of -3 -4  messag 20 -9  meta 32 -25  metadata 15 -21  method -35 3
method_to 1 -5  metric 6 -17  middlewar -16 -5  migrat -29 -13  migrat_to 7 29  migration 9 -8  migration_guid -7 2
minor -23 46  mismatch 11 6  miss -29 23  mobil -12 -4  mock -2 -5  mod -3 -28  mod_for 6 -3  model 25 0  modul 33 -7
mor 7 30  mov 83 30  mov_to 17 31  multilin -7 -4  multipl -38 15  must -7 -4  nam 16 5  nam_and -1 -2  nam_for -6 -4
nam_in 12 -7  nam_to -4 5  namespac -11 -6  nativ 2 -21  navigation -13 -6  need -14 5  negativ -14 -3  nest -21 -10
network -4 22  never 5 -5  new 33 32  next -7 1  no -11 -15  no_longer -6 -6  nod 10 6  non -6 -16  normaliz -15 12
not -37 -1  not_to -6 -7  notic 34 -15  notification 9 -4  now -16 -6  npm -4 -8  null -11 -4  number -35 -14
oauth -41 -5  object -23 15  obsolet -14 -4  of 44 -3  of_an -12 -1  of_the -26 -13  official -6 4  old 31 12
omit 2 -9  on -49 -56  on_the 21 -16  on_window 6 -6  onboard 13 24  onc -5 -11  one 3 -16  only 11 -1  open -10 5
opencod -1 -3  operation 20 -10  operator 2 -7  opt-in 3 -4  optimiz 6 -5  option -35 -34  option_for -8 11
option_in -6 -7  option_to 36 7  optional 8 43  or -16 -8  order -13 4  org -1 8  os 18 -5  otel 6 -6  other -22 29
out 37 3  output -12 32  outsid 11 -2  over 3 11  overflow -9 7  overhaul 26 13  overrid -16 -18  own 5 -20
packag 59 16  pad -16 -3  pag -45 2  pan 38 -1  panel -23 -2  panic 36 -5  parent 10 -6  parity 19 -14  pars -23 -26
parser 26 -6  part -15 14  partial -17 1  pass 12 27  pass_to 11 -2  patch 5 -13  path -12 -33  path_for 24 -3
path_in -17 7  pattern 0 -10  paus -34 -4  payload -5 13  per 41 -12  performanc 29 -6  permission -9 -5  phas 54 -6
picker 29 -5  pin -11 10  pip 13 -7  pipelin -7 -4  plac -1 -4  placeholder -15 10  plan 6 34  platform 4 8
plugin -49 16  plugin_for -5 22  plugin_to -9 -10  point 13 3  pointer 8 -3  policy -22 -12  polish -13 24  port -8 -3
positiv -12 -1  possibl -23 26  post -13 -16  posthog -1 -3  pr -15 -25  preferenc 9 -2  prefix 7 -7  prepar 38 -6
preserv 14 19  preset 19 -6  prettier 40 -4  pretty -7 -4  prevent -48 -16  preview 9 -7  previous -8 -3  primary -2 5
primitiv 19 -3  print 16 -13  privat 4 3  process 72 -21  processor 3 2  product -8 -6  production 8 -4  profil 18 -5
progress -26 -15  project 10 0  promot -14 -9  prompt -26 -4  prop -10 19  propagat 10 -3  proper 16 -7
properly -7 -4  property -3 15  proto 9 0  protocol -9 -1  prototyp -16 6  provid 22 15  provider -12 -28
proxy 14 -12  public 30 -13  publish -30 -14  pull -4 15  push 4 -14  put -22 9  py 20 -2  pytest 10 -5  python 41 -16
query -13 3  queu 36 -7  quick -16 25  quot -11 -8  rac -6 -5  rais 13 34  rang 0 8  rat -3 -3  raw -15 -9
re-export -28 6  react 3 11  read -10 -11  readability -12 10  readm 12 20  readm_md -4 13  real -9 27  reason 5 -6
redirect -20 -23  reduc 13 -25  redundant -9 0  ref 0 6  refactor -13 47  refactor_test -7 34  referenc -36 14
refin 11 -7  reflect -11 5  refresh -27 33  regenerat -12 15  regex -12 -8  regexp -12 -4  register -23 8
registration -15 -3  registry 9 -5  regression 10 10  regression_test 1 14  reject -17 -7  releas -46 17
releas_workflow -13 -9  reload -20 -7  remot 16 8  remov -13 -9  remov_deprecat 32 0  remov_duplicat 2 -9
remov_extra -14 -5  remov_old 20 17  remov_redundant -9 -5  remov_the 11 6  remov_unnecessary -19 16
remov_unus -17 -7  removal -6 -2  renam 12 44  render -49 -18  reorder -4 17  reorganiz 8 19  replac -27 3
replacement 0 -5  replay -6 25  reply -9 -11  repo -8 1  report -10 24  repository -7 -2  request 1 45  requir -3 -31
requirement -13 10  reset -26 -9  resolution 11 -5  resolv 44 -12  resourc 19 -13  respect -15 -4  respons -14 -4
restart -6 -5  restor -4 13  restructur -12 64  result 33 -9  resum -10 14  retry -4 -8  return 16 -5
return_typ 21 10  revers -3 -6  revert -12 -7  review 30 -29  reviv 1 -3  rework 4 -3  rewrit 25 -26  rm 2 15
root -31 -16  round -20 12  rout 11 -21  router 18 36  row -14 -3  rs 34 -10  rst -3 3  ruby 3 -8  rul 76 -13
run 32 1  runner -15 2  runtim 12 24  russian -3 -7  rust 13 -6  s 10 17  saf 36 -7  safety 10 -2  sam -9 7
sampl -8 10  sandbox 22 -7  sav 10 -5  scan -5 -3  schedul 21 10  schema 41 -9  scop -3 2  screen -16 -3
screenshot 11 10  script -40 23  scroll -25 -3  sdk 34 14  sdk_to 6 -2  search -3 -15  secret 2 21  section -12 49
security -6 -4  seed -23 -3  segment -9 -3  select 12 -6  selection -16 7  selector 30 10  semantic 9 -6  send -12 -10
sentinel 16 -4  separat 55 -19  separator -19 7  sequenc 9 -3  serializ -9 19  serialization 7 2  server -16 0
servic -43 45  session 6 -35  session_id 1 -2  set -27 -30  set_in 10 -2  set_to -5 -1  setup 1 1  sh -21 19
shar 2 -9  shell 20 -5  short 2 -6  should -18 18  should_not -6 -8  show 0 -1  shutdown -5 -4  sidebar -34 -3
sign 3 -7  signatur -7 6  simplify -24 -31  singl 44 2  sit 3 4  siz 8 3  skill -8 48  skip -12 3  slack -8 -3
slash 19 13  slash_command 30 19  small -7 5  smaller 17 8  smok -21 -6  snapshot -7 -1  so 2 12  socket -9 -4
som 9 23  sort -11 -4  sourc 57 0  spac 10 -2  span -24 -7  spawn -23 -6  spec 31 73  special -10 -10  specific -5 -6
specify -19 -4  spell -7 4  split -12 38  sponsor -5 -8  src 51 -14  stabiliz -20 6  stabl -12 -6  stack 7 -4
stag 18 -14  stal 13 -2  standard -21 8  star 10 24  start -36 21  startup -16 8  stat 0 1  statement 27 -12
static -15 12  status -17 -6  std 41 -3  stderr -16 -9  stdin -2 16  stdout -12 -4  step 42 -21  stop 3 -14
stor 53 -5  storag 10 -9  story -5 18  stream 25 -8  streamlin -4 -2  strict 36 -13  string 28 -7  strip -13 -8
structur 35 60  stuff 1 15  styl -38 31  subagent 15 -5  subcommand -15 27  submodul 21 -6  subprocess 8 -4
subscription 8 1  suffix 25 -6  suggestion 2 6  suit -21 27  summary -34 -6  support 93 32  support_for 27 22
support_to 18 18  suppress 4 8  sur -7 -4  surfac 20 -5  switch 35 15  switch_to 15 9  symbol 5 23  sync -15 13
syntax 0 60  system 39 -17  t -25 7  tab 18 16  tabl 32 -12  tag -19 -23  tak 1 -7  tap -8 3  target -21 8
task -20 -16  telegram -47 17  telemetry -18 26  templat 20 3  terminal 50 18  test -39 111  test_and 24 -15
test_cas -4 5  test_coverag 8 -18  test_fil -20 35  test_for -23 -55  test_helper -23 15  test_in 14 6
test_suit -10 7  test_to -26 47  test_with 10 2  text -47 0  text_for -9 -2  than -4 13  that 17 -31  the 20 22
the_default -18 -3  the_doc -7 14  the_sdk -1 18  the_session -2 -2  the_test -13 12  their -11 -15  them -4 -25
ther -2 -6  think -26 -5  this -3 -17  thread -15 16  through 8 -7  through_the 8 -2  throw -12 -5  tim -8 -4
timeout 10 -23  titl -15 -4  tmux 19 -5  to -9 -15  to_a -1 -5  to_allow 17 0  to_and -12 -3  to_avoid -1 -4
to_be 27 -13  to_check -8 -4  to_default -18 12  to_ecosystem -4 -4  to_fix -8 -5  to_ignor -8 -2  to_latest -4 -3
to_main -5 4  to_match -11 7  to_new -19 -3  to_nod 15 -1  to_plugin -19 10  to_prevent -23 -3  to_readm -6 4
to_reflect -5 12  to_return 11 -1  to_run -22 -5  to_support -29 42  to_test 26 14  to_the 29 5  to_use -52 27
to_v0 -4 -2  to_v1 6 -2  toggl 12 -2  token 25 -7  toml -17 -4  tool 62 -15  tool_call -14 13  tool_result -14 -2
top 13 -4  trac 9 -11  track -28 14  trail -27 19  trait -4 -2  transcript 7 10  transform -3 10  transformer 15 -20
transition 19 12  translation -53 48  travis -8 -7  tre 17 2  trigger 6 -4  tru -13 9  truncation -10 -3  trust 8 -5
try -12 -4  try_to -7 -3  ts 18 26  tsx -15 4  tui 23 19  tupl -18 17  turn -4 -5  tutorial 25 34  tweak 13 -3
two 3 -3  typ 0 21  typ_for -3 -10  typ_in 7 -9  typ_test -13 24  typ_to 7 -12  type:build -6 -6  type:chore 26 1
type:ci -32 -28  type:docs -21 -9  type:feat 57 5  type:fix -59 -14  type:none 7 11  type:perf 1 -2
type:refactor 45 -1  type:style -15 17  type:test -33 -20  typescript 11 8  typo -17 -19  typo_and -2 7
typo_in -5 -12  ui -3 2  undefin -11 7  under -14 8  unicod -13 -5  unifi 35 -3  unify -1 -8  union 28 -6  unit -17 15
unit_test -9 7  unknown -7 -2  unnecessary -26 13  until -2 -2  unus -33 -13  up 3 31  updat -54 -1
updat_changelog -1 -1  updat_dependency -5 -3  updat_doc 3 7  updat_for -3 21  updat_link -1 -3  updat_readm 22 -6
updat_releas -2 -7  updat_test 10 4  updat_to 58 -2  updat_version -6 -2  upgrad 45 -20  upgrad_to 3 9  upload -10 -10
url -5 -20  us -6 -3  usag 2 -10  use 1 30  use_of 8 27  used 4 -12  user -14 -11  using 2 34  util -3 7
utility -2 -11  uuid -10 -5  ux 43 -3  v0 -23 -23  v1 46 -12  v10 -8 33  v2 25 33  v3 -4 8  v7 24 -11  valid 13 -4
validat -15 -12  validation 47 -18  valu -27 5  valu_in 1 -3  var -33 6  variabl -8 -14  verify -10 -2  version -16 18
version_in -8 -3  version_of 31 5  version_to 9 -5  via 24 24  view 39 -19  voic 18 -6  wait -5 -3  warn -28 -7
warn_about -8 -4  warn_for -6 8  warn_in -2 -11  warn_on -8 -3  was -6 -3  watch -15 -2  way -4 -5  we -17 -9
web 35 -7  websit 19 -15  websocket -18 -7  what -18 -5  when -49 -1  when_run -4 -2  when_the -4 -2  when_using -13 4
wher 11 14  which 8 -6  whil 2 -3  whitespac -12 42  widget -13 29  width -6 -3  window 58 -22  wir -29 17  with -6 4
with_new -3 -4  with_prettier 17 -7  with_the -18 26  within -12 11  without 32 12  word 1 12  work -1 -6
work_on 15 0  workaround -8 -4  workflow -3 21  workspac -9 -9  worktre 32 -10  wrap -17 11  wrapper -8 2  writ 26 3
wrong -10 -5  x -19 3  yaml -14 -6  yml -11 -6  z 13 9  zsh -15 -10
`;
