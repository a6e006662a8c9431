/** The page's style: one column that reads on a phone, colours that work on white and on black. */
export const pageStyle = `
:root { color-scheme: light dark; --line: #d0d7de; --soft: #f6f8fa; --dim: #59636e; --good: #1a7f37; --bad: #cf222e;
  --warn: #9a6700; --go: #0969da; --text: #1f2328; --page: #fff; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #151b23; --dim: #9198a1; --good: #3fb950;
  --bad: #f85149; --warn: #d29922; --go: #4493f8; --text: #f0f6fc; --page: #0d1117; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 4rem; color: var(--text); background: var(--page);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .3rem 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
p { margin: .4rem 0; overflow-wrap: anywhere; }
code, pre { font: .875em/1.45 ui-monospace, monospace; }
pre { background: var(--soft); padding: .6rem .8rem; border-radius: 6px; overflow: auto; margin: .4rem 0; max-height: 24rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.dim { color: var(--dim); }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .go { color: var(--go); }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 1em; padding: 0 .6em; font-size: .85rem; font-weight: 600; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .6rem; margin: 1rem 0; }
.figures div { background: var(--soft); border-radius: 6px; padding: .5rem .8rem; }
.figures dt { color: var(--dim); font-size: .8rem; } .figures dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; color: var(--dim); font-weight: 600; }
th, td { padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
td.number, th.number { text-align: right; white-space: nowrap; }
.time { display: grid; grid-template-columns: minmax(7rem, 14rem) 1fr; gap: .35rem .8rem; align-items: center; font-size: .9rem; }
.time .name { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.time .lane { position: relative; height: 1.3rem; background: var(--soft); border-radius: 4px; }
.time .bar { position: absolute; top: .15rem; bottom: .15rem; min-width: 3px; border-radius: 3px; background: var(--go); }
.time .bar.good { background: var(--good); } .time .bar.bad { background: var(--bad); } .time .bar.warn { background: var(--warn); }
.time .bar.stage { background: var(--dim); opacity: .45; }
.axis { display: flex; justify-content: space-between; color: var(--dim); font-size: .8rem; }
details { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .8rem; margin: .5rem 0; }
summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere; }
ul { margin: .3rem 0; padding-left: 1.3rem; } li { overflow-wrap: anywhere; }
@media print { details { break-inside: avoid; } }
`;
