import type { Shape } from './shape.js';

const card = (...lines: readonly string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');

/** Contacts as phones and address books write them; the people are invented. */
export const contactCards: readonly Shape[] = [
  {
    system: 'iCloud contacts, one of them a firm',
    text: [
      card(
        'VERSION:3.0',
        'PRODID:-//Apple Inc.//iOS 17.4//EN',
        'N:Lund;Ida;;;',
        'FN:Ida Lund',
        'item1.EMAIL;type=INTERNET;type=pref:ida@lund.example',
        'item1.X-ABLabel:_$!<Home>!$_',
        'TEL;type=CELL;type=VOICE;type=pref:20 41 42 43',
        'item2.ADR;type=HOME;type=pref:;;Lundvej 3\\, 1. th;Vejle;;7100;Danmark',
        'item2.X-ABADR:dk',
        'NOTE:Har hund',
        'UID:5B1F-11',
        'X-ABUID:5B1F:ABPerson',
        'REV:2026-01-01T10:00:00Z',
      ),
      card(
        'VERSION:3.0',
        'N:;;;;',
        'FN:Lund Lys ApS',
        'ORG:Lund Lys ApS;',
        'TEL;type=WORK;type=VOICE;type=pref:75 44 45 46',
        'X-ABShowAs:COMPANY',
      ),
    ].join(''),
    people: [
      {
        name: 'Ida Lund',
        email: 'ida@lund.example',
        phone: '+4520414243',
        address: 'Lundvej 3, 1. th, 7100 Vejle',
        notes: 'Har hund',
      },
      { name: 'Lund Lys ApS', phone: '+4575444546' },
    ],
  },
  {
    system: 'Android contacts',
    text: card(
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=53=C3=B8=67=61=61=72=64;=42=6F;;;',
      'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=42=6F=20=53=C3=B8=67=61=61=72=64',
      'TEL;CELL;PREF:+4521324354',
      'TEL;HOME:86121314',
      'EMAIL;HOME:bo@soegaard.example',
      'ADR;HOME;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;=53=C3=B8=76=65=6A=20=34;=4B=6F=6C=64=69=6E=67;;=36=30=30=30;=44=61=6E=6D=61=72=6B',
    ),
    people: [
      { name: 'Bo Søgaard', email: 'bo@soegaard.example', phone: '+4521324354', address: 'Søvej 4, 6000 Kolding' },
    ],
  },
  {
    system: 'Outlook contacts',
    text: card(
      'VERSION:2.1',
      'N;LANGUAGE=da:Winther;Inger',
      'FN:Inger Winther',
      'ORG:Winther Revision;Bogholderi',
      'TITLE:Revisor',
      'TEL;WORK;VOICE:75 12 13 14',
      'TEL;CELL;VOICE:26364656',
      'ADR;WORK;PREF:;;Havnegade 12;Vejle;;7100;Danmark',
      'LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Havnegade 12=0D=0A=',
      '7100 Vejle=0D=0A=',
      'Danmark',
      'X-MS-OL-DEFAULT-POSTAL-ADDRESS:2',
      'EMAIL;PREF;INTERNET:inger@winther.example',
      'X-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns="http://schemas.microsoft.com"/>',
      'REV:20260101T100000Z',
    ),
    people: [
      {
        name: 'Inger Winther',
        companyName: 'Winther Revision',
        email: 'inger@winther.example',
        phone: '+4526364656',
        address: 'Havnegade 12, 7100 Vejle',
      },
    ],
  },
  {
    system: 'Google contacts as cards',
    text: card(
      'VERSION:3.0',
      'FN:Kit Mark',
      'N:Mark;Kit;;;',
      'EMAIL;TYPE=INTERNET;TYPE=HOME:kit@mark.example',
      'TEL;TYPE=CELL:+45 31 33 34 35',
      'item1.ADR:;;Markvej 10\\nAalborg\\, 9000;;;;',
      'item1.X-ABLabel:',
      'ORG:Mark Mad',
      'CATEGORIES:Fast,myContacts',
    ),
    people: [{ name: 'Kit Mark', companyName: 'Mark Mad', email: 'kit@mark.example', phone: '+4531333435' }],
  },
];
