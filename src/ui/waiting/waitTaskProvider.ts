import { CompletionItem, CompletionItemKind, type Task } from 'vscode';
import { statesUnderWay } from '../../tasks/task';
import { plainText } from '../text/plainText';
import { createWaitTask, readWaitDefinition } from './waitTask';
import type { WaitDeps } from './waitTerminal';

/** Offers at most this many tasks. */
const maxOffered = 50;

/** The running tasks, for the list of Run Task. */
export function provideWaitTasks(deps: WaitDeps): Task[] {
  return runningTasks(deps).map(({ connection, id }) => createWaitTask(deps, { connection, id }));
}

/** Makes the task of an entry of `tasks.json`; `undefined` when the entry names none. */
export function resolveWaitTask(deps: WaitDeps, { definition }: Task): Task | undefined {
  const ref = readWaitDefinition(definition);
  return ref && createWaitTask(deps, ref, definition);
}

/**
 * Completes the values of `connection` and `taskId`.
 * @param line the line of the cursor
 * @param character where the cursor is in it
 */
export function completeValues(deps: WaitDeps, line: string, character: number): CompletionItem[] {
  const [, key, quote] = /"(connection|taskId)"\s*:\s*("?)[^"]*$/.exec(line.slice(0, character)) ?? [];
  const insert = (value: string, detail: string): CompletionItem => {
    const item = new CompletionItem(value, CompletionItemKind.Value);
    item.detail = plainText(detail);
    item.insertText = quote === '"' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value);
    return item;
  };
  switch (key) {
    case 'connection':
      return deps.connections.all().map(({ id, name }) => insert(id, name));
    case 'taskId':
      return runningTasks(deps).map(({ id, name }) => insert(id, name));
    default:
      return [];
  }
}

function runningTasks({ store }: WaitDeps) {
  return store.tasks.page({ states: statesUnderWay, order: 'activity', limit: maxOffered });
}
