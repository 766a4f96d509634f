import { chooseConflicts, decide, optionsFor, readChoice } from '../../core/calendar/status/resolve-conflicts.js';
import { defaultSyncOptions } from '../../core/options/sync-options.js';
import { conflictsBody } from '../../reports/html/conflicts-body.js';
import { wordsOn } from '../../reports/page.js';
import type { Engine } from '../engine.js';
import { beginSync } from '../runs/sync-work.js';
import { follow } from './run-pages.js';
import type { PageRoute } from './visit.js';

const mostDecided = 50;

/** Conflicts that wait for a person, and the decision about one, field by field. */
export function conflictPages(engine: Engine): readonly PageRoute[] {
  const { services, settings } = engine;
  const store = async () => (await services.statusPorts()).store;
  return [
    {
      path: '/conflicts',
      show: async ({ site }) => {
        const memory = await store();
        const [held, decided] = [await memory.findHeldConflicts(), await memory.findDecidedConflicts(mostDecided)];
        return [wordsOn(site).site.places.conflicts, conflictsBody({ success: true, held, decided }, site)];
      },
      take: async (visit, { fields }) => {
        const taken = [...fields].flatMap(([name, side]) =>
          name.startsWith('take-') ? [`${name.slice(5)}=${side}`] : [],
        );
        const choice = readChoice({ id: fields.get('id') ?? '', all: false, take: undefined, fields: taken });
        const chosen = chooseConflicts(await (await store()).findHeldConflicts(), choice);
        const { dryRun, sync } = settings.usual;
        const options = optionsFor(chosen, decide(chosen, choice), { ...defaultSyncOptions, ...sync, dryRun });
        return follow(visit, beginSync(engine, options, { by: 'page' }), '/conflicts');
      },
    },
  ];
}
