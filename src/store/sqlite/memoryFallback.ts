import { toError } from '../../base/errors';
import type { Logger } from '../../base/log';
import type { Message } from '../../base/message';
import { suspectDamage } from './damagedFile';
import { loadMemoryCopy } from './loadMemoryCopy';
import type { OpenFallback } from './sqlDatabase';
import { isPermanent, toSqlFailureKind, toSqlMessage } from './sqlFailure';

/** What the fallback needs. */
interface FallbackDeps {
  readonly file: string;
  readonly log: Logger;
  /** Called once, with the reason and what to do, when the list continues in memory. */
  readonly onDidLeaveFile?: (problem: Message) => void;
}

/** Creates the fallback for a file that fails for good: a copy of its readable content in memory. */
export function openFallback({ file, log, onDidLeaveFile }: FallbackDeps): OpenFallback {
  return (failed, error) => {
    const kind = toSqlFailureKind(error);
    if (!isPermanent(kind)) {
      return undefined;
    }
    if (kind === 'damaged') {
      suspectDamage(file);
    }
    const reason = toError(error).message;
    try {
      const { copyToMemory } = loadMemoryCopy();
      const memory = copyToMemory(failed);
      log.error(`The task list continues in memory: ${reason}`);
      onDidLeaveFile?.(toSqlMessage(kind, file, reason));
      return memory;
    } catch (unreadable) {
      // A disk that is gone may come back. An empty list would look as if all tasks were lost.
      log.error(`The task list cannot be read: ${toError(unreadable).message}`);
      return undefined;
    }
  };
}
