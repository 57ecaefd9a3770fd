/** U+200B. GitHub's own way out, for a backslash or an entity is gone before it looks for mentions (github/markup#1168). */
export const GUARD = '\u200b';

/** What GitHub makes a link or an image of in text that is rendered already, and what GFM makes a link of without any markup. */
const REFERENCES = [
  // Mentions of people and teams, addresses, user@commit.
  '@',
  // #12, owner/repo#12, GH-12. The number may be in what follows.
  '(?:#|[Gg][Hh]-)(?=\\d|$)',
  // URLs with a scheme and without.
  ':(?=//)',
  '[Ww]{3}(?=\\.)',
  // :shipit:, but neither 12:30:45 nor Service:Action: emoji have small letters, or are one of two numbers.
  ':(?=(?:100|1234|(?=\\d*[a-z_+-])[a-z0-9_+-]+):)',
  // Hashes of commits. What has digits alone is a number, which a reader may want to copy.
  '(?<![0-9A-Za-z])(?=\\d*[a-fA-F])[0-9a-fA-F]{7,40}(?![0-9A-Za-z])',
];
const REFERENCE = new RegExp(REFERENCES.join('|'), 'g');

/** The shortest abbreviation of a commit that GitHub links has seven digits. */
const HASH_PART = /.{6}/g;

/** The text with a character of no width in each mention, reference, bare URL and emoji name, so that it stays text. */
export function unlinked(text: string): string {
  return text.replace(REFERENCE, (found) =>
    found.length >= 7 ? found.replace(HASH_PART, `$&${GUARD}`) : `${found}${GUARD}`,
  );
}
