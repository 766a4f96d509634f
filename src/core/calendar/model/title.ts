/** The default template of an event's title. */
export const defaultTitleTemplate = '{serviceType} - {customerName}';

/** Used if a booking has neither service nor customer, because Google requires a title. */
const untitled = 'Booking';

interface Titled {
  readonly serviceType: string | null;
  readonly customerName: string | null;
}

/** The event title of a booking; if one of the two parts is missing, the other is used alone. */
export function renderTitle(template: string, { serviceType, customerName }: Titled): string {
  const service = serviceType?.trim() ?? '';
  const customer = customerName?.trim() ?? '';
  if (service === '' || customer === '') return service || customer || untitled;
  return template
    .replaceAll('{serviceType}', () => service)
    .replaceAll('{customerName}', () => customer)
    .trim();
}

/** The text before and after the service in a title. */
interface Frame {
  readonly before: string;
  readonly after: string;
}

/** Known values of the booking whose event's title is read. */
interface TitleReading {
  readonly template: string;
  /** The customer's possible names in the title: the name when both sides last agreed, and the present one. */
  readonly customers: readonly (string | null)[];
  /** A title that both sides agreed on, and the service in it, with any template. */
  readonly agreed?: { readonly title: string | null; readonly service: string | null };
}

/**
 * Reads the service from an event's title, the inverse of renderTitle for a known customer; if the title matches no
 * template, all of it is the service.
 */
export function readTitle(title: string | null, reading: TitleReading): string | null {
  const text = title?.trim() ?? '';
  const customers = reading.customers.map((name) => name?.trim() ?? '').filter((name) => name !== '');
  if (text === '' || text === untitled || customers.includes(text)) return null;
  const frame = framesOf(reading, customers).find((each) => fits(text, each));
  return frame === undefined ? text : text.slice(frame.before.length, text.length - frame.after.length).trim();
}

/** Whether a title has the customer's name where the template has it. */
export function namesCustomer(title: string | null, reading: TitleReading): boolean {
  const text = title?.trim() ?? '';
  const customers = reading.customers.map((name) => name?.trim() ?? '').filter((name) => name !== '');
  return customers.includes(text) || framesOf(reading, customers).some((frame) => fits(text, frame));
}

/** The names that a title may have where the template has the customer's. */
export function namedIn(title: string | null, template: string): readonly string[] {
  const text = title?.trim() ?? '';
  return [template, defaultTitleTemplate].flatMap((each) => {
    const parts = /^(.*)\{(serviceType|customerName)\}(.+)\{(serviceType|customerName)\}(.*)$/s.exec(each.trim());
    const [, before = '', first, between = '', , after = ''] = parts ?? [];
    if (parts === null || !text.startsWith(before) || !text.endsWith(after)) return [];
    const inner = text.slice(before.length, text.length - after.length);
    const pieces = inner.split(between);
    return pieces.slice(1).map((_, at) => {
      const [left, right] = [pieces.slice(0, at + 1).join(between), pieces.slice(at + 1).join(between)];
      return (first === 'customerName' ? left : right).trim();
    });
  });
}

function fits(text: string, { before, after }: Frame): boolean {
  return text.length > before.length + after.length && text.startsWith(before) && text.endsWith(after);
}

function framesOf({ template, agreed }: TitleReading, customers: readonly string[]): readonly Frame[] {
  const made = customers.flatMap((customer) =>
    [template, defaultTitleTemplate].flatMap((each) => {
      if (!each.includes('{customerName}')) return [];
      const [before, after] = each
        .split('{serviceType}')
        .map((part) => part.replaceAll('{customerName}', () => customer));
      return before === undefined || after === undefined ? [] : { before: before.trimStart(), after: after.trimEnd() };
    }),
  );
  return [...made, ...agreedFrame(agreed, customers)];
}

/** The frame of an earlier template, found in a title that it made. */
function agreedFrame(agreed: TitleReading['agreed'], customers: readonly string[]): readonly Frame[] {
  const title = agreed?.title?.trim() ?? '';
  const service = agreed?.service?.trim() ?? '';
  const at = service === '' ? -1 : title.indexOf(service);
  if (at < 0) return [];
  const frame = { before: title.slice(0, at), after: title.slice(at + service.length) };
  return customers.some((name) => frame.before.includes(name) || frame.after.includes(name)) ? [frame] : [];
}

/** Whether a title matches the booking: by the template, or in the form of RenOS's older events. */
export function titleAgrees(template: string, title: string | null, booking: Titled): boolean {
  const text = title?.trim() ?? '';
  const accepted = [
    renderTitle(template, booking),
    renderTitle(defaultTitleTemplate, booking),
    booking.serviceType?.trim() ?? '',
  ];
  return accepted.includes(text);
}
