/** Intake's model, read by `model.ts`. Written by scripts/fit-intake.ts; its figures are in fit-intake.txt. */
export const fittedModel = `
#general
bias -169 -257  decisive 76 81
#features
asks-for-more 0.2293 0.4204 9 3 4 1 0 0  single-failure 0.2488 0.4323 -22 -7 -10 -3 0 0
untyped 0.5031 0.5 2 2 0 0 0 0  scoped 0.3162 0.465 -14 -10 -5 -3 0 0  several-areas 0.004661 0.06811 13 -7 10 -5 0 0
breaking 0.006473 0.0802 0 -3 0 -2 0 0  documents 0.09839 0.2978 -13 11 -9 7 0 0  tests 0.04208 0.2008 -3 7 -2 5 0 0
substitution 0.01877 0.1357 12 1 9 0 0 0  wide-verb 0.04933 0.2166 23 1 16 0 0 0
wide-verb-first 0.03742 0.1898 6 10 4 7 0 0  wide-nouns 0.159 0.4219 19 3 12 -1 0 0
narrow-words 0.4013 0.6412 -54 -31 -1 -1 0 0  clause-words 0.1462 0.4336 -24 -12 -13 -7 0 0
texts-in-many-places 0.03172 0.1753 12 19 9 13 0 0  text-in-one-place 0.07134 0.2574 -9 4 -6 2 0 0
code-in-many-places 0.1234 0.3289 9 1 6 1 0 0  parts 0.2039 0.5202 26 16 16 10 0 0
length -0.08774 0.363 -16 -14 2 -3 23 4  long-title 0.06697 0.2527 3 -3 -4 -2 0 0  capital 0.3301 0.4703 9 1 3 0 0 0
code-in-title 0.09542 0.2938 1 -1 1 -1 0 0  option 0.01838 0.1343 0 -12 0 -9 0 0  call 0.01864 0.1353 -1 -2 -1 -2 0 0
joined 0.0189 0.1362 21 1 16 1 0 0  quoted 0.03431 0.182 -10 -7 -7 -5 0 0  bracketed 0.03094 0.1732 11 -3 8 -2 0 0
number 0.07418 0.2621 6 6 4 4 0 0  refers 0.04298 0.2028 12 5 9 4 0 0  punctuated 0.0268 0.1615 3 -3 2 -2 0 0
identifiers 0.2298 0.5166 -18 -14 3 -6 0 0  precedents-wide -0.4293 0.8024 14 5 7 -5 0 -5
precedents-texts -0.607 0.7092 4 10 8 9 -4 -1  precedents-small 0.4752 0.758 -21 -11 -2 -12 -3 -2
precedents-lines -0.188 0.6472 24 27 -7 -7 -9 -6  precedents-files -0.07319 0.2706 21 -1 4 -2 -1 -10
precedents-folders -0.08658 0.2214 4 -16 -5 -11 2 -10  precedents-text-share 0.02864 0.1499 -17 14 -7 -19 8 -5
nearest-wide -0.2249 0.5726 2 6 9 2 4 -5  nearest-texts -0.3397 0.4739 -9 -3 -1 11 -7 4
nearest-small 0.2633 0.5515 -13 -7 8 -7 -7 3  nearest-lines -0.09871 0.567 10 19 -5 -5 2 -5
likest 0.3918 0.1988 -7 9 -3 3 2 -6  support 0.7441 0.6273 20 22 -7 0 -2 -4  last-wide -0.1276 0.5362 18 -2 -1 -8 0 -5
last-texts -0.1768 0.5053 16 17 -2 6 -3 -4  last-small 0.1286 0.5494 -18 -14 -1 -9 -2 -3
last-lines -0.02793 0.4882 10 4 -9 -2 -3 -5  last-text-share 0.00702 0.09997 -9 3 0 -3 -2 -5
last-support 0.09043 0.2513 -15 -9 -8 -2 0 0  lately-wide -0.3327 0.8698 8 -4 6 -7 5 -4
lately-texts -0.5029 0.7774 6 14 -1 13 -6 3  lately-small 0.3494 0.834 -19 -7 2 -9 -2 -3
lately-lines -0.08175 0.677 11 12 -12 -4 -4 -4  lately-text-share 0.01876 0.1449 4 17 4 -8 -9 -4
lately-support 0.268 0.467 -6 3 -8 -2 0 0  wide-here -2.771 1.053 17 -3 -1 -11 -18 -2
texts-here -3.685 1.051 -4 18 -7 7 -4 1  small-here 1.256 0.7374 -6 12 13 1 10 -14
type-wide -0.3806 0.9782 21 13 6 4 -9 -8  type-texts -0.5917 1.008 -13 6 14 0 -3 -2
type-small 0.1006 0.6016 -8 4 15 5 2 10  new-words 1.225 1.207 -8 -15 8 3 3 6
rare-words 0.6665 0.9676 5 16 -1 8 3 -14  typed-here 0.3863 0.3694 -9 -3 -23 -2 -8 2
titles-here -0.2202 0.2256 -26 -8 -16 -13 7 -11  history 0.3286 1.086 43 19 7 5 15 -16
files-here 0.189 1.493 16 16 -3 7 8 -7  code-here 0.4163 0.1707 7 -11 6 -1 -3 5
tests-here 0.1946 0.1327 -5 18 9 -3 -9 -10  docs-here 0.1574 0.1663 18 -2 -13 -1 3 0
several-places 0.007897 0.08852 5 14 4 10 0 0  texts-of-a-place 0.03806 0.1913 5 -3 4 -2 0 0
named-folders 0.1879 0.4141 15 3 12 2 0 0  named-files 0.1747 0.4226 -11 -5 -6 -2 0 0
units -0.5052 1.764 21 6 -6 1 -5 -5  text-units -0.1266 0.6741 -6 -2 0 4 10 4
#tokens
1:accept -22 5  1:add -28 -27  1:adjust -4 -6  1:align 17 9  1:allow -8 -25  1:apply 11 4  1:avoid 35 10
1:better 4 -10  1:break 17 9  1:bring -1 -6  1:bump -20 -17  1:centraliz 3 -2  1:chang 8 23  1:changelog -2 -2
1:check -23 -10  1:clarify -26 3  1:clean -6 -4  1:cleanup -7 -3  1:clear -14 22  1:complet 0 14  1:consolidat 5 23
1:convert 14 19  1:correct -28 20  1:creat 5 31  1:default -7 8  1:delet 17 -6  1:deprecat 3 2  1:detect -13 -4
1:disabl -23 -11  1:display -3 -2  1:do -12 -1  1:doc 6 -7  1:document -44 -13  1:don't -14 0  1:drop 17 9
1:emit -14 2  1:enabl 17 26  1:enforc -2 8  1:enhanc -31 -11  1:ensur 22 -5  1:escap -5 -4  1:exclud -18 -4
1:export 25 -3  1:expos -9 -9  1:extend -9 -5  1:extract 21 5  1:fail 12 -8  1:feat 10 -5  1:featur -1 3
1:finish 9 -9  1:fix -32 -19  1:format 32 -15  1:forward -12 -5  1:further -18 9  1:generat 28 -7  1:get -12 3
1:guard 3 12  1:handl 12 -21  1:harden -10 -8  1:highlight -15 3  1:ignor -12 -10  1:implement 3 -10  1:improv -33 -23
1:includ -13 -8  1:increas 7 -6  1:integrat -16 -3  1:introduc 28 -15  1:keep -41 -10  1:let 21 -8  1:link -16 -9
1:log 9 -5  1:mak -13 3  1:mark -13 -9  1:mention -7 -16  1:merg 31 19  1:migrat -14 -12  1:minor -16 5  1:mor 20 -25
1:mov 17 23  1:new 38 34  1:no -6 -6  1:normaliz -14 14  1:omit -11 -7  1:only 4 -6  1:optimiz 7 -5  1:pars 26 -6
1:pass 6 -9  1:pin -12 -3  1:plugin -6 -3  1:port 18 1  1:prepar 21 -2  1:preserv 12 21  1:prevent -22 -12
1:propagat 11 -3  1:publish -4 -1  1:read -10 -2  1:reduc 4 -16  1:refactor 4 19  1:refin 14 -5  1:refresh -19 16
1:regenerat -13 16  1:reject -12 -6  1:releas -19 5  1:remov 32 7  1:renam 36 19  1:render -13 -4  1:reorganiz 8 17
1:replac -3 -1  1:requir -5 -4  1:resolv -5 -6  1:respect -12 -3  1:restor -2 16  1:restructur -6 20  1:return -8 -2
1:rewrit 21 -21  1:rout -3 6  1:run -7 32  1:send -9 -2  1:separat -10 -5  1:set -29 -10  1:shar -9 -3  1:show 22 -15
1:simplify 3 -24  1:skip -13 -7  1:split -17 46  1:stabiliz -21 4  1:start 15 -3  1:stop -10 -9  1:stream 7 -3
1:streamlin -5 -2  1:strip -10 -6  1:support -75 22  1:surfac 6 -6  1:switch 23 4  1:sync -7 -8  1:test -10 -20
1:the 0 -13  1:throw -6 -3  1:track -16 28  1:tweak 21 -11  1:typ 17 -11  1:typo -1 -3  1:unify -1 -6  1:updat -33 -28
1:upgrad 8 4  1:use -10 14  1:using -11 38  1:validat -8 -5  1:warn -10 -6  1:wir -18 10  1:wrap -9 -3  a 11 -29
a_new -1 -3  a_typo 0 -1  ability 5 -7  ability_to -1 -6  abort -11 20  about -20 -7  accept -7 -4  account -12 -8
acp 4 -4  across 1 11  action 36 -12  adapter 22 -8  add 13 30  add_a 2 3  add_changelog -7 -4  add_claud -7 -5
add_comment -21 -2  add_default -14 20  add_exampl -17 -8  add_link -12 -3  add_miss -19 24  add_mor -14 15
add_new -4 -3  add_not -7 -10  add_option 12 -5  add_session 15 -6  add_som -8 -1  add_support 49 -5  add_test -10 -20
add_the -2 -10  add_typ -9 1  add_version 18 8  additional 16 -1  address -16 -7  adjust -6 -9  after -2 -26
against 10 -9  agent 11 10  agent_md -11 3  agent_sdk -7 -1  ai 1 5  alia -3 12  alias -17 -4  align -7 24  all 49 -20
allow 12 -36  allowlist -8 -3  already -9 -2  also 2 -2  alway -19 -9  an -4 -27  an_error -4 -4  analytic -4 -6
and 36 30  and_add -22 11  and_agent -1 -2  and_exampl 50 -17  and_fix 8 15  and_improv -25 -6  and_remov -21 10
and_session 15 10  and_test 22 -23  and_the 5 -6  and_updat -23 -14  and_use 16 -3  and_window 17 -3  android -12 8
animation -13 -2  annotation -5 -9  another 7 -3  ansi 7 -4  any 9 -6  api 40 -26  api_key -15 -2  apis 10 1
app -8 -3  append 18 -6  application -32 -6  apply 13 3  approval -3 12  architectur -30 27  archiv -14 -3  are 16 28
arg -32 12  argument -34 6  argument_in -10 19  around 9 -8  array 28 5  artifact 12 1  as -29 -4  as_a 7 -5
assert -9 8  assertion 9 -3  asset -6 -2  assistant -7 -1  async -14 7  at -26 11  attachment 11 -4  attribut -23 -15
auth -28 16  auto -1 -5  autofix -6 7  automat 36 -11  automatically 7 19  availabl 9 -7  avoid 44 2  await 7 -12
aws -16 6  azur -2 -8  back 8 1  back_to -15 12  backend 31 -3  background -19 -6  backup -1 -7  bad -6 -6  badg 3 -5
bar -13 -7  bas 43 -15  bas_on 38 -5  bash 3 5  basic 11 1  batch 15 -5  be 28 7  befor -5 0  behavior -26 -16
being 9 -4  benchmark -19 31  beta 10 -14  better -17 0  between -11 -7  binary 14 17  bind 18 21  block -18 23
body 19 3  boolean -2 -6  border 26 -3  bound 17 -6  box 13 -6  branch 12 -12  brand -11 30  break 10 22
break_chang -4 14  brew -16 -2  bridg 0 12  bring 6 -7  broken -15 -10  broken_link -1 -5  browser 31 -10
budget 14 -3  buffer 27 -10  bug 62 17  bug_fix 30 -4  bug_in 22 -3  bug_with 4 9  build -19 5  built-in 25 -17
builtin -7 -8  bump -22 -18  bump_action -1 -1  bump_version -1 -1  bun -6 15  bundl 22 -8  bundler -13 10
button -18 -6  by -35 -18  by_default -16 1  byt -15 -2  c -14 -12  cach -23 5  call -35 20  callback 42 -2
can 56 -11  can_be 17 -3  cancel 7 -4  cancellation -4 -7  capability -2 -3  captur -22 -8  card 43 -8  cargo -23 -4
cas -36 -4  cas_for -5 -13  catalog 6 -3  caus -17 -4  centraliz 3 -2  cert -20 20  chain 8 -3  chang 16 -12
chang_to 1 -5  changelog -34 -22  changelog_entry -8 -3  changelog_for -6 -1  channel -1 34  character -18 18
chat 13 4  check -39 -31  check_for -16 8  checkout -5 -2  checkpoint 20 -7  chines -7 10  chunk 11 17  ci -10 34
clap 34 -6  clarification -16 9  clarify -35 -6  class -40 7  claud -30 8  claud_cod 10 11  claud_md -8 -5
clean -9 -8  clean_up -8 -5  cleanup -51 -23  clear -17 19  cli 38 26  client 3 2  clippy 10 14  clon -32 -5
clos -32 -24  cod 68 31  cod_and 12 -6  cod_block -13 8  cod_for 11 -6  cod_to -5 -1  cod_version -6 0  codebas 41 -10
collection -9 16  color 31 -3  column -11 -2  com 3 -8  combin 1 -4  command -33 30  comment 22 -28  commit -29 13
common -36 27  community 1 -7  compact 16 -3  compaction 33 16  compat 14 -5  compatibility 1 25  compatibl 10 -5
compil 43 -7  complet -20 7  completion 15 -22  component 0 20  composer -13 -4  comprehensiv 15 -3  concurrent -5 -6
condition -14 -5  config -34 6  config_fil -11 -6  configur 1 -6  configurabl 9 -11  configuration 21 -13
conflict 26 18  connect 24 -5  connection 18 -9  consistency -12 6  consistent 54 -4  consol -4 -7  consolidat 1 33
constant -1 -12  constructor 3 -19  contain -10 -3  container -27 9  content 0 16  context -10 -10  contribut -10 0
contribut_md -6 10  contributor -3 -2  control 16 3  controller -5 20  convention -13 -1  conversation -1 -7
convert -11 15  cooki -11 -4  copy 13 -6  cor 69 -2  correct -34 26  correctly 6 -6  count -27 -10  coverag -11 5
crash -7 -8  crat 13 -8  creat 5 41  creat_a -4 14  creation 27 -10  credential 14 -6  css 57 -15  current -33 -16
cursor 12 -6  custom -7 -45  cut 17 -8  cwd -15 1  daemon 23 -5  dark -2 -2  dat 3 -6  data 29 35  databas -18 -6
db -13 -7  dead 7 -6  debug -4 -6  declar -5 -3  declaration -11 5  decod 27 -6  default 13 11  default_for -9 -3
default_to -4 9  defer 17 -2  definition -8 10  delay -7 -2  delet 3 -10  delta -14 12  demo 7 -3  deno 27 -10
dep -13 -8  depend 7 -1  depend_on 7 -1  dependency 12 -8  deploy -25 -27  deployment 6 -9  deprecat 11 15
deprecation 26 7  description -12 -19  design -10 14  desktop 3 -3  detail 3 -7  detect -20 -7  detection -7 -10
dev -38 -2  development -14 -13  diagnostic -23 -4  diagram 59 -5  diff 48 1  different 3 -2  dir -28 -10
direct -5 -4  directiv 19 -21  directly 1 -5  directory 15 28  disabl -22 -21  dispatch 10 22  display -34 -9
do -13 -9  do_not -11 -3  doc 14 29  doc_and 18 2  doc_fix 5 2  doc_for -5 -17  doc_to -9 27  doc_with -7 11
docker -30 13  docstr 8 -11  document -53 -6  documentation -45 34  documentation_for -2 -18  doesn't -4 -4
don -12 -5  don't -16 -1  dot -22 5  doubl -8 -5  down 2 -3  download -7 7  drop -15 -4  drop_support 4 12
duplicat 57 -20  dur -9 3  durabl 15 -3  duration -5 -5  dynamic 1 -11  e2e -25 74  e2e_test 12 14  each 34 -7
early 5 -3  ecosystem -8 7  edg 2 -11  edit -4 -6  editor -7 -6  element 9 5  email -9 -4  emit -19 -1  empty -23 -18
enabl 6 16  encod -16 1  end 5 2  endpoint -9 -7  enforc 0 8  engin -5 -5  enhanc -3 -11  ensur 16 -6  entity -9 -4
entry 20 1  enum -4 -1  env -23 8  env_var -21 6  environment 19 -15  environment_variabl 19 -5  error -14 -6
error_for -10 -5  error_handl 7 -7  error_handler 4 6  error_in 22 3  error_log -5 -4  error_messag -3 -7
error_when -4 -4  esbuild -2 -5  escap 15 -13  eslint 47 1  etc -9 42  event -35 10  every -22 -6  exampl -10 -77
exampl_for -18 -6  exampl_in -3 -9  exampl_to 29 -10  exampl_with -1 -5  exception -25 18  exclud -23 -12  exec -7 -3
execution 2 24  exist -18 12  exit -8 -2  expand -8 -8  expect -5 -4  experimental -7 2  explain -12 -6  explicit 6 -6
export 12 17  expos -20 -11  express 6 -6  expression -16 -8  extend -22 -19  extension -14 10  extra -24 -9
extract 3 -1  fail 7 -19  fail_test -8 3  failur -11 22  fall -8 12  fall_back -8 12  fallback 12 -6  fals 50 -16
fals_positiv -14 -2  favor 12 -7  favor_of 12 -7  feat 7 1  featur 2 30  featur_flag 2 -4  fetch -21 -3  field -44 26
field_in -8 3  field_to 1 -5  fil 31 -8  fil_in -2 10  fil_path 10 -5  fil_to -7 -15  fil_with 19 -7  filter -2 -9
final -13 -3  finaliz 7 1  find -13 -12  finish 7 -10  first 14 4  first-class 21 -6  fish -2 -5  fix -4 13
fix_a -11 -9  fix_add 96 -16  fix_an -5 -5  fix_broken -2 -5  fix_bug 26 11  fix_doc -3 8  fix_fix 22 -24
fix_flaky -6 -12  fix_for -4 -6  fix_incorrect -4 -6  fix_issu 19 -2  fix_link 11 -9  fix_som 0 20  fix_the -10 -4
fix_typ -15 13  fix_typo -7 -13  fixtur 31 3  flag -8 -30  flag_to -12 -4  flaky -16 -21  flash -12 -3  flat 32 16
float -10 -3  flow -11 2  fmt -5 -4  focus 17 18  folder -6 11  follow 20 -2  font -3 -3  for -7 -13  for_all -4 -8
for_claud -8 24  for_new -15 10  for_python -7 -4  for_test 29 28  for_the -22 48  for_typ -8 3  for_v0 -3 -5
for_window -11 -2  forc -7 -3  fork -12 -5  form -31 9  format 36 -11  formatter 26 -10  forward -22 -7  found -10 7
framework 1 10  fre 13 -4  from -12 -2  from_the -8 -5  from_to 2 -3  full -18 5  fully -11 -4  function -6 -9
further -7 9  gat -17 12  generat 43 15  generation 109 -27  generator 8 20  generic -20 8  get -38 -5  getter -1 -4
gh -8 -4  git 22 -14  gitignor -32 -12  glob -28 7  global -5 -5  go 19 34  googl -29 -9  gpt-5 -32 -3  grammar -14 14
grid 11 -4  group 42 5  guard 11 25  guid -53 37  guidanc -6 -5  handl 38 2  handl_and 8 -5  handl_of 18 -8
handler -1 16  hang -4 -4  harden 20 -11  harness 12 27  has 7 -9  hash 1 -11  hav -23 12  head -8 0  header 21 -32
heartbeat -8 -4  help -4 -8  helper -12 0  hid -8 -5  hidden -16 -2  highlight -54 -8  history -16 30  history_to 0 -1
hom -2 -6  honor -5 -3  hook -13 45  host 9 -13  how -18 -1  how_to -18 3  html -10 12  http -18 18  icon -39 -6
id -11 5  identifier 0 8  idl -26 16  ids 2 -9  if 18 -7  ignor -35 -9  imag -10 -14  impl -22 6  implement 20 -14
implementation 0 -12  import -28 -14  improv -65 -35  improv_doc 24 -15  improv_documentation 7 -3  improv_test 10 -3
improv_the -25 32  improvement 2 27  in -33 -20  in_a 13 -4  in_changelog -2 -2  in_ci -3 20  in_doc 2 -9
in_exampl 9 -4  in_favor 12 -7  in_readm -5 -6  in_test -21 14  in_the 14 40  includ -39 -19  incorrect -12 0
increas 6 -7  incremental 14 0  indent -18 27  indentation -10 8  index -22 27  indicator 2 -4  inferenc -17 30
info -25 -22  inherit 5 -4  init -12 5  initial 18 13  initializ -6 -2  initialization -14 -3  inject -21 6
injection -7 -8  inlin -30 2  input -11 -7  insid -24 28  install -3 -10  install_script -11 -1  installation -19 -7
instanc 23 -16  instead -2 1  instead_of -3 3  instruction -18 -15  integrat -20 -4  integration -33 31
integration_test -19 1  interaction 17 -3  interactiv 23 9  interfac 39 -12  internal 10 29  interrupt -3 -2
into 47 28  into_the -27 -9  introduc 31 -22  invalid -6 -15  invok 21 9  io 26 4  ios -10 -2  is 10 -4  is_not -4 9
issu 13 9  issu_in -3 10  issu_with 13 -4  it 30 -27  it_to 22 -10  item -36 4  its -10 -8  its_own 5 -5  java -5 -6
job -9 -6  js 12 -1  json 4 7  jsonl -7 -8  keep -60 -16  key -52 22  key_in -9 -4  keyword 8 -12  kill 0 5
label 0 -12  lan -18 -4  languag -49 29  last 41 -4  latest -11 -15  latest_version 8 -2  launch 29 -3  layer 19 -8
layout 11 -10  lazy -7 -3  leak -6 -5  legacy 2 32  length -14 18  let 13 7  level 19 11  lib 47 9  licens 0 -5
lifecycl 23 15  light -10 8  lik -6 25  limit -1 7  lin -20 0  link -20 -20  link_in -6 -5  link_to -16 -22
lint 2 -10  linter 22 4  linux -2 -3  list -9 -24  list_of -11 -6  listen -5 -7  literal -10 18  liv -10 10
load 28 -24  loader -8 -11  local -32 29  location -20 -9  lock -1 -10  log 2 -10  logger 11 -3  logic 32 -12
login -26 -4  logo -26 -8  long 11 -5  longer -5 -6  look -12 0  lookup 2 -12  loop -19 -11  lower 8 12  machin -20 -2
maco -7 -4  macro -22 -3  main 5 54  maintainer -10 -3  mak 14 -21  mak_it -7 -4  mak_sur -6 -4  mak_the -2 -10
management 17 -2  manager 0 -4  manifest 9 -3  map 13 0  mark -20 -14  markdown -50 11  marker -7 -4  master -25 4
match 6 -22  max 4 3  mcp -10 -21  mcp_server 3 -2  md -32 -2  memory 38 -13  mention -15 -21  menu -7 6  merg 34 35
merg_conflict 33 13  merg_of -4 -3  messag 19 -13  meta 32 -23  metadata 13 -21  method -39 2  method_to -1 -5
metric 7 -17  middlewar -20 -5  migrat -20 -16  migrat_to 3 24  migration 6 -10  migration_guid -9 2  minor -25 45
mismatch 11 6  miss -29 21  mobil -11 -4  mock -4 -3  mod -1 -26  mod_for 9 -3  model 26 -1  modul 33 -4  mor 10 30
mov 81 25  mov_to 18 31  multilin -8 -4  multipl -39 15  must -6 -4  nam 19 4  nam_and -1 -2  nam_for -6 -4
nam_in 13 -7  nam_to -5 5  namespac -10 -5  nativ 3 -24  navigation -9 -6  need -14 4  negativ -15 -4  nest -23 -11
network -3 21  never 4 -5  new 34 31  next -8 6  no -11 -15  no_longer -5 -6  nod 9 8  non -7 -11  normaliz -15 13
not -39 -1  not_to -6 -8  notic 32 -15  notification 9 -4  now -17 -6  npm -3 -7  null -10 -4  number -36 -14
oauth -44 -5  object -26 14  obsolet -14 -4  of 42 -4  of_an -11 -1  of_the -26 -13  official -6 4  old 31 13
omit 0 -9  on -48 -61  on_the 19 -15  on_window 5 -8  onboard 8 26  onc -4 -10  one 3 -15  only 8 -1  open -13 4
opencod -2 -3  operation 21 -10  operator 2 -6  opt-in 3 -4  optimiz 6 -6  option -37 -34  option_for -8 11
option_in -6 -7  option_to 34 9  optional 9 42  or -15 -8  order -13 4  org -2 9  os 17 -5  otel 5 -6  other -21 27
out 35 3  output -8 28  outsid 12 -2  over 3 11  overflow -8 8  overhaul 25 11  overrid -18 -18  own 10 -21
packag 60 11  pad -16 -2  pag -47 2  pan 41 -1  panel -22 -2  panic 36 -5  parent 11 -6  parity 19 -14  pars -22 -25
parser 27 -11  part -12 15  partial -15 2  pass 9 29  pass_to 10 -2  patch 5 -13  path -9 -34  path_for 23 -2
path_in -16 7  pattern -3 -11  paus -28 -4  payload -4 14  per 39 -12  performanc 34 -6  permission -6 -5  phas 53 -5
picker 31 -5  pin -11 10  pip 15 -6  pipelin -7 -4  plac 0 -4  placeholder -15 10  plan 6 34  platform 6 7
plugin -50 16  plugin_for -7 22  plugin_to -9 -9  point 16 4  pointer 8 -3  policy -22 -12  polish -11 25  port -5 -7
positiv -14 -2  possibl -24 23  post -11 -11  posthog 0 -3  pr -11 -24  preferenc 10 -2  prefix 10 -7  prepar 39 -5
preserv 15 18  preset 17 -6  prettier 46 -2  pretty -6 -4  prevent -50 -16  preview 7 -7  previous -8 -3  primary -2 3
primitiv 18 -2  print 16 -13  privat 4 2  process 73 -20  processor 2 3  product -5 -6  production 9 -4  profil 16 -5
progress -26 -14  project 7 1  promot -14 -10  prompt -29 -3  prop -12 18  propagat 11 -3  proper 17 -6
properly -7 -3  property -3 16  proto 9 -1  protocol -10 -4  prototyp -15 6  provid 22 15  provider -15 -27
proxy 12 -12  public 31 -13  publish -30 -14  pull -4 15  push 3 -13  put -21 9  py 21 -2  pytest 10 -6  python 39 -17
query -12 1  queu 36 -7  quick -15 24  quot -11 -7  rac -8 -5  rais 9 34  rang 1 9  rat -2 -3  raw -15 -9
re-export -28 7  react -3 10  read -9 -11  readability -11 13  readm 9 18  readm_md -4 12  real -9 28  reason 4 -6
redirect -20 -22  reduc 13 -24  redundant -9 1  ref 5 4  refactor -20 45  refactor_test -7 30  referenc -35 12
refin 11 -7  reflect -11 4  refresh -26 30  regenerat -13 16  regex -13 -9  regexp -12 -4  register -24 8
registration -16 -2  registry 8 -5  regression 11 7  regression_test 2 11  reject -17 -7  releas -49 20
releas_workflow -13 -9  reload -20 -6  remot 13 10  remov -13 -12  remov_deprecat 31 -3  remov_duplicat 2 -9
remov_extra -14 -5  remov_old 21 17  remov_redundant -9 -5  remov_the 12 7  remov_unnecessary -19 17
remov_unus -19 -7  removal -6 -2  renam 12 42  render -46 -17  reorder -4 16  reorganiz 8 17  replac -26 4
replacement 0 -5  replay -5 26  reply -10 -11  repo -2 0  report -10 26  repository -8 -2  request 0 46  requir -4 -34
requirement -13 10  reset -27 -9  resolution 12 -5  resolv 40 -13  resourc 21 -13  respect -15 -5  respons -16 -5
restart -6 -5  restor -5 12  restructur -11 56  result 32 -11  resum -9 14  retry -5 -7  return 16 -5
return_typ 21 10  revers -5 -6  revert -10 -8  review 33 -26  reviv 4 -3  rework 4 -3  rewrit 23 -23  rm 1 15
root -31 -16  round -20 12  rout 9 -21  router 18 38  row -15 -3  rs 38 -8  rst -3 2  ruby 5 -9  rul 76 -12  run 32 2
runner -17 2  runtim 12 22  russian -2 -6  rust 14 -7  s 9 17  saf 42 -7  safety 9 -2  sam -8 7  sampl -14 16
sandbox 22 -7  sav 9 -5  scan -5 -3  schedul 21 10  schema 42 -11  scop -5 2  screen -16 -3  screenshot 12 9
script -41 24  scroll -25 -3  sdk 34 12  sdk_to 8 -1  search 0 -14  secret 1 21  section -17 41  security -6 -4
seed -22 -3  segment -8 -3  select 13 -6  selection -17 8  selector 28 10  semantic 10 -6  send -9 -10  sentinel 18 -4
separat 49 -19  separator -19 7  sequenc 8 -3  serializ -9 19  serialization 5 2  server -18 2  servic -37 40
session 4 -33  session_id 1 -2  set -29 -34  set_in 10 -2  set_to -5 -1  setup -1 4  sh -21 19  shar 2 -9  shell 20 -5
short 1 -7  should -19 13  should_not -6 -8  show 1 -2  shutdown -4 -4  sidebar -38 -4  sign 1 -6  signatur -9 7
simplify -23 -30  singl 40 3  sit 8 -1  siz 7 2  skill -9 47  skip -12 4  slack -8 -3  slash 19 14
slash_command 29 20  small -8 5  smaller 19 6  smok -22 -6  snapshot -3 -2  so 2 12  socket -9 -4  som 10 27
sort -13 -4  sourc 61 1  spac 9 -1  span -25 -7  spawn -22 -6  spec 28 63  special -10 -10  specific -4 -7
specify -20 -5  spell -7 5  split -12 37  sponsor -6 -9  src 49 -12  stabiliz -21 4  stabl -12 -6  stack 7 -4
stag 12 -10  stal 11 -1  standard -17 8  star 9 23  start -30 23  startup -16 8  stat -1 0  statement 23 -11
static -14 10  status -20 -6  std 41 -1  stderr -16 -8  stdin -2 14  stdout -12 -4  step 44 -21  stop 4 -14
stor 52 -5  storag 12 -9  story 1 10  stream 23 -7  streamlin -5 -2  strict 36 -14  string 29 -6  strip -13 -8
structur 36 58  stuff 1 15  styl -41 25  subagent 13 -5  subcommand -14 27  submodul 22 -6  subprocess 8 -4
subscription 11 1  suffix 25 -7  suggestion 2 6  suit -20 26  summary -35 -6  support 91 33  support_for 27 18
support_to 19 21  suppress 3 9  sur -6 -4  surfac 20 -6  switch 34 13  switch_to 15 7  symbol 7 23  sync -15 14
syntax 0 61  system 37 -17  t -25 7  tab 18 17  tabl 37 -12  tag -17 -23  tak 4 -6  tap -6 3  target -22 8
task -20 -15  telegram -47 17  telemetry -13 27  templat 22 3  terminal 49 18  test -37 114  test_and 19 -10
test_cas -4 4  test_coverag 7 -15  test_fil -21 32  test_for -19 -35  test_helper -23 17  test_in 13 4
test_suit -11 7  test_to -18 28  test_with 12 3  text -43 1  text_for -9 -2  texts~1:add -27 8  texts~1:clarify -4 -9
texts~1:clean -9 2  texts~1:convert -3 12  texts~1:correct -2 3  texts~1:doc 6 -7  texts~1:document 4 -2
texts~1:finish -4 -7  texts~1:fix -16 -15  texts~1:improv 31 -7  texts~1:mention -2 -14  texts~1:migrat 16 -13
texts~1:mor 3 -23  texts~1:mov -35 28  texts~1:refactor 26 -9  texts~1:remov 4 16  texts~1:replac -8 -3
texts~1:run 14 4  texts~1:test -10 -17  texts~1:updat -7 -13  texts~1:use -12 24  texts~a 7 10  texts~about -2 -1
texts~add 8 -16  texts~add_miss -1 16  texts~add_test 8 3  texts~agent 14 -11  texts~all 15 -8  texts~and 20 4
texts~and_add 12 0  texts~api 8 6  texts~architectur -5 6  texts~as -2 -5  texts~assertion 11 5  texts~block -1 9
texts~break -7 23  texts~build -3 22  texts~by -9 0  texts~cas -2 -3  texts~chang -2 -23  texts~changelog -2 -5
texts~changelog_for 0 0  texts~check 11 -4  texts~clarify -5 -15  texts~class -2 12  texts~clean -9 2
texts~clean_up -9 2  texts~cleanup -3 -5  texts~cli -4 -3  texts~cod 9 -4  texts~config -8 13  texts~consistency -5 6
texts~context -4 -9  texts~contribut -4 7  texts~convert -3 12  texts~cor 17 -8  texts~correct -2 11
texts~coverag -11 5  texts~data -18 15  texts~default -2 1  texts~deprecat 5 7  texts~diagram -2 8  texts~do -2 -2
texts~doc 14 29  texts~doc_and 18 2  texts~doc_fix 5 2  texts~doc_for -5 -17  texts~doc_to -9 27  texts~doc_with -7 11
texts~document 0 -3  texts~documentation -45 34  texts~documentation_for -2 -18  texts~e2e 18 -26
texts~ecosystem -1 2  texts~error -6 2  texts~exampl 45 -35  texts~exampl_in -1 -8  texts~featur -2 5
texts~fil -24 -14  texts~finish -4 -7  texts~fix 6 -21  texts~fix_doc -3 8  texts~fix_typo -1 -5  texts~flag -4 -2
texts~for -39 -30  texts~for_test -4 23  texts~for_v0 0 -3  texts~format -4 11  texts~from -13 9  texts~function -4 -7
texts~generat 10 20  texts~grammar -1 14  texts~guid -9 26  texts~handl -9 3  texts~improv 28 -13
texts~improv_doc 24 -15  texts~improv_documentation 7 -3  texts~in 2 3  texts~in_doc 2 -9  texts~in_readm 0 -2
texts~in_test -8 -10  texts~in_the -3 18  texts~integration -9 5  texts~integration_test -3 -8  texts~into 26 35
texts~is -1 12  texts~issu 40 -12  texts~it -6 -3  texts~js -4 8  texts~link -3 -8  texts~link_to 4 -17
texts~list -4 -5  texts~mak -6 -11  texts~markdown -8 1  texts~md -5 10  texts~mention -2 -16  texts~messag 3 -10
texts~migrat 15 -13  texts~miss -2 20  texts~modul -7 -9  texts~mor -4 -9  texts~mov 8 8  texts~nam -4 14
texts~new -2 21  texts~nod -3 -4  texts~not -5 -4  texts~of -15 18  texts~on -15 -1  texts~option -1 -10
texts~packag -10 13  texts~pag 5 12  texts~path -7 -6  texts~plugin -3 4  texts~plugin_to 0 -4  texts~pr -1 -7
texts~readm 18 3  texts~refactor 33 -1  texts~refactor_test -7 30  texts~referenc 0 -13  texts~reflect -1 9
texts~refresh -8 25  texts~releas 17 1  texts~remov 0 14  texts~render -3 -6  texts~replac -11 -5  texts~request -4 -6
texts~restructur -8 41  texts~review 12 -15  texts~rout -2 -7  texts~router -3 1  texts~run 6 -18  texts~runner 0 -17
texts~sampl 9 1  texts~section 2 -2  texts~separat 35 -9  texts~server -5 13  texts~session -10 -11  texts~set -6 -15
texts~setup -1 -5  texts~som 7 1  texts~spec 10 33  texts~start -1 1  texts~step -3 -3  texts~stream 25 -24
texts~string -4 -13  texts~styl -4 33  texts~support 4 7  texts~test 11 -22  texts~test_and 19 -10
texts~test_coverag 7 -15  texts~test_for 2 -24  texts~test_in 14 2  texts~test_to -17 37  texts~test_with 7 6
texts~that -5 -13  texts~the -15 34  texts~the_doc -6 8  texts~to -7 6  texts~to_readm 0 8  texts~to_the -6 9
texts~to_use 8 8  texts~tutorial 27 -1  texts~typ 9 1  texts~type:chore -4 13  texts~type:ci 4 -8
texts~type:docs -19 5  texts~type:feat 18 -10  texts~type:fix -7 -2  texts~type:none -26 44  texts~type:refactor 1 14
texts~type:test -25 -8  texts~typo -2 -2  texts~typo_in -1 -7  texts~unit -6 10  texts~unit_test -3 8  texts~up -17 39
texts~updat 5 13  texts~updat_doc 2 4  texts~upgrad 0 -12  texts~usag -5 -13  texts~use 5 27  texts~using -10 17
texts~v0 0 -3  texts~validation -18 1  texts~version -8 9  texts~warn -1 -2  texts~websit 1 -13  texts~when -1 12
texts~with -13 19  texts~workflow -5 7  texts~writ 18 -1  than -4 14  that 17 -30  the 23 17  the_default -17 -2
the_doc -6 8  the_sdk -2 18  the_session 0 -1  the_test -13 12  their -10 -16  them -8 -25  ther -2 -6  think -25 -5
this 1 -16  thread -16 16  through 8 -6  through_the 8 -2  throw -13 -5  tim -8 -3  timeout 11 -23  titl -14 -4
tmux 18 -5  to -8 -19  to_a -1 -5  to_allow 17 0  to_and -10 -2  to_avoid -1 -4  to_be 27 -11  to_check -8 -3
to_default -18 13  to_ecosystem -3 -3  to_fix -9 -6  to_ignor -9 -2  to_latest -6 -3  to_main -5 4  to_match -11 6
to_new -19 -3  to_nod 15 -1  to_plugin -17 8  to_prevent -23 -2  to_readm -5 4  to_reflect -5 11  to_return 11 -1
to_run -22 -5  to_support -29 43  to_test 28 11  to_the 33 2  to_use -44 26  to_v0 -3 -1  to_v1 6 -2  toggl 12 -2
token 25 -7  toml -17 -5  tool 60 -15  tool_call -15 9  tool_result -14 -2  top 11 -3  trac 10 -10  track -29 14
trail -26 20  trait -5 -2  transcript 5 10  transform -1 10  transformer 15 -18  transition 18 12  translation -52 46
travis -7 -6  tre 18 2  trigger 4 -4  tru -13 9  truncation -9 -3  trust 7 -5  try -13 -4  try_to -8 -3  ts 19 25
tsx -16 4  tui 23 19  tupl -18 16  turn -5 -5  tutorial 22 37  tweak 15 -3  two 2 -3  typ -4 25  typ_for -4 -10
typ_in 6 -7  typ_test -12 24  typ_to 7 -11  type:build -7 -6  type:chore 26 -5  type:ci -35 -27  type:docs -19 5
type:feat 53 -3  type:fix -63 -22  type:none 4 1  type:perf 0 -3  type:refactor 45 -5  type:style -15 17
type:test -25 -8  typescript 8 11  typo -15 -18  typo_and -2 8  typo_in -5 -12  ui -5 3  undefin -11 7  under -12 7
unicod -13 -5  unifi 35 -3  unify -2 -7  union 30 -7  unit -15 4  unit_test -7 1  unknown -6 -1  unnecessary -26 14
until -2 -2  unus -36 -13  up 2 18  updat -58 -2  updat_changelog -1 -1  updat_dependency -4 -3  updat_doc 2 4
updat_for -3 21  updat_link -1 -3  updat_readm 22 -6  updat_releas -2 -5  updat_test 8 2  updat_to 60 -2
updat_version -7 -2  upgrad 45 -19  upgrad_to 5 8  upload -10 -10  url -8 -19  us -5 -3  usag 5 -8  use 4 30
use_of 7 27  used 2 -12  user -13 -13  using 9 33  util -5 9  utility 0 -9  uuid -10 -4  ux 40 -3  v0 -24 -22
v1 49 -13  v10 -4 29  v2 25 34  v3 -6 5  v7 24 -11  valid 12 -4  validat -17 -12  validation 45 -19  valu -27 1
valu_in 1 -3  var -33 9  variabl -11 -14  verify -10 -2  version -18 16  version_in -8 -2  version_of 32 4
version_to 10 -5  via 26 24  view 40 -19  voic 16 -6  wait -5 -3  warn -30 -7  warn_about -8 -4  warn_for -5 8
warn_in -2 -10  warn_on -9 -3  was -5 -2  watch -16 -2  way -4 -5  we -17 -9  web 35 -7  websit 17 -17
websocket -16 -7  what -17 -5  when -50 -1  when_run -4 -2  when_the -4 -2  when_using -13 4  wher 10 12  which 9 -6
whil 0 -3  whitespac -12 41  widget -15 30  width -7 -3  window 53 -24  wir -30 18  with -5 5  with_new -4 -3
with_prettier 23 -6  with_the -18 26  within -13 11  without 34 13  word 1 12  work -10 -5  work_on 14 0
workaround -8 -4  workflow -4 22  workspac -11 -8  worktre 31 -9  wrap -18 11  wrapper -7 2  writ 24 5  wrong -9 -5
x -20 0  yaml -10 -5  yml -9 -4  z 12 9  zsh -14 -10
`;
