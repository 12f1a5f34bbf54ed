import { randomBytes } from 'node:crypto';

/** Part of every secret that tests store, so that one search finds any of them. */
const mark = 'KeepThisOut';

/** Every form in which a marked secret could turn up: as it is, and at each place that base64 knows. */
const traces = [
  mark,
  ...['', 'x', 'xx'].map((before) => {
    const encoded = Buffer.from(`${before}${mark}`).toString('base64').replace(/=+$/, '');
    // The first and the last characters also depend on what stands beside the mark.
    return encoded.slice(before === '' ? 0 : before.length + 1, -1);
  }),
];

/** A new secret of letters, digits and dashes. @param name tells secrets apart where one is found */
export function markedSecret(name: string): string {
  return `${mark}-${name}-${randomBytes(12).toString('hex')}`;
}

/** How the tokens begin that the simulated identity service makes. */
const issuedToken = /MII[0-9a-f]{40}/;

/** Where `text` holds a marked secret or an issued token: the words around it; nothing when it holds none. */
export function findSecret(text: string): string | undefined {
  const places = [...traces.map((trace) => text.indexOf(trace)), text.search(issuedToken)];
  const at = places.find((index) => index >= 0);
  return at === undefined ? undefined : text.slice(Math.max(0, at - 60), at + 60);
}
