import { languages, tasks } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { loadChunk } from '../../base/loadChunk';
import { waitTaskType } from '../../ids';
import type { WaitDeps } from './waitTerminal';

const loadProvider = () => loadChunk(() => import('./waitTaskProvider'));

/** Registers the task type of `tasks.json`, and the completion of its values there. */
export function registerWaitTasks(deps: WaitDeps): Disposable {
  const owned = new DisposableStore();
  owned.add(
    tasks.registerTaskProvider(waitTaskType, {
      provideTasks: async () => (await loadProvider()).provideWaitTasks(deps),
      resolveTask: async (task) => (await loadProvider()).resolveWaitTask(deps, task),
    }),
  );
  owned.add(
    languages.registerCompletionItemProvider(
      { language: 'jsonc', pattern: '**/{.vscode/tasks.json,*.code-workspace}' },
      {
        provideCompletionItems: async (document, position) =>
          (await loadProvider()).completeValues(deps, document.lineAt(position).text, position),
      },
      '"',
    ),
  );
  return owned;
}
