import { createHash } from 'node:crypto';
import { pageScript } from './calendar-script.js';
import type { WireReply } from './wire.js';

const style = `
:root{color-scheme:light dark;--ground:#fff;--text:#1b2127;--dim:#55606b;--line:#d5dbe1;--event:#1a5a86;--on-event:#fff}
@media (prefers-color-scheme:dark){:root{--ground:#12161a;--text:#e5e9ec;--dim:#a5b0ba;--line:#39424b;--event:#86c0ec;--on-event:#0b1116}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:80rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:var(--text);background:var(--ground);overflow-wrap:anywhere}
header,.bar{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:baseline}
h1{font-size:1.375rem;margin:0}
button,input,textarea{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--dim);border-radius:.3rem;padding:.3rem .6rem;max-width:100%}
:focus-visible{outline:3px solid var(--event);outline-offset:2px}
#week{display:grid;grid-template-columns:repeat(7,minmax(0,1fr));gap:.3rem;margin:1rem 0}
.day{border:1px solid var(--line);border-radius:.4rem;padding:.3rem;min-height:16rem}
.day h2{font-size:.9rem;margin:0 0 .3rem;color:var(--dim)}
.day.over{border-color:var(--event);border-style:dashed}
.event{display:block;width:100%;text-align:left;margin:0 0 .25rem;background:var(--event);color:var(--on-event);border:0;font-size:.875rem;line-height:1.3;cursor:grab}
dialog{color:var(--text);background:var(--ground);border:1px solid var(--dim);border-radius:.5rem;width:min(30rem,95vw)}
dialog label{display:block;margin:.4rem 0;color:var(--dim)}
dialog input,dialog textarea{display:block;width:100%;color:var(--text)}
@media (max-width:48rem){#week{grid-template-columns:minmax(0,1fr)}.day{min-height:0}}
`;

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox calendar</title><style>${style}</style></head>
<body><header><h1>Sandbox calendar</h1><span id="calendar"></span></header>
<main><p>What a person would see in Google Calendar. Drag an event to another day; open it to change, copy or delete it. Programs call <code id="api"></code>, with any bearer token.</p>
<noscript><p>This page needs JavaScript: it calls the API as a program does.</p></noscript>
<div class="bar"><button id="before">← Week before</button><button id="now">This week</button><button id="after">Week after →</button><button id="add">Add an event</button><button id="again">Look again</button><span id="said" role="status"></span></div>
<div id="week"></div></main>
<dialog aria-labelledby="what"><form method="dialog"><h2 id="what">Event</h2>
<label>Title<input name="summary" maxlength="1024"></label>
<label>Start<input name="start" type="datetime-local" required></label>
<label>End<input name="end" type="datetime-local" required></label>
<label>Location<input name="location"></label>
<label>Description<textarea name="description" rows="3"></textarea></label>
<div class="bar"><button value="save">Save</button><button value="copy">Copy</button><button value="delete">Delete</button><button value="close" formnovalidate>Close</button></div>
</form></dialog><script>${pageScript}</script></body></html>
`;

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(pageScript)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A page that shows the calendar, for trying out; it uses only the API. */
export function calendarPage(): WireReply {
  const headers = {
    'content-type': 'text/html; charset=UTF-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
  return { status: 200, headers, body: page };
}
