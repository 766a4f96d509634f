import type { CalendarInfo } from '../calendar/model/calendar-port.js';
import { ExitCode, RenosSyncError } from '../errors.js';
import type { CalendarProbe, DoctorPorts } from './doctor-ports.js';
import { type Finding, fail, failedWith, ok, skipped, warn } from './finding.js';

/** Codes that say: signing in went well, this calendar did not. */
const aboutTheCalendar: ReadonlySet<string> = new Set([
  'google-denied',
  'calendar-not-found',
  'google-request-refused',
]);

/** Whether Google lets us in, the calendars are shared with us, and our clocks agree. */
export async function examineGoogle(ports: DoctorPorts): Promise<readonly Finding[]> {
  const { calendarIds, needsCredentials } = ports;
  let probe: CalendarProbe;
  try {
    probe = await ports.openCalendar();
  } catch (error) {
    const why = 'There is no account to ask as.';
    const names = ['sign-in', ...calendarIds.flatMap(namesOf), 'clock'];
    return [failedWith('credentials', error), ...names.map((name) => skipped(name, why))];
  }
  const asked: Asked[] = [];
  for (const calendarId of calendarIds) asked.push({ calendarId, answer: await ask(probe, calendarId) });
  return [
    needsCredentials
      ? ok('credentials', `The key of ${ports.googleAs ?? 'the account'} can be read.`)
      : skipped('credentials', 'None is needed: Google is not asked itself.'),
    signIn(ports, asked),
    ...asked.flatMap((each) => calendar(ports, each)),
    clock(probe.traffic().skewMs),
  ];
}

interface Asked {
  readonly calendarId: string;
  readonly answer: Described | RenosSyncError;
}

type Described = CalendarInfo & { readonly isIdentified: boolean };

async function ask(probe: CalendarProbe, calendarId: string): Promise<Asked['answer']> {
  try {
    const info = await probe.describe(calendarId);
    return { ...info, isIdentified: await probe.mayIdentify(calendarId) };
  } catch (error) {
    if (error instanceof RenosSyncError) return error;
    throw error;
  }
}

function signIn({ googleAs, needsCredentials }: DoctorPorts, asked: readonly Asked[]): Finding {
  const [first] = asked;
  if (first?.answer instanceof RenosSyncError && !aboutTheCalendar.has(first.answer.code)) {
    return failedWith('sign-in', first.answer);
  }
  if (!needsCredentials) return skipped('sign-in', 'The calendar answers, and asks for no account.');
  return ok('sign-in', `Google gave an access token to ${googleAs ?? 'the account'}.`);
}

const namesOf = (calendarId: string) => [`calendar ${calendarId}`, `write access ${calendarId}`] as const;

function calendar({ googleAs }: DoctorPorts, { calendarId, answer }: Asked): readonly Finding[] {
  const [name, writing] = namesOf(calendarId);
  if (answer instanceof RenosSyncError) {
    const why = 'The calendar could not be asked.';
    const shared = aboutTheCalendar.has(answer.code) ? failedWith(name, answer) : skipped(name, why);
    return [shared, skipped(writing, why)];
  }
  const { accessRole, canWrite, timeZone, isIdentified } = answer;
  const share = `Share the calendar with ${googleAs ?? 'the account'}, role "Make changes to events" (its settings, "Share with specific people").`;
  const shared = `It is shared with us: role ${accessRole}, time zone ${timeZone}.`;
  if (accessRole === 'freeBusyReader') {
    const says = 'It only shows when it is busy (role freeBusyReader), and not what its events say.';
    return [fail(name, says, [share]), skipped(writing, 'Its events cannot be read.')];
  }
  const hidesPrivate = accessRole === 'reader' || accessRole === 'writerWithoutPrivateAccess';
  const missing = [
    hidesPrivate ? { says: 'It does not show private events, which are left as they are.', action: share } : null,
    isIdentified
      ? null
      : {
          says: 'Google does not tell us its id, so another calendar under the same name may go unnoticed.',
          action:
            'Allow the scope https://www.googleapis.com/auth/calendar.calendars.readonly in the domain-wide delegation',
        },
  ].filter((each) => each !== null);
  const says = [shared, ...missing.map((each) => each.says)].join(' ');
  const actions = missing.map(({ action }) => action);
  return [
    actions.length === 0 ? ok(name, says) : warn(name, says, actions),
    canWrite
      ? ok(writing, 'Events may be written.')
      : fail(writing, `Events may only be read (role ${accessRole}).`, [
          share,
          'renos-sync sync --direction google-to-db',
        ]),
  ];
}

/** Google refuses what is signed five minutes off; from a few seconds on, the newest of two edits is hard to tell. */
function clock(skewMs: number | null): Finding {
  if (skewMs === null) return skipped('clock', 'Google did not answer, so its clock is not known.');
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  const fix = ['sudo timedatectl set-ntp true'];
  const says = `This machine's clock is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} Google's`;
  if (seconds >= 300) return fail('clock', `${says}: Google refuses what it signs.`, fix, ExitCode.wrongInput);
  if (seconds > 5) return warn('clock', `${says}: of two edits the newer one is hard to tell.`, fix);
  return ok('clock', "This machine's clock and Google's agree.");
}
