/** The script of the calendar's page. Texts from events are only ever inserted as text. */
export const pageScript = `'use strict';
const api = '/calendar/v3/calendars/primary';
const find = (selector) => document.querySelector(selector);
const dialog = find('dialog'), fields = dialog.querySelector('form').elements;
let zone = 'Europe/Copenhagen', monday, open = null;

async function call(method, path, body) {
  const headers = { authorization: 'Bearer person', ...(body && { 'content-type': 'application/json' }) };
  const answer = await fetch(api + path, { method, headers, body: body && JSON.stringify(body) });
  const data = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw new Error(data.error?.message ?? String(answer.status));
  return data;
}

// Days are YYYY-MM-DD and times YYYY-MM-DDTHH:MM, on the calendar's clock.
const wall = (instant) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(instant).replace(' ', 'T');
const plus = (day, days) => new Date(Date.parse(day + 'T00:00Z') + days * 864e5).toISOString().slice(0, 10);
const mondayOf = (day) => plus(day, -((new Date(day + 'T00:00Z').getUTCDay() + 6) % 7));
const startOf = ({ start }) => start.date ?? wall(new Date(start.dateTime));
const endOf = ({ end }) => end.date ?? wall(new Date(end.dateTime));
const minutes = (time) => Date.parse(time + 'Z') / 6e4;
const later = (time, by) => new Date((minutes(time) + by) * 6e4).toISOString().slice(0, 16);
const time = (value) => (value.length === 10 ? { date: value, dateTime: null } : { dateTime: value + ':00', timeZone: zone, date: null });

async function run(work, done) {
  try {
    await work();
    find('#said').textContent = done;
  } catch (error) {
    find('#said').textContent = 'Not done: ' + error.message;
  }
  await show();
}

async function show() {
  const ends = plus(monday, 8);
  const query = new URLSearchParams({ singleEvents: 'true', orderBy: 'startTime', maxResults: '2500', timeMin: plus(monday, -1) + 'T00:00:00Z', timeMax: ends + 'T00:00:00Z' });
  const { items } = await call('GET', '/events?' + query);
  const days = [0, 1, 2, 3, 4, 5, 6].map((at) => plus(monday, at));
  const held = document.activeElement.dataset.event;
  find('#week').replaceChildren(...days.map((day) => column(day, items.filter((event) => startOf(event).slice(0, 10) === day))));
  if (held) (find('[data-event="' + held + '"]') ?? find('#add')).focus();
}

function make(tag, properties, ...inside) {
  const one = Object.assign(document.createElement(tag), properties);
  one.append(...inside);
  return one;
}

let dragged = null;
function column(day, events) {
  const name = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day + 'T12:00Z'));
  const box = make('section', { className: 'day' }, make('h2', {}, name), ...events.map(button));
  box.ondragover = (drag) => { drag.preventDefault(); box.classList.add('over'); };
  box.ondragleave = () => box.classList.remove('over');
  box.ondrop = (drag) => { drag.preventDefault(); if (dragged) move(dragged, day); };
  return box;
}

function button(event) {
  const from = startOf(event), clock = from.length === 10 ? '' : from.slice(11) + '–' + endOf(event).slice(11) + ' ';
  const one = make('button', { className: 'event', draggable: true }, clock + (event.summary ?? '(No title)'));
  one.dataset.event = event.id;
  one.ondragstart = (drag) => { dragged = event; drag.dataTransfer.setData('text/plain', event.id); };
  one.onclick = () => edit(event);
  return one;
}

function move(event, day) {
  const days = Math.round((Date.parse(day) - Date.parse(startOf(event).slice(0, 10))) / 864e5);
  const moved = (value) => time(plus(value.slice(0, 10), days) + value.slice(10));
  run(() => call('PATCH', '/events/' + encodeURIComponent(event.id), { start: moved(startOf(event)), end: moved(endOf(event)) }), 'Moved.');
}

function edit(event) {
  open = event;
  const whole = event !== null && event.start.date !== undefined;
  const start = event === null ? monday + 'T09:00' : startOf(event), end = event === null ? later(start, 60) : endOf(event);
  for (const name of ['start', 'end']) fields[name].type = whole ? 'date' : 'datetime-local';
  fields.start.value = start;
  fields.end.value = end;
  for (const name of ['summary', 'location', 'description']) fields[name].value = event?.[name] ?? '';
  find('#what').textContent = event === null ? 'New event' : 'Event';
  for (const name of ['copy', 'delete']) dialog.querySelector('[value=' + name + ']').hidden = event === null;
  dialog.returnValue = '';
  dialog.showModal();
}

// Google's "Duplicate" copies everything that a person sees, and also the marks of programs.
const copied = ({ summary, location, description, start, end, extendedProperties, attendees }) =>
  ({ summary, location, description, start, end, extendedProperties, attendees });

dialog.addEventListener('close', () => {
  const said = Object.fromEntries(['summary', 'location', 'description'].map((name) => [name, fields[name].value]));
  const body = { ...said, start: time(fields.start.value), end: time(fields.end.value) };
  const path = open === null ? '/events' : '/events/' + encodeURIComponent(open.id);
  if (dialog.returnValue === 'save') run(() => call(open === null ? 'POST' : 'PATCH', path, body), 'Saved.');
  if (dialog.returnValue === 'copy') run(() => call('POST', '/events', copied(open)), 'Copied.');
  if (dialog.returnValue === 'delete') run(() => call('DELETE', path), 'Deleted.');
});

const go = (day) => { monday = mondayOf(day); return run(async () => {}, ''); };
find('#before').onclick = () => go(plus(monday, -7));
find('#after').onclick = () => go(plus(monday, 7));
find('#now').onclick = () => go(wall(new Date()).slice(0, 10));
find('#again').onclick = () => run(async () => {}, '');
find('#add').onclick = () => edit(null);
(async () => {
  find('#api').textContent = location.origin + api + '/events';
  const { id, timeZone } = await call('GET', '');
  zone = timeZone;
  find('#calendar').textContent = id + ', ' + zone;
  await go(location.hash.slice(1) || wall(new Date()).slice(0, 10));
})();
`;
