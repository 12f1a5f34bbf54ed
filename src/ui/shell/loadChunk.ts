import { UserError } from '../../base/errors';
import { message } from '../../base/message';

/**
 * Reads a part of the extension that is not read at the start.
 * @throws UserError when its file is gone: the extension was replaced under a window that is open
 */
export async function loadChunk<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new UserError(message('Cloud Task Tracker was updated. Reload the window to go on.'), { cause: error });
  }
}
