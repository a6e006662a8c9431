/** `word sequential parallel`, log-odds against `focused`. Written by scripts/fit-intake.ts. */
export const wordWeights = `
1:a -0.07 0.1  1:add -0.27 -0.23  1:added -0.43 -0.07  1:adding -0.09 -0.05  1:align 0.01 0.18  1:allow -0.11 -0.1
1:apply 0.33 -0.05  1:avoid -0.14 -0.03  1:bump -0.24 -0.1  1:clarify -0.25 -0.11  1:clean -0.1 0.15
1:consolidate 0.11 0.25  1:correct -0.12 -0.06  1:delete 0.17 -0.04  1:document -0.07 -0.04  1:don't -0.19 -0.08
1:drop 0.07 0.12  1:enable 0.28 -0.03  1:ensure 0.16 -0.05  1:fix -0.54 -0.24  1:fixed -0.22 -0.15
1:handle -0.11 -0.03  1:implement 0.24 0.02  1:implemented 0.24 -0.04  1:improve 0.16 0.02  1:introduce 0.39 -0.01
1:make -0.15 0.08  1:merge -0.04 0.23  1:migrate 0.25 0.02  1:move 0.29 0.32  1:moved 0.11 0.11  1:new 0.11 0.12
1:prevent -0.17 -0.05  1:refactor -0.03 0.54  1:remove 0.02 0.23  1:removed 0.25 0.14  1:rename 0.16 0.1
1:replace 0.13 -0.09  1:rewrite 0.23 -0.05  1:set -0.14 -0.04  1:split 0.14 0.19  1:support -0.06 -0.04
1:switch 0.18 -0.02  1:tweak -0.15 -0.04  1:update -0.48 -0.18  1:updated -0.1 0.03  1:upgrade -0.19 -0.08
1:use 0 0.15  about -0.26 0.02  accept 0.12 -0.05  action -0.2 -0.05  actions -0.1 -0.04  adapter 0.19 0.1
add 0.1 -0.21  added -0.44 -0.09  adding -0.13 -0.07  additional 0.19 -0.03  after -0.28 -0.1  again 0.24 -0.03
agent 0.23 -0.13  align 0 0.18  all -0.06 -0.02  allow -0.15 -0.11  an -0.02 0.09  and 0.58 0.22
annotations 0.35 -0.01  any 0.12 -0.03  api 0.44 -0.1  apply 0.3 -0.05  are 0.04 -0.08  around 0.45 -0.04
as -0.55 0.05  async -0.08 0.12  at -0.21 0.09  avoid 0.06 -0.07  based -0.03 0.26  bash 0.22 0.07  batch 0.19 0.02
be -0.07 -0.09  before -0.2 -0.06  benchmark 0.17 0.01  benchmarks 0.25 -0.04  better -0.21 0.03  binary -0.07 -0.06
block -0.1 0.17  bootstrap 0.17 -0.02  branch 0.13 -0.01  bug -0.1 -0.06  bugs 0.17 0.07  build -0.26 -0.09
bump -0.27 -0.09  by 0.16 -0.14  cache 0.05 -0.06  call -0.07 0.13  case -0.15 0.11  cases -0.1 0.12
change -0.07 -0.05  changelog -0.3 -0.08  changes -0.05 -0.05  check -0.24 0.03  ci -0.2 -0.04  clarify -0.27 -0.12
class -0.13 0.04  classes -0.04 0.26  clean -0.13 0.14  cleanup -0.14 0.11  cli 0.23 -0.11  client 0.19 0.08
code 0.43 -0.06  color 0.25 -0.04  command -0.14 0.05  comment -0.15 -0.04  comments 0.12 0.07  commit 0.12 0.03
compatibility 0.09 0.05  completion -0.32 -0.08  config 0.08 -0.16  conflicts 0.22 0.08  consolidate 0.1 0.25
constants 0.14 -0.04  context -0.13 -0.04  convert 0.19 -0.02  copy -0.06 0.13  core 0.25 0  correct -0.21 -0.06
coverage 0.13 -0.03  data 0.17 -0.01  default -0.33 -0.06  delete 0.24 -0.06  deno 0.09 -0.05  dependencies -0.18 0.1
dependency 0.12 -0.11  deprecated 0.3 0.02  detection -0.14 -0.03  disable -0.14 -0.05  display -0.15 -0.03
do -0.16 -0.02  doc -0.16 0.13  docker -0.14 -0.05  docs -0.1 0.93  document -0.18 0.08  documentation -0.27 0.68
don't -0.23 -0.09  drop 0.08 0.11  during -0.14 0.02  ecosystem -0.17 -0.04  empty -0.15 -0.05  enable 0.23 -0.04
encoding 0.13 -0.04  end 0.12 -0.02  ensure 0.14 -0.06  error -0.21 -0.16  event -0.11 -0.05  example -0.32 -0.08
examples 0.32 0.11  exclude 0.25 -0.03  execution 0.15 -0.02  export -0.17 -0.04  features 0.2 -0.05
fields -0.03 0.11  file -0.31 0.05  files 0.58 0.52  first 0.12 0.06  fix -0.64 -0.33  fixed -0.34 -0.05
flag -0.27 -0.08  folder 0.16 0.02  for -0.4 -0.14  format 0.06 -0.09  from -0.02 0.06  function -0.21 -0.04
functionality 0.25 -0.04  functions -0.05 0.09  generic 0.17 -0.06  git 0.13 -0.07  github -0.05 0.08  glob 0.06 0.09
go -0.23 0.12  handle -0.14 0.11  handling 0.56 -0.11  header 0.03 -0.07  headers 0.33 -0.05  help -0.16 -0.04
html 0.18 0.09  http -0.08 0.16  id 0.16 -0.05  if -0.3 -0.09  ignore -0.21 -0.04  implement 0.48 0
implementation 0.3 -0.04  implemented 0.3 -0.05  import 0.05 -0.07  imports 0.23 -0.03  improve 0.08 0.12
improvements 0.17 -0.04  in -0.57 -0.27  include -0.15 -0.04  info -0.01 0.1  initial 0.39 -0.02  install -0.14 -0.07
instead -0.06 -0.13  integration 0.03 0.45  interface 0.25 -0.04  internal -0.05 0.17  into 0.33 0.36
introduce 0.38 -0.01  io 0.14 -0.07  is -0.43 0.16  issue -0.21 -0.04  issues -0.12 0.03  it -0.06 -0.13
js 0.03 -0.11  json 0.1 -0.15  keep -0.1 -0.04  key -0.19 -0.03  last 0.23 -0.04  layer 0.2 -0.03  level -0.06 0.12
lib 0.24 -0.04  license 0.35 -0.04  lifecycle 0.08 0.08  link -0.27 -0.01  links -0.07 -0.05  live 0.22 -0.04
log -0.09 -0.06  main -0.14 0.14  make -0.06 0.1  mark:area -0.19 -0.11  mark:call -0.42 -0.03  mark:code 0.09 0.09
mark:comma 0.33 0.35  mark:flag -0.12 -0.15  mark:issue 0.29 0.15  mark:plus 0.67 -0.06  mark:quote -0.24 -0.14
markdown -0.16 0.14  matching 0.15 -0.04  md -0.3 -0.18  memory 0.16 -0.05  mention -0.12 -0.04  merge 0.26 0.42
message -0.16 -0.06  metadata 0.28 0  method -0.02 -0.08  migrate 0.35 0  migration 0.3 -0.07  minor -0.15 -0.05
missing -0.1 -0.04  mode 0.04 -0.08  model 0.15 -0.05  module 0.41 0  more 0.05 -0.01  move 0.48 0.34  moved 0.23 0.08
name -0.2 -0.04  names -0.08 -0.07  new 0.02 0.15  next 0.76 -0.09  no -0.22 -0.05  node 0.19 -0.08  not -0.39 -0.05
note -0.11 -0.06  notes -0.08 0.1  now -0.17 0.07  npm -0.11 -0.04  object 0.12 0.19  of 0.26 -0.14  old 0.06 0.22
on -0.52 -0.26  only 0.05 -0.09  open -0.16 -0.02  option -0.17 -0.1  options 0.1 -0.06  other -0.12 0.08
out 0.09 -0.06  output -0.1 -0.02  over 0.14 0.05  own 0.18 0.03  package 0.06 0.05  part 0 0.22  pass -0.14 0.06
path 0.07 -0.08  per 0.27 -0.03  performance 0.17 -0.04  port 0.18 0.08  possible -0.08 0.12  pr -0.22 -0.09
prefix 0.17 -0.04  prevent -0.26 -0.07  process 0.13 -0.04  project -0.02 0.12  properties -0.13 0.11
readme -0.61 0.01  refactor 0.22 0.52  reference -0.12 0.15  release -0.28 -0.05  remove 0.04 0.21  removed 0.25 0.12
removing 0.1 -0.02  rename 0.01 0.24  replace 0.12 -0.11  repo 0.12 0.07  request -0.06 0.13  resolve 0.07 -0.05
resource 0.15 -0.03  return -0.13 -0.04  review -0.16 -0.03  rewrite 0.29 -0.04  root 0.29 -0.05  route 0.16 -0.05
router 0.3 0.03  routing 0.14 -0.04  run -0.24 -0.04  runtime 0.18 -0.05  schema 0.09 -0.05  script -0.04 -0.08
section 0.16 0.09  separate 0.22 0.17  server 0.1 0.1  service -0.06 0.11  session -0.14 -0.04  set 0 -0.09
settings -0.15 -0.04  setup 0.14 0.08  shared 0.35 -0.01  should -0.16 -0.03  simplify -0.02 -0.09  size -0.13 0.1
skip -0.17 -0.07  so -0.14 -0.03  some 0.11 -0.09  source 0.22 0.02  split 0.23 0.16  started -0.04 0.17
state 0.3 -0.11  static -0.15 0.09  status -0.14 0.08  step 0.2 -0.03  stream 0.03 0.12  string -0.1 -0.05
strings 0.07 0.09  style -0.04 0.49  support 0.57 0.09  switch 0.05 0.22  symbol -0.08 0.12  system 0.23 0.01
tag 0.13 -0.04  template -0.19 -0.03  test -0.55 0.73  testing -0.11 0.25  tests -0.35 1.05  text -0.16 -0.05
that -0.2 -0.11  the 0.04 -0.14  to -0.15 0.15  token -0.14 -0.03  ts -0.06 0.14  tweak -0.16 -0.04  type 0.09 -0.13
type:chore 0.13 0.28  type:ci -0.44 -0.17  type:docs -0.55 0.52  type:feat 1.16 -0.46  type:fix -0.76 -0.77
type:none 0.39 -0.2  type:perf 0.06 -0.09  type:refactor 0.33 0.51  type:test -0.4 0.5  types 0.06 -0.14
typo -0.36 -0.16  typos -0.14 -0.05  ui 0.12 -0.04  under -0.08 0.09  unnecessary -0.21 0.05  unused -0.32 -0.1
up 0.01 0.26  update -0.64 -0.22  updated -0.08 0.01  upgrade -0.22 -0.09  urls -0.01 0.17  usage 0.07 -0.04
use -0.11 0.38  using -0.11 0.01  v0 -0.21 -0.1  v1 0.53 -0.12  v3 0.05 0.15  values -0.12 0.03  version -0.35 0.04
via 0.31 0.11  warning -0.2 -0.04  web 0.19 -0.02  websocket 0.09 -0.03  when -0.22 -0.09  where -0.1 0.1
windows 0.09 -0.11  with -0.2 -0.02  word 0.14 -0.02  work 0.14 -0.02  workflow -0.02 -0.11  write 0.15 -0.01
`;
