/** The title that a booking's event gets, unless another template is set. */
export const defaultTitleTemplate = '{serviceType} - {customerName}';

/** What stands where a booking has neither service nor customer: Google wants some title. */
const untitled = 'Booking';

interface Titled {
  readonly serviceType: string | null;
  readonly customerName: string | null;
}

/** The event title of a booking; where one of the two parts is missing, the other stands alone. */
export function renderTitle(template: string, { serviceType, customerName }: Titled): string {
  const service = serviceType?.trim() ?? '';
  const customer = customerName?.trim() ?? '';
  if (service === '' || customer === '') return service || customer || untitled;
  return template
    .replaceAll('{serviceType}', () => service)
    .replaceAll('{customerName}', () => customer)
    .trim();
}

/**
 * Reads the service out of an event's title, the inverse of renderTitle for a known customer; a title that does not
 * follow the template is the service as a whole.
 */
export function readTitle(template: string, title: string | null, customerName: string | null): string | null {
  const text = title?.trim() ?? '';
  const customer = customerName?.trim() ?? '';
  if (text === '' || text === untitled || text === customer) return null;
  if (customer === '') return text;
  const [before, after] = template
    .split('{serviceType}')
    .map((part) => part.replaceAll('{customerName}', () => customer));
  if (before === undefined || after === undefined) return text;
  const start = before.trimStart();
  const end = after.trimEnd();
  const fits = text.length > start.length + end.length && text.startsWith(start) && text.endsWith(end);
  return fits ? text.slice(start.length, text.length - end.length).trim() : text;
}

/** Claims that a title says the booking: by the template, or as RenOS's older events did. */
export function titleAgrees(template: string, title: string | null, booking: Titled): boolean {
  const text = title?.trim() ?? '';
  const accepted = [
    renderTitle(template, booking),
    renderTitle(defaultTitleTemplate, booking),
    booking.serviceType?.trim() ?? '',
  ];
  return accepted.includes(text);
}
