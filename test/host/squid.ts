import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A real proxy with three doors; see scripts/host/squid.mjs. */
export interface Squid {
  readonly open: string;
  readonly closed: string;
  readonly guarded: string;
  requests(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const script = path.resolve(__dirname, '../../../scripts/host/squid.mjs');

/** Starts the proxy, and installs it the first time. */
export async function startSquid(): Promise<Squid> {
  const module = (await import(pathToFileURL(script).href)) as { startSquid(): Promise<Squid> };
  return module.startSquid();
}
