/** Intake's model, read by `model.ts`. Written by scripts/fit-intake.ts; its figures are in fit-intake.txt. */
export const fittedModel = `
#general
bias -149 -269  decisive 76 86
#features
asks-for-more 9 7 0.2293 0.4204  single-failure -34 -5 0.2488 0.4323  untyped 3 13 0.5031 0.5
scoped -20 -13 0.3162 0.465  several-areas 26 -27 0.004661 0.06811  breaking -1 -9 0.006473 0.0802
documents -29 28 0.09852 0.298  tests -10 11 0.04234 0.2014  substitution 17 4 0.01877 0.1357
wide-verb 20 -9 0.0593 0.2362  wide-verb-first 8 21 0.04467 0.2066  wide-nouns 23 2 0.159 0.4219
narrow-words -49 -35 0.4013 0.6412  clause-words -29 -18 0.1462 0.4336  texts-in-many-places 20 25 0.03496 0.1837
text-in-one-place -7 8 0.0703 0.2557  code-in-many-places 9 -3 0.1683 0.3741  parts 31 27 0.2039 0.5202
length -22 -14 -0.08764 0.363  long-title 7 -4 0.06697 0.2527  capital 9 1 0.3301 0.4703
code-in-title 1 2 0.09542 0.2938  option 0 -26 0.01838 0.1343  call -2 -4 0.01864 0.1353  joined 27 0 0.0189 0.1362
quoted -9 -10 0.03431 0.182  bracketed 10 -4 0.03094 0.1732  number 5 6 0.07418 0.2621  refers 18 6 0.04298 0.2028
punctuated 3 -5 0.0268 0.1615  identifiers -17 -20 0.2295 0.5162  precedents-wide 31 11 -0.4263 0.805
precedents-texts 23 29 -0.6117 0.7062  precedents-small -26 -27 0.4728 0.7596  precedents-lines 28 42 -0.1861 0.6494
precedents-files 25 29 -0.07276 0.2732  precedents-folders -8 -48 -0.08643 0.2234
precedents-text-share -19 7 0.0257 0.1502  nearest-wide 5 3 -0.2227 0.5757  nearest-texts -16 7 -0.3419 0.4712
nearest-small -18 -6 0.2617 0.5527  nearest-lines 9 13 -0.09689 0.5689  likest -24 -7 0.3925 0.1985
support 18 33 0.746 0.6259  wide-here 14 -2 -2.763 1.06  texts-here 0 19 -3.7 1.051  small-here 3 34 1.265 0.7544
type-wide 32 23 -0.3835 1.013  type-texts -10 12 -0.6208 1.025  type-small -2 5 0.1037 0.6307
new-words -9 -17 1.226 1.208  rare-words -1 27 0.6733 0.9665  typed-here -14 -21 0.4173 0.3776
titles-here -30 -5 -0.2202 0.2256  history 39 12 0.3286 1.086  files-here 12 28 0.189 1.493
code-here 6 2 0.4152 0.176  tests-here 3 18 0.186 0.1322  docs-here 12 3 0.1574 0.1663
several-places 7 17 0.006603 0.08099  texts-of-a-place 6 -10 0.03806 0.1913  named-folders 28 6 0.1867 0.4135
named-files -12 -6 0.1702 0.4148  units 27 4 -0.556 1.813  text-units -15 -6 -0.135 0.7068
#tokens
1:ad -39 -4  1:add -14 -17  1:align 7 10  1:allow 1 -18  1:apply 10 7  1:avoid 22 7  1:better 1 -7  1:break 11 8
1:bump -9 -10  1:chang 1 16  1:check -13 -4  1:clarify -15 -2  1:clean 2 2  1:cleanup 1 1  1:consolidat 1 19
1:convert -5 13  1:correct -17 11  1:creat 1 23  1:default -4 4  1:delet 11 -4  1:deprecat 6 1  1:disabl -13 -5
1:do -6 1  1:doc 3 -6  1:document -25 -4  1:don't -7 0  1:drop 15 7  1:emit -10 0  1:enabl 6 14  1:enforc -3 7
1:enhanc -19 -6  1:ensur 27 -5  1:export 14 -2  1:expos -5 -5  1:extract 16 1  1:featur -1 1  1:finish 2 -9
1:fix -3 -12  1:handl 14 -11  1:harden 0 -4  1:ignor -8 -5  1:implement 10 -10  1:improv -25 -19  1:includ -8 -4
1:introduc 19 -13  1:keep -21 -5  1:link -7 -4  1:mak -7 2  1:mention -3 -10  1:merg 20 21  1:migrat -18 -12
1:mor 13 -18  1:mov 12 24  1:new 19 17  1:optimiz 4 -5  1:pass 5 -4  1:port 5 -1  1:prepar 14 -4  1:preserv 8 16
1:prevent -12 -6  1:reduc 7 -10  1:refactor 5 10  1:releas -12 6  1:remov 25 5  1:renam 30 17  1:render -9 -2
1:replac -31 -7  1:resolv 3 -5  1:restor 2 13  1:rewrit 19 -19  1:run -7 21  1:separat -7 -3  1:set -22 -3
1:show 13 -9  1:simplify -1 -15  1:skip -8 -3  1:split -15 34  1:start -1 -3  1:stop -9 -6  1:strip -7 -3
1:support -50 10  1:surfac 7 -3  1:switch 17 4  1:sync -4 -6  1:test -7 -12  1:the -1 -7  1:tweak 35 -7  1:unify 7 -4
1:updat -32 -9  1:upgrad 6 3  1:use -14 10  1:validat -3 -3  a -1 -20  about -13 -2  accept -8 -1  account -9 -5
across 9 7  action 36 -8  ad -39 -9  adapter 16 -5  add 10 17  add_a 4 5  add_exampl -8 -4  add_miss -15 26
add_new 1 -11  add_support 40 -8  add_test -3 -25  add_the 0 -6  add_typ -5 0  additional 12 2  adjust -5 -5
after 4 -14  against 6 -5  agent 8 1  ai 0 1  alia -4 8  align -9 20  all 28 -16  allow 6 -23  also 3 -2  alway -11 -5
an 1 -14  analytic -16 -5  and 28 18  and_add -8 8  and_fix 3 9  and_improv -17 -5  and_remov -17 6  and_updat -15 -10
annotation -11 -4  any 5 -3  api 42 -25  app -3 -3  apply 11 7  architectur -23 21  are 15 19  arg -24 3
argument -24 3  around 23 -6  array 12 5  as -17 -2  as_a 5 -5  assert -6 9  assertion 5 -2  async -10 8  at -14 7
attribut -13 -8  auth -18 10  auto -2 -3  availabl 8 -4  avoid 30 2  aws -7 3  back 10 0  backend 19 -2
background -13 -4  backup -7 -10  badg 2 -4  bar -10 -4  bas 28 -11  bas_on 26 -4  bash 4 1  basic 10 0  batch 11 -4
be 21 5  befor -5 4  behavior -16 -9  benchmark -12 18  better -15 1  between -9 -5  binary 13 10  bind 13 15
block -11 13  body 10 1  border 24 -3  branch 4 -7  break 6 18  bridg 1 7  broken -8 -6  browser 12 -5  buffer 23 -6
bug 45 9  build -17 3  built-in 15 -13  bump -11 -10  bump_version -1 0  bun -3 10  bundl 21 -5  button -14 -4
by -20 -9  by_default -10 2  c 1 -7  cach -10 4  call -22 20  callback 38 -6  can 41 -6  captur -14 -5  cargo -13 -2
cas -24 1  chang 14 -10  changelog -17 -10  changelog_for -2 -1  channel -6 19  character -9 12  chat 7 9
check -25 -21  checkpoint 13 -5  chunk 9 6  ci -9 25  clarify -22 -7  class -23 3  claud -22 6  claud_cod 8 8
clean 1 0  clean_up 1 2  cleanup -24 -13  clear -12 17  cli 25 17  client 3 -1  clon -19 -3  clos -24 -14  cod 57 18
color 24 -4  command -24 28  comment 15 -17  commit -20 7  community -1 -4  compaction 19 11  compatibility 0 21
complet -8 1  completion 16 -15  component -2 9  comprehensiv 8 -2  concurrent -2 -4  config -27 3  config_fil -8 -3
configur 1 -4  configurabl 3 -7  configuration 11 -10  conflict 20 10  connect 19 -4  connection 10 -6
consistency -8 6  consistent 38 -4  consol -3 -5  consolidat 0 24  constant -5 -7  constructor 3 -13  container -18 7
content -5 13  context -11 -6  contribut -7 3  control 12 2  conversation 4 -5  convert -18 11  copy 7 -3  cor 65 -7
correct -20 16  correctly 5 -3  count -15 -6  coverag -10 2  crash -4 -4  crat 11 -6  creat 5 24  creation 12 -6
credential 14 -4  current -16 -8  custom 3 -32  dat 3 -3  data 22 14  databas -11 -4  debug -3 -3  default 28 12
default_to -4 4  defer 11 -3  definition -10 10  delet 3 -6  delta -10 8  deno 17 -6  dep -7 -4  dependency 19 -5
deploy -19 -14  deployment 5 -6  deprecat 7 5  deprecation 15 2  description -6 -9  design -6 5  desktop 2 -2
detect -13 -5  detection -1 -8  dev -26 -1  development -8 -7  diagram 54 -3  diff 28 2  dir -20 -5  directiv 25 -18
directory 8 21  disabl -16 -10  display -24 -7  do -6 -3  do_not -5 0  doc 31 22  doc_for -6 -12  doc_to -9 24
docker -21 7  docstr 8 -5  document -35 -3  documentation -40 23  don't -9 -1  download -5 5  drop -6 0
duplicat 48 -11  dur -4 2  dynamic -4 -6  e2e -13 53  ecosystem -7 7  edg -1 -6  edit 1 -4  editor -6 -4  element 9 5
emit -13 -2  empty -14 -9  enabl 6 9  encod -11 0  end 0 1  endpoint -5 -4  enforc -2 7  enhanc 6 -7  ensur 22 -5
entry 8 0  enum -2 0  env -14 5  env_var -15 4  environment 5 -10  environment_variabl 9 -3  error -4 -3
error_for -6 -2  error_handl 4 -5  error_in 15 0  error_messag -3 -4  escap 17 -7  eslint 23 3  event -17 7
every -13 -3  exampl 2 -63  exampl_for -10 -5  exampl_to 19 -10  exception -14 10  exclud -16 -7  exec -7 -2
execution -3 18  exist -10 9  expand -5 -5  experimental -6 1  explicit 7 -4  export 8 11  expos -12 -7
expression -9 -4  extend -11 -8  extension -11 9  extra -15 -5  extract 4 -2  fail 3 -10  failur -8 14  fallback 10 -4
fals 40 -10  fals_positiv -8 -1  featur 3 30  featur_flag 4 -3  fetch -14 -2  field -29 19  fil 36 -6  filter -3 -5
final -8 -1  find -9 -7  finish 0 -9  first 15 3  fix 1 8  fix_a -6 -6  fix_add 62 -11  fix_an -3 -2  fix_fix 8 -13
fix_for -7 -4  fix_som 2 11  fix_typ -11 11  fix_typo -4 -7  fixtur 19 0  flag 1 -17  flag_to -9 -1  flaky -10 -12
folder -5 7  for -8 -17  for_claud -4 17  for_test 16 19  for_the -18 33  for_v0 -1 -3  format 18 1  forward -15 -4
from -7 -1  from_the -3 -3  from_to -1 -2  full -14 2  function -7 -3  gat -9 9  generat 22 8  generation 102 -22
generator 10 10  generic -14 2  get -23 -2  git 19 -9  gitignor -23 -8  glob -16 3  go 0 26  grammar -8 5  group 41 2
guard 1 17  guid -36 26  handl 27 3  handl_of 14 -4  handler -2 8  harden 21 -7  harness 6 16  has 3 -6  hash -3 -7
hav -16 6  head -2 0  header 10 -17  help 0 -5  helper -10 0  hid -5 -4  hidden -9 -1  highlight -36 -6  history -9 20
hook -7 33  host -3 -7  how -11 -1  how_to -14 3  html -9 8  http -11 9  icon -23 -4  id -9 2  ids 5 -5  if 19 -2
ignor -21 -5  imag -8 -10  implement 19 -12  implementation -3 -7  import -20 -9  improv -45 -28  improvement 5 10
in -22 -13  in_doc 4 -6  in_readm -2 -3  in_test -15 12  in_the 4 27  includ -26 -12  incorrect -7 3  index -14 14
info -17 -16  init -11 6  initial 14 8  injection -5 -5  inlin -20 1  input 2 -8  insid -13 16  install -1 -6
installation -12 -4  instanc 18 -8  instead -2 0  instead_of -2 2  instruction -13 -7  integrat -18 -3
integration -28 18  integration_test -14 -2  interfac 22 -9  internal 2 22  into 51 30  into_the -15 -4
introduc 20 -17  invalid -4 -7  io 10 -5  is 8 5  is_not -1 5  issu 20 0  issu_with 6 -3  it 14 -19  item -24 2
its -7 -5  job -5 -3  js 8 0  json -2 3  jsonl -7 5  keep -29 -9  key -36 19  label 2 -8  languag -35 15
latest -6 -11  layout 11 -5  legacy 3 21  let 8 6  level 15 10  lib 36 5  licens -1 -3  lifecycl 9 8  lik -1 14
limit 0 7  lin -12 0  link -12 -16  link_to -10 -11  lint -11 1  list 1 -17  liv -8 5  load 28 -16  loader -5 -7
local -19 20  location -10 -7  lock -2 -6  log 5 -1  logger 11 -1  logic 18 -6  login -16 -3  lookup 3 -7  loop -12 -7
maco -3 -2  main 1 38  mak 9 -9  management 12 -2  manifest 5 -3  map 11 4  mark -12 -8  markdown -36 0  master -16 2
match 10 -11  max -1 3  mcp -3 -11  md -21 3  memory 25 -8  mention -10 -14  menu -5 2  merg 24 28  messag 23 -3
metadata 7 -13  method -23 -4  metric 1 -10  middlewar -10 1  migrat -22 -14  migrat_to 6 13  migration 13 -6
minor -12 31  miss -17 22  mobil -6 -3  mock -3 -2  mod -2 -18  model 19 -5  modul 31 -9  mor 5 20  mov 68 16
multipl -27 9  nam 21 3  nam_in 7 -3  nativ 3 -14  need -8 2  negativ -10 -2  nest -11 -7  new 13 19  next -11 -2
no -8 -9  nod 4 2  non -3 -8  normaliz -12 8  not -22 14  notification 6 -2  now -11 -3  npm 6 -5  null -6 -2
number -23 -8  oauth -22 -3  object -14 15  of 37 -8  of_the -14 -3  old 26 6  omit 3 -5  on -38 -43  on_the 17 -11
on_window 3 -4  onc -3 -7  one 0 -9  only 13 -2  open 3 3  operation 10 -6  optimiz 4 -5  option -24 -16
option_for -8 9  option_to 20 3  optional 5 47  or -9 -4  order -11 2  other -18 20  out 27 2  output -2 22  over 1 6
overflow -3 3  overrid -10 -11  own 2 -13  packag 45 13  pag -29 6  panic 21 -3  parent 5 -4  parity 13 -9
pars -21 -17  parser 22 0  part -8 9  partial -9 2  pass 10 31  patch 0 -9  path -9 -20  path_in -10 4  pattern 1 -6
per 26 -8  performanc 17 -5  permission -4 -4  phas 7 -4  picker 20 -4  pin -8 7  plan -1 23  plugin -49 14
plugin_to -10 -6  point 11 1  port -17 -5  positiv -8 -1  possibl -14 17  post -9 -12  pr -6 -15  prefix 6 -5
prepar 25 -6  preserv 9 14  prevent -27 -9  preview 5 -5  print 11 -9  privat 6 1  process 52 -13  product -6 -4
progress -17 -9  project 2 0  prompt -19 -2  proper 17 -5  property -6 11  protocol 0 0  provid 16 8  provider -6 -18
proxy 7 -7  public 17 -8  publish -18 -10  push 3 -8  py 11 -3  python 30 -9  query -7 1  queu 26 -5  quot -7 -5
rac -4 -3  rang -1 4  re-export -19 2  react 0 2  read -8 -6  readm 5 19  readm_md -3 9  real -8 19  reason 1 -3
redirect -14 -13  reduc 10 -15  redundant -7 1  ref -1 3  refactor -11 38  referenc -24 8  reflect -6 4
refresh -22 28  regex -6 -6  register -14 5  registry 5 -3  regression 4 7  reject -11 -5  releas -32 24
reload -10 -4  remot 9 5  remov -7 -5  remov_deprecat 22 -1  remov_duplicat -1 -5  remov_unnecessary -11 11
remov_unus -12 -5  renam 10 34  render -33 -13  replac -51 -4  repo -4 -3  report -8 15  request 2 28  requir 6 -17
requirement -7 7  reset -14 -5  resolv 38 -10  resourc 14 -8  respect -10 -2  respons -10 -1  restart -4 -3
restor -1 11  result 34 -5  resum -12 10  return 11 -3  review 17 -16  rewrit 19 -19  root -21 -10  rout 7 -14
router 6 19  rs 27 -8  ruby 2 -6  rul 46 -10  run 20 4  runner -8 -2  runtim 4 17  rust 10 -3  s 8 13  sam -9 4
sampl -9 3  sandbox 15 -4  schedul 11 5  schema 43 -5  scop 0 0  screen -10 -2  script -25 14  scroll -11 -2
sdk 26 10  sdk_to 5 -1  search -7 -10  section -5 30  select 9 -4  selection -14 5  selector 24 5  semantic 4 -4
send -8 -6  separat 45 -16  server -10 -1  servic -31 34  session 0 -25  set -18 -21  setup 13 7  shar 0 -5
shell 12 -3  short 0 -4  should -10 10  show -2 0  sidebar -15 -3  signatur -2 7  simplify -19 -20  singl 31 0
sit 2 2  siz 1 1  skill -9 33  skip -5 5  slash 10 19  slash_command 17 23  snapshot -8 -3  so 8 9  socket -7 -3
som 5 16  sourc 37 0  spac 1 -1  span -15 -4  spawn -15 -3  spec 25 42  split -11 30  src 35 -10  stabl -9 -4
stal 11 -2  standard -14 8  start -28 12  startup -9 5  stat 0 -1  static -8 6  status -14 -5  stderr -9 -5
stdout -7 -2  step 37 -15  stop -2 -9  stor 48 -4  stream 21 -10  string 14 -3  strip -9 -4  structur 28 42
styl -36 28  subagent 12 -3  subcommand -14 16  subscription 4 -1  suit -17 23  summary -19 -4  support 71 22
support_for 24 15  support_to 17 11  surfac 24 -4  switch 23 7  switch_to 9 5  symbol 0 16  sync -10 10  syntax 4 35
system 30 -12  tab 8 8  tabl 23 -8  tag -14 -19  target -14 5  task -15 -10  templat 20 5  terminal 31 13  test -24 86
test_cas -3 3  test_fil -17 24  test_for -16 -35  test_to -20 33  text -32 4  that 15 -19  the 14 18  the_doc -2 6
their -7 -9  them -4 -17  think -18 -3  this -2 -10  through 4 -4  throw -7 -3  tim -2 -2  timeout 10 -13  titl -11 -2
to -9 -6  to_a 1 -3  to_and -7 -2  to_avoid 1 -3  to_be 16 -9  to_match -8 7  to_prevent -12 -1  to_readm -3 3
to_reflect -3 8  to_the 24 -4  to_use -32 22  to_v0 -2 -1  token 16 -4  toml -10 -3  tool 50 -10  trac -1 -6
track -18 11  trail -18 12  transcript 3 6  translation -46 39  travis -5 -4  tre 9 1  trigger 1 -3  ts 9 21
tui 20 13  turn -3 -3  tutorial 19 26  tweak 31 -2  typ -3 31  typ_for 1 -7  typ_to 6 -9  type:build -7 -3
type:chore 17 6  type:ci -18 -16  type:docs -14 -6  type:feat 37 1  type:fix -25 2  type:none -3 -3  type:perf 3 -3
type:refactor 30 3  type:style -12 15  type:test -21 -14  typescript 7 4  typo -9 -12  typo_in -3 -7  ui 1 -1
undefin -6 4  unify 6 -5  unit -12 7  unit_test -7 4  unknown -4 -2  unnecessary -18 9  unus -20 -7  up 6 19
updat -41 -1  updat_changelog 0 -1  updat_dependency -3 -2  updat_doc -3 6  updat_readm 14 -4  updat_to 38 -3
upgrad 33 -13  upgrad_to 1 6  upload -9 -6  url -6 -15  usag -2 -9  use -17 20  used 7 -7  user -6 -6  using -4 23
util -2 6  utility 0 -7  ux 27 -3  v0 -19 -12  v1 39 -8  v2 23 19  v3 -5 5  validat -9 -7  validation 38 -15
valu -14 5  var -21 4  variabl -6 -7  version -4 13  version_of 20 3  version_to 7 -3  via 11 16  view 35 -13
warn -16 -2  we -10 -6  web 20 -4  websit 11 -9  websocket -14 -4  what -13 -4  when -30 6  when_using -9 1  wher 1 11
whitespac -7 27  window 42 -15  wir -21 16  with 4 9  without 25 8  word 5 8  work -6 -2  workflow -7 25
workspac -5 -6  worktre 18 -5  wrap -10 4  writ 16 -1  wrong -5 -2  x -13 0  yml -7 -4  z 3 4  zsh -10 -7
`;
