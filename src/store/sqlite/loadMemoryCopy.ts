import { loadChunkNow } from '../../base/loadChunk';
import type * as memoryCopy from './memoryCopy';

/** Reads the chunk that copies what can be read of a file: few windows ever meet a file that they cannot use. */
export function loadMemoryCopy(): typeof memoryCopy {
  return loadChunkNow(
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- The list is opened and left without a wait.
    () => require('./memoryCopy') as typeof memoryCopy,
  );
}
