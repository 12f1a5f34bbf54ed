import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Disposable } from '../../src/base/lifecycle';

/** A certificate authority for servers of this machine, which no trust store has. */
export interface CertificateAuthority extends Disposable {
  /** Its certificate, as a PEM file. */
  readonly file: string;
  readonly pem: string;
  /** Key and certificate of a server on 127.0.0.1, 127.0.0.2 and localhost, in PEM form. */
  readonly server: { readonly key: string; readonly cert: string };
}

const ellipticKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes a new authority, with the program openssl. @throws Error where that is missing */
export function createCertificateAuthority(name: string): CertificateAuthority {
  const folder = mkdtempSync(path.join(tmpdir(), 'cloud-tasks-certificates-'));
  const place = (file: string): string => path.join(folder, file);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const read = (file: string): string => readFileSync(place(file), 'utf8');

  const own = ['-keyout', place('ca.key'), '-out', place('ca.pem'), '-days', '2', '-subj', `/CN=${name}`];
  openssl('req', '-x509', ...ellipticKey, ...own);
  openssl(
    'req',
    '-new',
    ...ellipticKey,
    '-keyout',
    place('key.pem'),
    '-out',
    place('csr.pem'),
    '-subj',
    '/CN=localhost',
  );
  writeFileSync(place('names'), 'subjectAltName=IP:127.0.0.1,IP:127.0.0.2,DNS:localhost');
  const signer = ['-CA', place('ca.pem'), '-CAkey', place('ca.key'), '-CAcreateserial'];
  openssl(
    'x509',
    '-req',
    '-in',
    place('csr.pem'),
    ...signer,
    '-days',
    '2',
    '-extfile',
    place('names'),
    '-out',
    place('cert.pem'),
  );
  return {
    file: place('ca.pem'),
    pem: read('ca.pem'),
    server: { key: read('key.pem'), cert: read('cert.pem') },
    dispose: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
