/** Hours that the week shows, in quarters. */
const quarters = 96;
const lanes = 6;
const rows = Array.from(
  { length: quarters },
  (_, at) => `.t${at}{grid-row-start:${at + 1}}.s${at + 1}{grid-row-end:span ${at + 1}}`,
);
const columns = Array.from({ length: lanes }, (_, at) => `.l${at}{grid-column-start:${at + 2}}`);

/** Styles of the server's pages. Where an event stands in the week is a class: no element has a style of its own. */
export const siteStyles = `
nav{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem 1rem}
nav a[aria-current]{font-weight:700;text-decoration:none;color:var(--text)}
form{display:inline}
label{color:var(--dim)}
input,select,button,textarea{font:inherit;color:var(--text);background:var(--card);border:1px solid var(--dim);border-radius:.35rem;padding:.3rem .6rem;max-width:100%}
button{background:var(--accent);color:var(--card);border-color:var(--accent);font-weight:600;cursor:pointer}
button.danger{background:var(--bad);border-color:var(--bad)}
button.plain{background:none;color:var(--accent);border:0;padding:0;font-weight:400;text-decoration:underline}
.bar{display:flex;flex-wrap:wrap;align-items:baseline;gap:.5rem 1rem;margin:0 0 1rem}
.week{display:grid;grid-template-columns:repeat(7,minmax(0,1fr));gap:.4rem;margin:0 0 1rem}
.day{background:var(--card);border:1px solid var(--line);border-radius:.5rem;min-width:0;padding:.25rem}
.day h2{font-size:.875rem;margin:0 0 .25rem}
.day.today{border-color:var(--accent)}
.hours{display:grid;grid-auto-columns:minmax(0,1fr);grid-template-columns:0;gap:1px;list-style:none;margin:0;padding:0;grid-auto-rows:minmax(.55rem,auto)}
.hours li{min-width:0;overflow:hidden;border-left:.25rem solid var(--ink);background:var(--tint);border-radius:.25rem;padding:.1rem .3rem;font-size:.8125rem;line-height:1.25}
.hours li a{color:var(--text);text-decoration:none;display:block}
.hours li a:hover{text-decoration:underline}
.legend{display:flex;flex-wrap:wrap;gap:.4rem}
.choices{border:0;padding:0;margin:0 0 .75rem;min-width:0}
.choices label{display:block;color:var(--text);border:1px solid var(--line);border-radius:.35rem;padding:.4rem .6rem;margin:.25rem 0}
progress{width:100%}
${rows.join('')}
${columns.join('')}
@media (max-width:48rem){.week{grid-template-columns:minmax(0,1fr)}.hours{display:block}.hours li{margin:0 0 .25rem}.day:not(:has(li)){display:none}}
`;
