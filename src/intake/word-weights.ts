/** `word sequential parallel`, log-odds against `focused`. Written by scripts/fit-intake.ts. */
export const wordWeights = `
1:a -0.07 0.12  1:add -0.27 -0.23  1:added -0.43 -0.1  1:adding -0.08 -0.07  1:align 0 0.25  1:allow -0.11 -0.12
1:apply 0.33 -0.06  1:avoid -0.14 -0.03  1:bump -0.24 -0.12  1:clarify -0.25 -0.14  1:clean -0.1 0.17
1:consolidate 0.11 0.27  1:correct -0.12 -0.07  1:delete 0.17 -0.05  1:document -0.07 -0.06  1:don't -0.19 -0.09
1:drop 0.05 0.17  1:enable 0.28 -0.04  1:ensure 0.17 -0.06  1:fix -0.55 -0.24  1:fixed -0.22 -0.19
1:handle -0.11 -0.04  1:implement 0.24 0.03  1:implemented 0.24 -0.05  1:improve 0.17 0  1:introduce 0.39 -0.01
1:make -0.15 0.1  1:merge -0.05 0.3  1:migrate 0.25 0.03  1:move 0.29 0.35  1:moved 0.1 0.13  1:new 0.11 0.15
1:preserve -0.07 0.06  1:prevent -0.17 -0.06  1:refactor -0.06 0.62  1:remove 0.01 0.27  1:removed 0.24 0.18
1:rename 0.16 0.11  1:replace 0.13 -0.12  1:rewrite 0.24 -0.07  1:set -0.14 -0.05  1:split 0.13 0.22
1:support -0.06 -0.05  1:switch 0.19 -0.03  1:tweak -0.15 -0.05  1:update -0.48 -0.18  1:updated -0.1 0.03
1:upgrade -0.19 -0.1  1:use 0 0.16  about -0.27 0.03  accept 0.13 -0.06  action -0.2 -0.06  actions -0.1 -0.05
adapter 0.19 0.13  add 0.1 -0.22  added -0.44 -0.13  adding -0.13 -0.09  additional 0.19 -0.04  after -0.27 -0.12
again 0.24 -0.04  agent 0.24 -0.17  align -0.01 0.25  allow -0.15 -0.15  an -0.02 0.11  and 0.59 0.22
annotations 0.35 -0.01  any 0.12 -0.04  api 0.45 -0.14  apply 0.31 -0.07  are 0.04 -0.1  around 0.45 -0.06
as -0.56 0.07  async -0.09 0.16  at -0.21 0.11  avoid 0.06 -0.09  based -0.05 0.35  bash 0.2 0.1  batch 0.19 0.02
be -0.06 -0.11  before -0.19 -0.08  benchmark 0.16 0.02  benchmarks 0.25 -0.06  better -0.21 0.05  binary -0.06 -0.07
block -0.11 0.22  bootstrap 0.17 -0.03  branch 0.13 -0.01  bug -0.1 -0.07  bugs 0.16 0.11  build -0.25 -0.11
bump -0.27 -0.11  by 0.17 -0.17  cache 0.06 -0.08  call -0.07 0.18  case -0.15 0.13  cases -0.11 0.17
change -0.06 -0.06  changelog -0.3 -0.1  changes -0.05 -0.07  check -0.24 0.03  ci -0.2 -0.05  clarify -0.26 -0.15
class -0.13 0.06  classes -0.05 0.32  clean -0.13 0.15  cleanup -0.15 0.14  cli 0.24 -0.14  client 0.19 0.09
code 0.44 -0.07  color 0.26 -0.05  command -0.16 0.08  comment -0.15 -0.06  comments 0.11 0.08  commit 0.12 0.04
compatibility 0.08 0.08  completion -0.32 -0.1  config 0.09 -0.21  conflicts 0.21 0.11  consolidate 0.11 0.27
constants 0.15 -0.06  context -0.13 -0.06  convert 0.19 -0.03  copy -0.07 0.17  core 0.25 0  correct -0.21 -0.07
coverage 0.14 -0.04  data 0.18 -0.01  default -0.33 -0.07  delete 0.24 -0.08  deno 0.09 -0.07  dependencies -0.19 0.14
dependency 0.12 -0.14  deprecated 0.31 0.02  detection -0.14 -0.03  disable -0.14 -0.06  display -0.15 -0.03
do -0.16 -0.02  doc -0.17 0.17  docker -0.13 -0.06  docs -0.13 1.07  document -0.19 0.1  documentation -0.3 0.8
don't -0.23 -0.11  drop 0.07 0.15  ecosystem -0.17 -0.05  empty -0.15 -0.06  enable 0.23 -0.05  encoding 0.14 -0.05
ensure 0.15 -0.07  env 0.05 -0.08  error -0.2 -0.2  event -0.11 -0.06  example -0.31 -0.1  examples 0.33 0.14
exclude 0.25 -0.04  execution 0.15 -0.03  export -0.17 -0.05  features 0.21 -0.07  fields -0.04 0.15  file -0.31 0.05
files 0.57 0.6  first 0.12 0.08  fix -0.64 -0.36  fixed -0.33 -0.07  flag -0.27 -0.1  folder 0.16 0.02
for -0.41 -0.16  format 0.07 -0.12  from -0.01 0.04  function -0.21 -0.05  functionality 0.25 -0.05
functions -0.05 0.12  generic 0.18 -0.07  git 0.14 -0.09  github -0.06 0.1  glob 0.06 0.11  go -0.24 0.15
handle -0.15 0.15  handling 0.57 -0.14  header 0.03 -0.08  headers 0.33 -0.06  help -0.16 -0.06  html 0.17 0.12
http -0.08 0.21  id 0.17 -0.06  if -0.3 -0.12  ignore -0.21 -0.05  implement 0.48 0  implementation 0.3 -0.06
implemented 0.31 -0.06  import 0.05 -0.09  imports 0.23 -0.04  improve 0.08 0.13  improvements 0.17 -0.05
in -0.57 -0.29  include -0.15 -0.05  info -0.01 0.13  initial 0.4 -0.03  install -0.14 -0.08  instead -0.05 -0.17
integration 0.02 0.5  interface 0.25 -0.05  internal -0.07 0.21  into 0.33 0.41  introduce 0.38 -0.01  io 0.15 -0.09
is -0.45 0.22  issue -0.21 -0.05  issues -0.12 0.04  it -0.05 -0.17  js 0.04 -0.14  json 0.11 -0.18  keep -0.1 -0.04
key -0.19 -0.04  last 0.23 -0.05  layer 0.21 -0.05  level -0.07 0.14  lib 0.25 -0.05  license 0.35 -0.05
lifecycle 0.09 0.09  like -0.05 0.16  link -0.27 -0.01  links -0.07 -0.07  live 0.22 -0.05  log -0.09 -0.08
main -0.15 0.15  make -0.06 0.12  mark:area -0.2 -0.1  mark:call -0.42 -0.03  mark:code 0.1 0.09  mark:comma 0.33 0.39
mark:flag -0.12 -0.18  mark:issue 0.29 0.21  mark:plus 0.68 -0.07  mark:quote -0.24 -0.15  markdown -0.17 0.18
matching 0.16 -0.05  md -0.29 -0.23  memory 0.17 -0.06  mention -0.12 -0.06  merge 0.23 0.54  message -0.15 -0.07
metadata 0.28 0.01  method -0.02 -0.11  methods 0.08 0.04  migrate 0.35 0  migration 0.31 -0.1  minor -0.14 -0.06
missing -0.1 -0.06  mode 0.04 -0.1  model 0.16 -0.06  module 0.42 -0.01  more 0.06 -0.03  move 0.49 0.37
moved 0.23 0.08  name -0.2 -0.05  names -0.08 -0.09  new 0.02 0.18  next 0.77 -0.12  no -0.22 -0.06  node 0.19 -0.1
not -0.39 -0.06  note -0.11 -0.08  notes -0.09 0.14  now -0.17 0.08  object 0.1 0.23  of 0.26 -0.15  old 0.05 0.26
on -0.52 -0.3  only 0.05 -0.11  open -0.15 -0.03  option -0.16 -0.13  options 0.1 -0.07  other -0.13 0.1
out 0.1 -0.09  output -0.1 -0.02  over 0.14 0.07  own 0.18 0.04  package 0.06 0.05  part -0.01 0.27  pass -0.14 0.07
path 0.07 -0.1  per 0.27 -0.04  performance 0.17 -0.05  port 0.17 0.11  possible -0.09 0.15  pr -0.21 -0.12
prefix 0.18 -0.06  prevent -0.26 -0.09  process 0.13 -0.05  project -0.03 0.16  properties -0.14 0.13
readme -0.61 0.01  refactor 0.21 0.59  reference -0.13 0.17  release -0.28 -0.06  remove 0.04 0.23  removed 0.24 0.16
rename 0 0.29  replace 0.12 -0.14  repo 0.12 0.08  request -0.06 0.18  resolve 0.08 -0.07  resource 0.15 -0.04
return -0.13 -0.05  review -0.16 -0.03  rewrite 0.3 -0.06  rm -0.05 0.12  root 0.29 -0.06  route 0.17 -0.06
router 0.31 0.03  routing 0.14 -0.05  run -0.24 -0.05  runtime 0.18 -0.07  schema 0.1 -0.06  script -0.04 -0.1
sdk 0 0.16  section 0.16 0.12  separate 0.21 0.19  server 0.09 0.12  service -0.07 0.14  session -0.14 -0.05
set 0.01 -0.11  settings -0.15 -0.05  setup 0.13 0.09  shared 0.35 -0.01  should -0.16 -0.03  simplify -0.01 -0.12
size -0.14 0.12  skip -0.16 -0.09  so -0.14 -0.03  some 0.12 -0.12  source 0.22 0.02  specific -0.05 0.14
split 0.23 0.19  started -0.06 0.22  state 0.31 -0.14  static -0.15 0.12  status -0.15 0.12  step 0.21 -0.04
stream 0.03 0.16  string -0.09 -0.06  strings 0.07 0.12  style -0.06 0.59  support 0.57 0.12  switch 0.02 0.3
symbol -0.09 0.14  system 0.24 0.01  tag 0.13 -0.05  template -0.19 -0.04  test -0.56 0.81  testing -0.13 0.32
tests -0.37 1.17  text -0.16 -0.07  than -0.06 0.13  that -0.2 -0.13  the 0.04 -0.16  to -0.14 0.16  token -0.14 -0.04
ts -0.06 0.17  tweak -0.16 -0.05  type 0.09 -0.16  type:chore 0.14 0.31  type:ci -0.44 -0.21  type:docs -0.56 0.57
type:feat 1.17 -0.52  type:fix -0.77 -0.83  type:none 0.39 -0.2  type:perf 0.07 -0.11  type:refactor 0.33 0.6
type:test -0.4 0.55  types 0.07 -0.18  typo -0.36 -0.2  typos -0.14 -0.06  ui 0.12 -0.05  under -0.08 0.12
unnecessary -0.22 0.07  unused -0.31 -0.13  up 0 0.29  update -0.64 -0.24  upgrade -0.22 -0.12  urls -0.02 0.23
usage 0.07 -0.05  use -0.12 0.43  using -0.11 0.01  v0 -0.21 -0.13  v1 0.53 -0.15  v3 0.04 0.2  version -0.36 0.05
via 0.29 0.15  warning -0.19 -0.06  web 0.19 -0.02  websocket 0.1 -0.04  when -0.22 -0.09  where -0.11 0.13
windows 0.1 -0.15  with -0.2 -0.01  work 0.14 -0.02  workflow -0.01 -0.13  write 0.15 -0.03
`;
