import { looksRandom } from './random.ts';

/**
 * Whether a variable of this name, with this value, is a secret for its name. A word such as PASSWORD makes it one, unless a word behind it says
 * that the value only speaks of the secret (`PASSWORD_MIN_LENGTH`, `TOKEN_URL`), and the value is of that kind.
 */
export function isNamedSecret(name: string, value: string): boolean {
  const words = wordsOf(name);
  const at = words.findLastIndex((word, index) => isSecretWord(word, words[index - 1]));
  if (at === -1) return WEAK.has(words.at(-1) ?? '') && looksRandom(value);
  const about = words.slice(at + 1).findLast((word) => ABOUT.has(word));
  const fits = about === undefined ? undefined : ABOUT.get(about);
  if (fits?.(value)) return false;
  return !(isQuantity(value) && words.some((word) => QUANTITIES.has(word)));
}

/** `DB_PASSWORD`, `dbPassword` and `db.password` have the same words. */
function wordsOf(name: string): string[] {
  const spaced = name.replace(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2_');
  return spaced
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** With a number behind it, or something before it: `password2`, `pgpassword`, `authtoken`. */
const SECRET_WORD =
  /(?:password|passwd|passphrase|passcode|pwd|secret|token|credential|apikey)s?\d*$|^(?:(?:db|user|smtp|mail|redis|root|admin|my)?pass|pw|creds?)\d*$/;

/** What makes a key one that opens something: a partition key or a key of a map opens nothing. */
const KEY_KIND =
  'access|account|admin|aes|app|application|auth|cipher|client|deploy|encrypt|encryption|hmac|ingest|ingestion|jwt|licen[cs]e|master|private|rsa|secret|service|session|shared|signing|ssh|storage|subscription|webhook|write|api|root';
const OF_KEY = new RegExp(`^(?:${KEY_KIND})$`);
const KEY_WORD = new RegExp(`(?:${KEY_KIND})keys?\\d*$`);

function isSecretWord(word: string, before: string | undefined): boolean {
  if (SECRET_WORD.test(word) || KEY_WORD.test(word)) return true;
  return /^keys?\d*$/.test(word) && before !== undefined && OF_KEY.test(before);
}

/** Often a setting, sometimes a secret: the value decides. */
const WEAK: ReadonlySet<string> = new Set(['auth', 'authorization', 'cookie', 'salt', 'seed', 'mnemonic']);

const list = (text: string) => text.split(' ');

const QUANTITIES: ReadonlySet<string> = new Set(
  list(
    'age attempts bits budget bytes count days delay duration expiration expires expiry history hours interval iterations length life ' +
      'lifetime limit max maximum millis min minimum minutes ms num number period port rate retries rotation rounds seconds secs size ' +
      'threshold timeout ttl valid validity version window',
  ),
);

const PLACES = list('dir directory file folder location mount path volume');

const OTHERS = list(
  // Where it is, or who has it.
  'address alias arn audience backend domain endpoint engine host hostname issuer manager name names namespace prefix provider ref ' +
    'reference region server store suffix uri url ' +
    // What kind of thing it is, and what is done with it.
    'alg algo algorithm allowed auth authentication bucket cache change characters chars check claim claims class complexity column ' +
    'description disable disabled email enable enabled encoding exchange field form format grant handler header hint id index introspection ' +
    'kind label link login message method mode optional page param parameter pattern policy prompt queue regex request required reset ' +
    'response rule rules scope scopes separator strategy strength table template topic type validation validator',
);

/** A word behind the secret one → whether a value is what it announces. */
const ABOUT: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ...[...QUANTITIES].map((word) => [word, isQuantity] as const),
  ...PLACES.map((word) => [word, (value: string) => /[/\\.]/.test(value) && !looksRandom(value)] as const),
  ...OTHERS.map((word) => [word, (value: string) => !looksRandom(value)] as const),
]);

/** `12`, `90s`, `1.5 MiB`. */
function isQuantity(value: string): boolean {
  return /^\s*[-+]?\d[\d_.,]*\s*(?:[a-z]{1,3}|bytes?|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weeks?|months?|years?)?\s*$/i.test(
    value,
  );
}
