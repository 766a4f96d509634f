import type { CalendarInfo } from '../calendar/model/calendar-port.js';
import { RenosSyncError } from '../errors.js';
import type { CalendarProbe, DoctorPorts } from './doctor-ports.js';
import { type Examined, fail, failedWith, found, skipped, warn } from './finding.js';

/** Codes that mean: signing in worked, but this calendar failed. */
const aboutTheCalendar: ReadonlySet<string> = new Set([
  'google-denied',
  'calendar-not-found',
  'google-request-refused',
]);

/** Checks that Google accepts us, the calendars are shared with us, and our clocks agree. */
export async function examineGoogle(ports: DoctorPorts): Promise<readonly Examined[]> {
  const { calendarIds, needsCredentials } = ports;
  let probe: CalendarProbe;
  try {
    probe = await ports.openCalendar();
  } catch (error) {
    const names = ['sign-in', ...calendarIds.flatMap(namesOf), 'clock'];
    return [failedWith('credentials', error), ...names.map((name) => found(name, 'no-account', {}, skipped))];
  }
  const asked: Asked[] = [];
  for (const calendarId of calendarIds) asked.push({ calendarId, answer: await ask(probe, calendarId) });
  return [
    needsCredentials
      ? found('credentials', 'credentials', { account: ports.googleAs })
      : found('credentials', 'credentials-unneeded', {}, skipped),
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

function signIn({ googleAs, needsCredentials }: DoctorPorts, asked: readonly Asked[]): Examined {
  const [first] = asked;
  if (first?.answer instanceof RenosSyncError && !aboutTheCalendar.has(first.answer.code)) {
    return failedWith('sign-in', first.answer);
  }
  if (!needsCredentials) return found('sign-in', 'sign-in-unneeded', {}, skipped);
  return found('sign-in', 'sign-in', { account: googleAs });
}

const namesOf = (calendarId: string) => [`calendar ${calendarId}`, `write access ${calendarId}`] as const;

function calendar({ googleAs }: DoctorPorts, { calendarId, answer }: Asked): readonly Examined[] {
  const [name, writing] = namesOf(calendarId);
  if (answer instanceof RenosSyncError) {
    const notAsked = (each: string) => found(each, 'calendar-not-asked', {}, skipped);
    return [aboutTheCalendar.has(answer.code) ? failedWith(name, answer) : notAsked(name), notAsked(writing)];
  }
  const { accessRole: role, canWrite, timeZone, isIdentified } = answer;
  const access = { account: googleAs, role, timeZone };
  if (role === 'freeBusyReader') {
    return [found(name, 'calendar-hides-details', access, fail), found(writing, 'events-unreadable', {}, skipped)];
  }
  const hidesPrivate = role === 'reader' || role === 'writerWithoutPrivateAccess';
  const isWhole = isIdentified && !hidesPrivate;
  return [
    found(name, 'calendar', { ...access, hidesPrivate, isIdentified }, isWhole ? {} : warn),
    canWrite ? found(writing, 'write-access', {}) : found(writing, 'write-access-missing', access, fail),
  ];
}

/** Google refuses a signature that is five minutes off; from a few seconds on, the newest of two edits is uncertain. */
function clock(skewMs: number | null): Examined {
  if (skewMs === null) return found('clock', 'clock-unknown', {}, skipped);
  const skew = { seconds: Math.round(Math.abs(skewMs) / 1_000), isBehind: skewMs > 0 };
  if (skew.seconds >= 300) return found('clock', 'clock-wrong', skew, fail);
  if (skew.seconds > 5) return found('clock', 'clock-off', skew, warn);
  return found('clock', 'clock', {});
}
