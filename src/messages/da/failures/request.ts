import type { requestFailures as english } from '../../en/failures/request.js';
import { digits } from '../../language.js';
import { type Explanation, step } from '../../voice.js';
import { complaints } from '../complaints.js';

const d = (count: number) => digits('da', count);
const only = (message: string): Explanation => ({ message, actions: [] });

export const requestFailures: typeof english = {
  'not-found': () => only('Der er intet på denne sti; se /openapi.json.'),
  'method-not-allowed': ({ methods }) => only(`Denne sti tager ${methods.join(', ')}.`),
  'malformed-request': () => only('Forespørgslen kan ikke læses: den er ikke HTTP, eller adressen er ingen adresse.'),
  'malformed-request/headers': () => only('Forespørgslens headere fylder mere end 16 KB.'),
  'malformed-request/slow': () => only('Forespørgslen kom ikke ind i tide.'),
  'malformed-request/coding': () => only('Transfer-Encoding må kun være chunked.'),
  'expectation-unknown': () => only('Kun 100-continue kan forventes.'),
  'invalid-input': ({ problems, count }) =>
    only(
      `${count === 1 ? 'Én ting' : `${d(count)} ting`} i forespørgslen er forkert: ${problems
        .map(({ path, id, limit }) => `${path === '' ? '' : `${path} `}${complaints[id](limit)}`)
        .join('; ')}.`,
    ),
  'malformed-json/unreadable': ({ at }) =>
    only(`Indholdet er ikke JSON i UTF-8: det kan ikke læses${at === null ? '' : ` ved tegn ${d(at)}`}.`),
  'malformed-json/twice': () => only('Indholdet nævner noget to gange: det ene ville blive overset.'),
  'malformed-json/deep': ({ most }) => only(`Indholdet går mere end ${d(most)} lag ned.`),
  'body-too-large/names': ({ most }) => only(`Indholdet må højst have ${d(most)} forskellige navne.`),
  'body-too-large/values': ({ most }) => only(`Indholdet må højst have ${d(most)} værdier.`),
  'body-too-large': ({ bytes }) =>
    only(
      `Indholdet må højst fylde ${bytes >= 1_048_576 ? `${d(Math.floor(bytes / 1_048_576))} MB` : `${d(bytes)} byte`}.`,
    ),
  'body-broken-off': () => only('Indholdet sluttede, før det var fuldstændigt.'),
  'body-broken-off/form': () => only('Formularen kan ikke læses.'),
  'body-too-slow': () => only('Indholdet holdt op med at komme.'),
  'unsupported-media-type': ({ types }) => only(`Send indholdet som ${types.join(' eller ')}.`),
  'unsupported-media-type/compressed': () => only('Send indholdet, som det er, uden komprimering.'),
  'unsupported-media-type/form': () => only('Send en formular.'),
  'busy/bodies': () => only('Andre store forespørgsler er ved at blive behandlet.'),
  'busy/import': () => ({
    message: 'En anden import er i gang på denne database.',
    actions: [step('Spørg igen, når den er færdig.')],
  }),
  'client-gone': () => only('Klienten ventede ikke på svaret.'),
  'too-many-requests': ({ most }) => only(`Højst ${d(most)} af disse i minuttet.`),
  'token-missing/request': () => only('Vis adgangsnøglen: Authorization: Bearer <RENOS_API_TOKEN>.'),
  'token-wrong': () => only('Det er ikke adgangsnøglen.'),
  'token-needed': () =>
    only('Forespørgslen kom gennem en proxy: andre kan nå denne server, som så skal have RENOS_API_TOKEN.'),
  'strange-origin': () => only('Uden adgangsnøgle må kun programmer på denne maskine spørge.'),
  'strange-origin/form': () => only('Formularen blev sendt af en side på et andet sted.'),
  'form-unknown': () => only('Formularen hører ikke til din session. Åbn siden igen.'),
  'channel-unknown': () => only('Den kanal er ikke åben.'),
  'run-unknown': () => only('Der er ingen kørsel med det id.'),
  'plan-unknown': () => only('Der er ingen plan med det id.'),
  'customer-unknown': () => only('Der er ingen kunde med det id.'),
  'rejects-missing': () => only('Der er ingen afviste rækker.'),
  'file-missing': () => only('Vælg først en fil.'),
  'times-wrong': () => only('Slut skal være efter start.'),
  'booking-changed': () => only('En anden har ændret bookingen imens: der blev ikke skrevet noget. Se på den igen.'),
  stale: () => only('Det er for længe siden, der sidst blev synkroniseret.'),
  unreachable: () => only('Google Kalender kan ikke bruges.'),
  'unreachable/slow': () => only('Google Kalender eller databasen svarer ikke i tide.'),
  'internal/server': () => only('Noget gik galt i renos-sync; loggen siger mere under dette id.'),
};
