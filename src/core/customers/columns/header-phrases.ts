import type { ColumnTarget } from './header-words.js';

/** The target for several things together, in alphabetical order. */
export const phrases: Readonly<Record<string, ColumnTarget>> = Object.fromEntries(
  (
    [
      ['name', 'name|first+last|first+last+name'],
      ['firstName', 'first|first+name'],
      ['middleName', 'middle|middle+name'],
      ['lastName', 'last|last+name'],
      ['email', 'email|address+email|adresse+email|email+id'],
      ['phone', 'phone|mobile|mobile+phone|number+phone|address+phone|adresse+phone|mobile+number|mobile+number+phone'],
      ['address', 'address'],
      [
        'street',
        'adresse|street|line+street|address+line+street|adresse+line+street|address+street|adresse+street|address+line|adresse+line|name+street|number+street|name+number+street|house+street|house+name+street|house+number+street',
      ],
      ['houseNumber', 'house|house+number'],
      ['floor', 'floor|door+floor'],
      ['door', 'door|door+number'],
      ['street2', 'unit|number+unit|address+unit'],
      ['postalCode', 'postcode|code+postcode|number+postcode|code+post|number+post|address+postcode'],
      ['city', 'city|city+name'],
      ['postalCodeAndCity', 'city+postcode|city+post|city+number+post|city+number+postcode|city+code+postcode'],
      ['country', 'country|country+region|code+country|country+name|country+id'],
      ['companyName', 'company|company+name'],
      ['notes', 'notes'],
      ['tags', 'tags'],
      ['totalRevenue', 'revenue|price+revenue|revenue+tax|price+revenue+tax'],
      [
        'lastContactAt',
        'latest|activity|activity+latest|activity+last|booking+latest|booking+last|activity+date+last|activity+last+time|date+latest|activity+date+latest',
      ],
      ['bookingDate', 'booking+date'],
      [
        'bookingStart',
        'start+time|booking+start|booking+time|booking+start+time|date+start+time|booking+date+start+time|booking+date+time|booking+date+start',
      ],
      ['bookingEndDate', 'booking+date+end'],
      ['bookingEnd', 'end+time|booking+end|booking+end+time|date+end+time|booking+date+end+time'],
      [
        'bookingDuration',
        'duration|booking+duration|duration+minutes|duration+hours|booking+duration+minutes|duration+time|duration+service',
      ],
      [
        'bookingService',
        'service|name+service|service+type|booking+service|booking+type|booking+name+type|booking+name|booking+name+service',
      ],
      ['bookingStatus', 'booking+status|booking+cancelled'],
      ['bookingNotes', 'booking+notes'],
    ] as const
  ).flatMap(([target, keys]) => keys.split('|').map((key) => [key, target] as const)),
);
