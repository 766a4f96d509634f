import { afterAll, vi } from 'vitest';
import { speak } from '../../src/core/english.js';
import { english } from '../../src/messages/english.js';

speak(english);

/** No test sees the settings of the one who runs it, but for how many random walks and kills are asked for. */
const settings =
  /^(DATABASE_URL|GOOGLE_|RENOS_(?!\w*(?:WALK|KILL|FUZZ|SEED))|RUN_MODE|LOG_LEVEL|PORT$|PUBLIC_URL$|CALENDAR_SYNC_|CUSTOMER_IMPORT_|DEBUG$|NO_COLOR|FORCE_COLOR)/;
for (const name of Object.keys(process.env)) {
  if (settings.test(name)) delete process.env[name];
}

// The next file may run in this process.
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
