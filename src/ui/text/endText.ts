import { message, type Message } from '../../base/message';
import { isIncomplete, type TaskState } from '../../tasks/task';
import type { Notice } from '../../tasks/ports/outbox';
import type { Announcement } from '../../notices/announcer';
import type { TrackedTask } from '../../tasks/trackedTask';
import { listText } from './listText';
import { errorWords } from './words';

/** The severity of a message: that of the worst end in it. */
export type EndSeverity = 'error' | 'warning' | 'information';

/** Name up to this many tasks; count more. */
const maxNamed = 3;

/**
 * The text of a notification about tasks that ended.
 * @param say translates
 */
export function endText({ notices, whileAway }: Announcement, say: (message: Message) => string): string {
  if (whileAway) {
    const [first, ...others] = notices;
    return say(
      others.length === 0
        ? sentenceWhileAway(first, say)
        : message('While you were away, {0} tasks ended: {1}.', notices.length, counts(notices, say)),
    );
  }
  return notices.length <= maxNamed
    ? notices
        .map(({ task, to }) => say(endSentence({ ...task, state: to }, say)))
        .reduce((before, next) => say(message('{0} {1}', before, next)))
    : say(message('{0} tasks ended: {1}.', notices.length, counts(notices, say)));
}

/** The notice with the worst end; the first of equals. */
export function worstOf([first, ...others]: Announcement['notices']): Notice {
  return others.reduce((worst, notice) => (urgency(notice.to) > urgency(worst.to) ? notice : worst), first);
}

/** The severity of a message about such an end. */
export function endSeverity(state: TaskState): EndSeverity {
  return (['information', 'warning', 'error'] as const)[urgency(state)];
}

function urgency(state: TaskState): 0 | 1 | 2 {
  switch (state) {
    case 'failed':
      return 2;
    case 'partial':
    case 'expired':
      return 1;
    case 'queued':
    case 'running':
    case 'unknown':
    case 'succeeded':
    case 'cancelled':
      return 0;
  }
}

/** What became of a task that ended, in one sentence. @throws Error when it has not ended */
export function endSentence(
  { name, progress, state }: Pick<TrackedTask, 'name' | 'progress' | 'state'>,
  say: (message: Message) => string,
): Message {
  switch (state) {
    case 'succeeded':
      return message('{0} succeeded.', name);
    case 'partial':
      if (isIncomplete(progress)) {
        return message('{0} ended with {1} of {2} files finished.', name, progress.completed, progress.total);
      }
      return progress?.failed === undefined || progress.total === undefined
        ? message('{0} completed with errors.', name)
        : message('{0} completed with errors: {1} of {2} files failed.', name, progress.failed, progress.total);
    case 'failed':
      return progress?.error
        ? message('{0} failed: {1}', name, errorWords(progress.error, say))
        : message('{0} failed.', name);
    case 'cancelled':
      return message('{0} was canceled.', name);
    case 'expired':
      return message('{0} no longer exists on the service. The last response is kept.', name);
    case 'queued':
    case 'running':
    case 'unknown':
      throw new Error(`The state ${state} is no end.`);
  }
}

function sentenceWhileAway(notice: Notice, say: (message: Message) => string): Message {
  const {
    task: { name, progress },
    to,
  } = notice;
  switch (to) {
    case 'succeeded':
      return message('While you were away, {0} succeeded.', name);
    case 'partial':
      if (isIncomplete(progress)) {
        return message(
          'While you were away, {0} ended with {1} of {2} files finished.',
          name,
          progress.completed,
          progress.total,
        );
      }
      return progress?.failed === undefined || progress.total === undefined
        ? message('While you were away, {0} completed with errors.', name)
        : message(
            'While you were away, {0} completed with errors: {1} of {2} files failed.',
            name,
            progress.failed,
            progress.total,
          );
    case 'failed':
      return progress?.error
        ? message('While you were away, {0} failed: {1}', name, errorWords(progress.error, say))
        : message('While you were away, {0} failed.', name);
    case 'cancelled':
      return message('While you were away, {0} was canceled.', name);
    case 'expired':
    case 'queued':
    case 'running':
    case 'unknown':
      return endSentence({ ...notice.task, state: to }, say);
  }
}

function counts(notices: readonly Notice[], say: (message: Message) => string): string {
  const count = (...states: readonly TaskState[]): number => notices.filter(({ to }) => states.includes(to)).length;
  const good = count('succeeded');
  const bad = count('failed', 'partial', 'expired');
  const parts = [
    ...(good > 0 ? [message('{0} succeeded', good)] : []),
    ...(bad > 0 ? [message('{0} failed', bad)] : []),
    ...(notices.length > good + bad ? [message('{0} canceled', notices.length - good - bad)] : []),
  ];
  return listText(parts.map(say), say);
}
