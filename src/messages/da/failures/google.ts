import type {
  BrokenListing,
  CredentialProblem,
  googleFailures as english,
  OfAccount,
  OfCall,
} from '../../en/failures/google.js';
import { step } from '../../voice.js';

const call = ({ operation, origin, status, reason }: OfCall) =>
  `(${operation}: ${origin === 'token' ? 'adgangsnøgle, ' : ''}${status === null ? '' : `${status} `}${reason ?? 'ingen grund angivet'})`;
const network = step('Kontrollér netværket.');
const key = step(
  'Kontrollér GOOGLE_CLIENT_EMAIL og GOOGLE_PRIVATE_KEY: begge står i samme nøglefil til tjenestekontoen.',
);
const user = step('Kontrollér GOOGLE_IMPERSONATED_USER: en bruger i kontoens eget Workspace.');
const share = ({ clientEmail }: OfAccount) =>
  step(`Del kalenderen med ${clientEmail ?? 'kontoen'}, med ret til at ændre begivenheder.`);
const allow = ({ scope }: OfAccount) => step(`Tillad adgangen ${scope} i domæneomfattende delegering.`);

export const googleFailures: typeof english = {
  'google-refused-event': ({ reason, location }, say) => ({
    message: `Google afviser denne begivenhed: ${reason ?? 'ingen grund angivet'}${location === null ? '' : `, ved ${location}`}.`,
    actions: [
      step('Ret bookingen eller begivenheden; næste synkronisering prøver den igen.'),
      say.sync({ retryFailed: true }),
    ],
  }),
  'google-denied/role': (p) => ({
    message: `Google nægter adgang til kalenderen ${call(p)}.`,
    actions: [share(p), allow(p)],
  }),
  'google-denied/scope': (p) => ({
    message: `Google nægter adgang til kalenderen ${call(p)}.`,
    actions: [allow(p), share(p)],
  }),
  'calendar-not-found': (p) => ({
    message: `Google kender ikke kalenderen, eller kontoen må ikke se den ${call(p)}.`,
    actions: [step('Kontrollér GOOGLE_CALENDAR_ID.'), share(p)],
  }),
  'google-busy': (p, say) => ({
    message: `Google beder os om at sætte farten ned ${call(p)}.`,
    actions: [say.later()],
  }),
  'google-quota-exceeded': (p) => ({
    message: `Kalenderens forbrugsgrænse er nået; Google hæver den efter timer eller dage ${call(p)}.`,
    actions: [step('Prøv igen i morgen.'), 'https://support.google.com/a/answer/2905486   # grænserne'],
  }),
  'google-failure': (p, say) => ({
    message: `Google Kalender melder om en fejl hos sig selv ${call(p)}.`,
    actions: [say.later()],
  }),
  'google-unreachable/no-answer': (p, say) => ({
    message: `Google svarer ikke ${call(p)}.`,
    actions: [network, say.later()],
  }),
  'google-unreachable/not-sent': (p, say) => ({
    message: `Der er ingen forbindelse til Google ${call(p)}.`,
    actions: [network, say.later()],
  }),
  'google-unreadable': (p, say) => ({
    message: `Svaret er ikke fra Google Kalender ${call(p)}.`,
    actions: [step('Se efter, om en proxy eller en login-side står mellem denne maskine og Google.'), say.later()],
  }),
  'google-listing-broken': ({ why }, say) => ({
    message: `Googles liste over begivenheder kan ikke bruges: ${listings[why]}.`,
    actions: [say.later()],
  }),
  'google-credentials-rejected/token': (p) => ({
    message: `Google afviser en ny adgangsnøgle ${call(p)}.`,
    actions: [key],
  }),
  'google-credentials-rejected/delegation': (p) => ({
    message: `Tjenestekontoen må ikke handle på vegne af GOOGLE_IMPERSONATED_USER ${call(p)}.`,
    actions: [
      step(
        `I Workspaces administrationskonsol, under domæneomfattende delegering: giv tjenestekontoen adgangene ${p.scopes.join(' og ')}, eller lad GOOGLE_IMPERSONATED_USER være tom.`,
      ),
    ],
  }),
  'google-credentials-rejected/account': (p) => ({
    message: `Google afviser tjenestekontoen ${call(p)}.`,
    actions: [key, user],
  }),
  'google-credentials-rejected/clock': (p) => ({
    message: `Google afviser tjenestekontoen ${call(p)}.`,
    actions: [
      step('Stil maskinens ur: Google afviser det, der er underskrevet i fortiden eller fremtiden.'),
      key,
      user,
    ],
  }),
  'sandbox-unwritable': (p) => ({
    message: `Sandkassens kalender kan ikke skrive i sin fil${p.file === null ? '' : ` ${p.file}`} ${call(p)}.`,
    actions: [
      step('Skaf plads på disken, og sørg for, at der må skrives i filen.'),
      step('Sæt RENOS_DATA_DIR til en anden mappe.'),
    ],
  }),
  'google-request-refused': (p, say) => ({
    message: `Google afviser forespørgslen ${call(p)}.`,
    actions: [say.here('renos-sync doctor'), say.here('renos-sync --version', 'se så efter en nyere')],
  }),
  'google-credentials-malformed': ({ problems }) => ({
    message: problems.map((problem) => credentials[problem]).join('\n'),
    actions: [step('Kopiér client_email og private_key fra JSON-nøglefilen til tjenestekontoen.')],
  }),
  'google-credentials-missing': () => ({
    message: 'Der er ingen adgang til Google Kalender sat op.',
    actions: [
      'GOOGLE_CALENDAR_API_URL=sandbox renos-sync sync   # en prøvekalender på maskinen, uden konto',
      'GOOGLE_APPLICATION_CREDENTIALS=service-account.json, eller GOOGLE_CLIENT_EMAIL og GOOGLE_PRIVATE_KEY',
    ],
  }),
};

const listings: Readonly<Record<BrokenListing, string>> = {
  'no-token': 'Google gav ikke noget synkroniseringsmærke til sidst',
  endless: 'dens sider har ingen ende',
  'broke-off': 'den blev afbrudt to gange',
};

const credentials: Readonly<Record<CredentialProblem, string>> = {
  'no-address': 'Adressen til Googles API skal begynde med http:// eller https://.',
  missing: 'GOOGLE_CLIENT_EMAIL og GOOGLE_PRIVATE_KEY mangler.',
  'no-mail': 'GOOGLE_CLIENT_EMAIL er ikke en e-mailadresse.',
  'no-key': 'GOOGLE_PRIVATE_KEY er ikke en privat RSA-nøgle i PEM-format.',
};
