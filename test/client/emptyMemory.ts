import type { SharedMemory } from '../../src/client/serviceClient';

/** The memory of a window that is alone and knows nothing. */
export const emptyMemory: SharedMemory = {
  project: () => undefined,
  rememberProject: () => undefined,
  rejectionOf: () => undefined,
  claimFirstRequest: () => true,
  releaseFirstRequest: () => undefined,
};
