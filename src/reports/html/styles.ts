import { gridStyles } from './week-grid.js';

/*
 * The styles of every page. Colours are variables, so that dark and light are one list each; every text has the
 * contrast that WCAG 2 AA requires. Nothing is wider than the screen.
 */

const light =
  '--ground:#f6f7f8;--card:#fff;--text:#1b2127;--dim:#55606b;--line:#d5dbe1;--accent:#1a5a86;--good:#17643a;--good-ground:#e2f3e8;--info:#1a5a86;--info-ground:#e3eff8;--warn:#744a00;--warn-ground:#fcefd2;--bad:#9b2226;--bad-ground:#fce7e7;--quiet:#47525d;--quiet-ground:#ebeef1';
const dark =
  '--ground:#12161a;--card:#1a2026;--text:#e5e9ec;--dim:#a5b0ba;--line:#39424b;--accent:#86c0ec;--good:#92dbae;--good-ground:#17352a;--info:#9fcff3;--info-ground:#16304a;--warn:#f2c86f;--warn-ground:#3a2d10;--bad:#ffa6a6;--bad-ground:#441e20;--quiet:#bac3cc;--quiet-ground:#2a3138';

const tones = ['good', 'info', 'warn', 'bad', 'quiet']
  .map((tone) => `.${tone}{--ink:var(--${tone});--tint:var(--${tone}-ground)}`)
  .join('\n');

export const styles = `
:root{color-scheme:light dark;${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
${tones}
*,*::before,*::after{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:84rem;padding:1.25rem clamp(.75rem,3vw,2rem) 3rem;color:var(--text);background:var(--ground);overflow-wrap:anywhere}
header{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.25rem;margin:-1.25rem 0 1.25rem;padding:.6rem 0;border-bottom:1px solid var(--line)}
nav{display:flex;flex-wrap:wrap;gap:.1rem .25rem}
nav a,.column a{color:var(--text);text-decoration:none}
nav a{padding:.3rem .65rem;border-radius:.4rem}
nav a[aria-current]{font-weight:600;color:var(--accent);background:var(--info-ground)}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
h2{font-size:1.125rem;line-height:1.3;margin:0 0 .6rem}
h3{font-size:1rem;margin:1rem 0 .4rem}
p{margin:0 0 .6rem;max-width:48rem}
ul,ol{margin:0 0 .6rem;padding-left:1.25rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem clamp(.75rem,2vw,1.25rem);margin:0 0 1rem}
footer,.dim,.nothing,dt,th,label,.line,.head{color:var(--dim)}
footer{font-size:.875rem;margin-top:1.5rem}
main:focus{outline:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.2rem}
a{color:var(--accent)}
.skip,.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:static;width:auto;height:auto;clip-path:none}
bdi,td,dd{white-space:pre-line}
code,pre{font:.875rem/1.45 ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace}
.command{margin:0 0 .6rem;padding:.5rem .7rem;background:var(--quiet-ground);border-radius:.35rem;white-space:pre-wrap}
.badge{display:inline-block;padding:0 .5rem;border-radius:1rem;font-size:.8125rem;font-weight:600;color:var(--ink);background:var(--tint);border:1px solid var(--ink)}
.notice{display:flex;gap:.75rem;padding:.75rem 1rem;margin:0 0 1rem;border-radius:.6rem;border:1px solid var(--ink);border-left-width:.35rem;color:var(--text);background:var(--tint)}
.notice>div{min-width:0;flex:1}
.notice p:last-child,section>:last-child,.plain>li>:last-child{margin-bottom:0}
.counts .right:is(td){font-size:1.35rem;line-height:1.2;font-weight:600}
.facts{display:grid;grid-template-columns:minmax(5rem,max-content) minmax(0,1fr);gap:.2rem 1rem;margin:0 0 .6rem}
.facts dd{margin:0}
table{width:100%;border-collapse:collapse;margin:0 0 .6rem;font-size:.9375rem}
th,td{padding:.4rem .75rem .4rem 0;text-align:left;vertical-align:top}
td{border-top:1px solid var(--line)}
th{font-weight:600;font-size:.875rem;overflow-wrap:normal}
dt::first-letter,legend::first-letter{text-transform:uppercase}
td:first-child>div{min-width:5.5rem}
.right{text-align:right;font-variant-numeric:tabular-nums}
ul.plain,ul.rows,.calendar ul,.samples{list-style:none;margin:0;padding:0}
.plain>li{padding:.6rem 0}
.plain>li+li{border-top:1px solid var(--line)}
.plain>li:target{background:var(--info-ground);box-shadow:0 0 0 .5rem var(--info-ground)}
.plain p{margin-bottom:.25rem}
.samples li{display:inline}
.samples li+li::before{content:" · ";color:var(--dim)}
.rows>li{display:grid;grid-template-columns:4.5rem minmax(0,1fr);gap:.5rem;padding:.35rem 0;border-top:1px solid var(--line)}
.cells,.legend{display:flex;flex-wrap:wrap;gap:.4rem}
.cell{max-width:100%;padding:.05rem .45rem;border:1px solid var(--line);border-radius:.3rem;font-size:.9375rem}
.cell.marked{background:var(--tint);border:2px solid var(--ink)}
.line,.head{font-size:.8125rem}
.marked .head{color:var(--ink)}
.part{margin:1.5rem 0 .75rem}
figure{margin:0 0 1rem}
.chart{display:block;overflow:visible}
.chart rect{fill:var(--accent)}
.chart text{fill:var(--dim);font-size:12px}
.chart line{stroke:var(--line)}
.calendar{display:grid;grid-template-columns:2rem repeat(7,minmax(0,1fr));margin-bottom:1.5rem;padding:0 0 .25rem;background:var(--card);border:1px solid var(--line);border-radius:.6rem;font-size:.8125rem;line-height:1.3;overflow:hidden}
section .calendar{background:none;border:0}
.hour{grid-column:1/-1;border-top:1px solid var(--line);color:var(--dim);font-size:.75rem;padding-left:.3rem}
.column{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));grid-row:1/-1;grid-template-rows:subgrid;border-left:1px solid var(--line);min-width:0}
.column :is(h2,h4){grid-row:1;grid-column:1/-1;margin:0;padding:.35rem .4rem;font-size:.8125rem;line-height:1.3}
nav a:hover,.column a:hover{text-decoration:underline}
.today>h2{background:var(--info-ground);box-shadow:inset 0 .2rem var(--accent)}
.over{background:var(--info-ground)}
.strip{grid-row:2;grid-column:1/-1;min-width:0}
.slots{display:contents}
.slot{margin:1px 2px;border-radius:.3rem;border-left:.2rem solid var(--ink);background:var(--tint);overflow:hidden;min-width:0;hyphens:auto;overflow-wrap:normal}
.slots .slot{contain:size}
.slot>*{display:block;height:100%;padding:.1rem .3rem}
.slot>a:focus-visible{outline-offset:-3px}
[data-id]{cursor:grab}
.sign{font-weight:700;color:var(--ink)}
.slot .clock{white-space:nowrap}
[class*=of2],[class*=of3]{font-size:.75rem;line-height:1.25}
[class*=of2] .until,[class*=of3] .until{display:none}
p>label:not(.check){display:block;margin-bottom:.2rem}
input,select,button,.button{font:inherit;color:var(--text);background:var(--card);border:1px solid var(--dim);border-radius:.4rem;padding:.35rem .75rem;max-width:100%;min-height:2.25rem}
input[type=checkbox],input[type=radio]{min-height:0;width:1.1rem;height:1.1rem;margin:0;accent-color:var(--accent);flex:none}
input[type=file]{padding:2rem 1rem;border:2px dashed var(--dim);border-radius:.6rem;background:var(--ground)}
select,p>input{width:100%}
button,.button{display:inline-block;background:var(--accent);color:var(--card);border-color:var(--accent);font-weight:600;text-decoration:none;cursor:pointer}
button:hover,.button:hover{filter:brightness(1.12)}
.danger{background:var(--bad);border-color:var(--bad)}
:is(button,.button).quiet{background:var(--card);color:var(--text);border-color:var(--dim);font-weight:400}
.plain:is(button){background:none;color:var(--accent);border:0;padding:.3rem 0;font-weight:400;text-decoration:underline}
.check{display:inline-flex;gap:.5rem;align-items:center;color:var(--text)}
.bar{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .75rem;margin:0 0 1rem}
.bar:empty{display:none}
.end,header form{margin-left:auto}
.narrow{max-width:26rem}
.choices{border:0;padding:0;margin:0 0 .75rem;min-width:0}
.choices>div{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(16rem,100%),1fr));gap:.5rem;margin-top:.35rem}
.choices label{display:flex;gap:.6rem;align-items:flex-start;color:var(--text);border:1px solid var(--line);border-radius:.4rem;padding:.5rem .75rem;cursor:pointer}
.choices .head{display:block}
.choices label:has(:checked){border-color:var(--accent);background:var(--info-ground)}
progress{width:100%;accent-color:var(--accent)}
details{margin:0 0 .5rem}
details>.inside{padding:.5rem 0 .25rem 1.1rem}
summary{cursor:pointer}
.long{display:inline-block;max-width:100%;margin:0}
.long>summary span{color:var(--accent);text-decoration:underline;white-space:nowrap}
.long[open]>summary bdi{display:none}
.change del{text-decoration:line-through;color:var(--bad)}
.change ins{text-decoration:none;color:var(--good)}
@media (max-width:62rem){
.calendar{display:block;columns:16rem;column-gap:1.5rem;padding:.25rem .75rem;font-size:.9375rem}
.column{display:block;break-inside:avoid;border:0;padding:.3rem 0 .6rem}
.column :is(h2,h4){padding:.35rem .3rem;font-size:1rem}
.hour,.column.empty,.wide-only{display:none}
.slots .slot{contain:none;margin:0 0 .3rem}
.slot>*{padding:.4rem .5rem}
[class*=of2],[class*=of3]{font-size:inherit;line-height:inherit}
.slot .until:is(span){display:inline}
}
@media (max-width:40rem){
thead{position:absolute;width:1px;height:1px;overflow:hidden}
table,tbody,tr,td{display:block}
tr{padding:.5rem 0}
tr+tr{border-top:1px solid var(--line)}
td,td.right{display:grid;grid-template-columns:minmax(7rem,34%) minmax(0,1fr);gap:.75rem;padding:.1rem 0;border:0;text-align:left}
td::before{content:attr(data-head);color:var(--dim);font-size:.875rem}
td:not(:has(>div:not(:empty))){display:none}
nav{order:3;width:100%}
.rows>li,.facts{grid-template-columns:minmax(0,1fr);gap:.1rem}
.facts dd{margin-bottom:.4rem}
}
${gridStyles}
@media print{
body{max-width:none;padding:0;background:none;font-size:11pt}
section{background:none}
tr,.change,.notice{break-inside:avoid}
.skip,header,form{display:none}
details::details-content{content-visibility:visible;height:auto}
}
`;
