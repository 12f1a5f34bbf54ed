import { UserError } from './errors';
import { message } from './message';

/**
 * Reads a chunk: a part of the extension that is not read at the start.
 * @throws UserError when its file is gone: the extension was replaced under a window that is open
 */
export async function loadChunk<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw replaced(error);
  }
}

/**
 * The same at once, for a caller that cannot wait. The bundler makes a file of each module that is read so.
 * @param load calls `require` with the literal path of a module
 */
export function loadChunkNow<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    throw replaced(error);
  }
}

function replaced(cause: unknown): UserError {
  return new UserError(message('Cloud Task Tracker was updated. Reload the window to continue.'), { cause });
}

/**
 * Calls `load` with the first use and returns its result to all uses. After a failure the next use calls it again.
 * @param load reads a chunk through {@link loadChunk} and makes something of it
 */
export function lazy<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
