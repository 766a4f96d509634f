import { madeUpCustomer, randomNumbers } from '../../scripts/made-up-customers.js';

/** A file of some twenty rows about a dozen people, with every kind of repetition and mistake. */
export function randomCustomerFile(seed: number): string {
  const random = randomNumbers(seed);
  const chance = (share: number) => random() < share;
  const lines = ['Navn;E-mail;Telefon;Adresse;Noter;Omsætning;Mærker;Booking start;Ydelse'];
  const count = 5 + Math.floor(random() * 20);
  for (let row = 0; row < count; row += 1) {
    const person = madeUpCustomer(Math.floor(random() * 12), 1 + (seed % 5));
    const other = madeUpCustomer(Math.floor(random() * 12), 1 + (seed % 5));
    const name = chance(0.05)
      ? ''
      : chance(0.1)
        ? person.name.toUpperCase()
        : chance(0.1)
          ? person.name.slice(1)
          : person.name;
    const email = chance(0.3) ? '' : chance(0.05) ? 'forkert' : chance(0.1) ? person.email.toUpperCase() : person.email;
    const phone = chance(0.4) ? '' : chance(0.1) ? other.phone : person.phone;
    const address = chance(0.5) ? '' : `${person.street.replace(',', '')}, ${person.town}`;
    const start = chance(0.3) ? `0${1 + Math.floor(random() * 9)}-06-2025 09:00` : '';
    const notes = chance(0.3) ? 'ring først' : '';
    lines.push(
      [
        name,
        email,
        phone,
        address,
        notes,
        Math.floor(random() * 9),
        person.tags.replaceAll(';', ','),
        start,
        'Vinduer',
      ].join(';'),
    );
  }
  return lines.join('\n');
}
