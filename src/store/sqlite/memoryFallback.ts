import { toError } from '../../base/errors';
import type { Logger } from '../../base/log';
import type { Message } from '../../base/message';
import { suspectDamage } from './damagedFile';
import { copyToMemory } from './memoryCopy';
import type { OpenFallback } from './sqlDatabase';
import { isLasting, toSqlFailureKind, toSqlMessage } from './sqlFailure';

/** The file, and who hears why it was left. */
interface FallbackDeps {
  readonly file: string;
  readonly log: Logger;
  /** Is told why the file was left, and what to do. */
  readonly onDidLeaveFile?: (problem: Message) => void;
}

/** Leaves a file that fails for good, and takes along what can be read of it. */
export function openFallback({ file, log, onDidLeaveFile }: FallbackDeps): OpenFallback {
  return (failed, error) => {
    const kind = toSqlFailureKind(error);
    if (!isLasting(kind)) {
      return undefined;
    }
    if (kind === 'damaged') {
      suspectDamage(file);
    }
    const reason = toError(error).message;
    try {
      const refuge = copyToMemory(failed);
      log.error(`The task list goes on in memory: ${reason}`);
      onDidLeaveFile?.(toSqlMessage(kind, file, reason));
      return refuge;
    } catch (unreadable) {
      // A disk that is gone altogether may come back; an empty list would look as if everything were lost.
      log.error(`The task list cannot be read: ${toError(unreadable).message}`);
      return undefined;
    }
  };
}
