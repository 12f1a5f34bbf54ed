import { l10n } from 'vscode';
import { message, type Message } from '../../base/message';
import { isEnded } from '../../tasks/task';
import type { TaskMarks } from '../../tasks/ports/taskEditor';
import type { TrackedTask } from '../../tasks/trackedTask';
import type { Services } from '../services';
import type { Handlers } from './handlers';
import { trackedTasksOf } from './taskTargets';

/** Mark at most this many tasks in one transaction. */
const markedAtOnce = 100;

/** What a command that marks tasks says, and which tasks it offers. Texts are translated. */
interface MarkPrompt {
  readonly title: string;
  readonly placeholder: string;
  readonly isOffered: (task: TrackedTask) => boolean;
  readonly none: Message;
}

/** The commands that mute and pin tasks, and undo that. Rows and tooltips show the marks. */
export function markCommands(deps: Services): Handlers<'mute' | 'unmute' | 'pin' | 'unpin'> {
  const mark = async (args: readonly unknown[], marks: TaskMarks, prompt: MarkPrompt): Promise<void> => {
    const refs = await trackedTasksOf(deps, args, prompt);
    for (let done = 0; done < refs.length; done += markedAtOnce) {
      await deps.timeSlicer.run(() => {
        deps.store.tasks.mark(refs.slice(done, done + markedAtOnce), marks);
      });
    }
  };
  return {
    mute: (...args) =>
      mark(
        args,
        { isMuted: true },
        {
          title: l10n.t('Mute'),
          placeholder: l10n.t('Select tasks to mute'),
          isOffered: ({ state, isMuted }) => !isEnded(state) && !isMuted,
          none: message('No running task can be muted.'),
        },
      ),
    unmute: (...args) =>
      mark(
        args,
        { isMuted: false },
        {
          title: l10n.t('Unmute'),
          placeholder: l10n.t('Select tasks to unmute'),
          isOffered: ({ isMuted }) => isMuted === true,
          none: message('No task is muted.'),
        },
      ),
    pin: (...args) =>
      mark(
        args,
        { isPinned: true },
        {
          title: l10n.t('Pin in History'),
          placeholder: l10n.t('Select tasks to pin'),
          isOffered: ({ isPinned }) => !isPinned,
          none: message('All tasks are pinned already.'),
        },
      ),
    unpin: (...args) =>
      mark(
        args,
        { isPinned: false },
        {
          title: l10n.t('Unpin from History'),
          placeholder: l10n.t('Select tasks to unpin'),
          isOffered: ({ isPinned }) => isPinned === true,
          none: message('No task is pinned.'),
        },
      ),
  };
}
