import { readFile, stat } from 'node:fs/promises';
import { Agent } from 'node:https';
import { omitUndefined } from '../base/omitUndefined';
import { RequestError } from './failure';

const maxBytes = 4 * 1024 * 1024;
const certificate = /-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END \1CERTIFICATE-----/;
/** Error codes for a certificate that another authority may vouch for. No request has been sent by then. */
const untrusted = /^(CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|INVALID_CA$)/;

/** Certificates from files, trusted in addition to the system's. */
export interface TrustedCertificates {
  /**
   * Connects to a host that the file's certificates vouch for, else to one that is trusted without them.
   * @param file a full path; read each time, so that a change takes effect at once
   * @param connect called with the agent that has the file's certificates, then without one if they do not suffice
   * @throws RequestError `tls` with `caFile` when the file cannot be used
   */
  connect<Answer>(file: string, connect: (agent?: Agent) => Promise<Answer>): Promise<Answer>;
}

/**
 * Makes two attempts, because only VS Code knows which certificates of the system it trusts: it adds them to requests
 * without a `ca` of their own. node-fetch takes a `ca` through an agent only; VS Code reads it from there, also for a
 * tunnel through a proxy.
 */
export function createTrustedCertificates(): TrustedCertificates {
  const agents = new Map<string, { readonly pem: string; readonly agent: Agent }>();

  async function agentFor(file: string): Promise<Agent> {
    const pem = await readCertificates(file);
    const known = agents.get(file);
    if (known?.pem === pem) {
      return known.agent;
    }
    // As in Node's own agent, idle connections end by themselves, so there is nothing to dispose.
    const agent = new Agent({ ca: pem, keepAlive: true, timeout: 5_000, scheduling: 'lifo' });
    agents.set(file, { pem, agent });
    return agent;
  }

  return {
    async connect(file, connect) {
      const agent = await agentFor(file);
      try {
        return await connect(agent);
      } catch (error) {
        if (!isUntrusted(error)) {
          throw error;
        }
        return connect();
      }
    },
  };
}

async function readCertificates(file: string): Promise<string> {
  try {
    const found = await stat(file);
    // Reading a pipe might never end.
    const pem = found.isFile() && found.size <= maxBytes ? await readFile(file, 'utf8') : '';
    if (certificate.test(pem)) {
      return pem;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new RequestError(omitUndefined({ kind: 'tls', caFile: file, code }), { cause: error });
  }
  throw new RequestError({ kind: 'tls', caFile: file });
}

function isUntrusted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && untrusted.test(String(error.code));
}
