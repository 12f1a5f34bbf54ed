import { lazy, loadChunk } from '../base/loadChunk';
import type { SignInClient } from './callContext';
import type { ServiceClientDeps } from './serviceClient';

/**
 * Creates a client whose code (HTTP, signing, sign-in) is loaded with its first request: a window can show its tasks
 * without it.
 */
export function createLazyServiceClient(deps: ServiceClientDeps): SignInClient {
  const client = lazy(async () => {
    const { createServiceClient } = await loadChunk(() => import('./serviceClient'));
    return createServiceClient(deps);
  });
  return {
    task: async (call, id) => (await client()).task(call, id),
    page: async (call, list, page) => (await client()).page(call, list, page),
    signIn: async (connection, credentials, passcode) => (await client()).signIn(connection, credentials, passcode),
  };
}
