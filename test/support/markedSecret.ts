import { createHash, randomBytes } from 'node:crypto';
import { tracesOf } from './secretSearch';

/** Part of every secret that tests store, so that one search finds any of them. */
const mark = 'KeepThisOut';
const traces = tracesOf(mark);

/** Hashes of the secrets: an attacker who has one can try passwords against it. */
const digests = new Set<string>();

/** A new secret of letters, digits and dashes. @param name tells secrets apart where one is found */
export function markedSecret(name: string): string {
  const secret = `${mark}-${name}-${randomBytes(12).toString('hex')}`;
  for (const algorithm of ['md5', 'sha1', 'sha256']) {
    const digest = createHash(algorithm).update(secret).digest();
    digests.add(digest.toString('hex')).add(digest.toString('base64').replace(/=+$/, ''));
  }
  return secret;
}

/** How the tokens begin that the simulated identity service makes. */
const issuedToken = /MII[0-9a-f]{40}/;

/** Where `text` holds a marked secret, its hash or an issued token: the words around it; nothing when it holds none. */
export function findSecret(text: string): string | undefined {
  const places = [...traces.map((trace) => text.indexOf(trace)), text.search(issuedToken), digestIn(text)];
  const at = places.find((index) => index >= 0);
  return at === undefined ? undefined : text.slice(Math.max(0, at - 60), at + 60);
}

function digestIn(text: string): number {
  for (const { 0: run, index } of text.matchAll(/[\w+/]{22,64}/g)) {
    if (digests.has(run)) {
      return index;
    }
  }
  return -1;
}
