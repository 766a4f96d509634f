import type { items as english } from '../en/items.js';
import { counter } from '../language.js';

const n = counter('da');

export const items: typeof english = {
  nothing: '(intet)',
  none: 'ingen',
  and: 'og',
  google: 'Google',
  database: 'Database',
  wholeDays: (first, last) => `${first} til ${last} (hele dage)`,
  units: { day: 'd', hour: 't', minute: 'min', second: 's', millisecond: 'ms' },
  more: (count) => `… og ${n(count, 'mere', 'mere')}`,
  moreAt: (count, command) => `… og ${n(count, 'mere', 'mere')}: ${command}`,
  moreInJson: (count) => `… og ${n(count, 'mere', 'mere')}; --json viser alt.`,
  bookingNamed: (id) => `booking ${id}`,
  eventNamed: (id) => `begivenhed ${id}`,
  kinds: { booking: 'booking', event: 'begivenhed', customer: 'kunde' },
  actions: {
    create: 'opret',
    update: 'ret',
    revive: 'genopret',
    cancel: 'aflys',
    delete: 'slet',
    link: 'kobl',
    unlink: 'afkobl',
  },
  fields: {
    time: 'tid',
    title: 'titel',
    location: 'sted',
    description: 'beskrivelse',
    customer: 'kunde',
    removed: 'fjernet',
    line: 'linje',
    start: 'start',
    end: 'slut',
  },
  runKinds: { sync: 'synkronisering', import: 'import', undo: 'fortrydelse' },
  runStatuses: {
    running: 'i gang',
    succeeded: 'gennemført',
    partly: 'delvist',
    failed: 'fejlet',
    refused: 'afvist',
    interrupted: 'afbrudt',
  },
};
