import { CompletionItem, CompletionItemKind, Range, type Position, type Task } from 'vscode';
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
 * @param text the line of the cursor
 */
export function completeValues(deps: WaitDeps, text: string, { line, character }: Position): CompletionItem[] {
  const [, key, begun = ''] = /"(connection|taskId)"\s*:\s*("[^"]*)?$/.exec(text.slice(0, character)) ?? [];
  const [rest = ''] = (begun === '' ? undefined : /^[^",]*"/.exec(text.slice(character))) ?? [];
  const range = new Range(line, character - begun.length, line, character + rest.length);
  const insert = (value: string, detail: string): CompletionItem => {
    const item = new CompletionItem(value, CompletionItemKind.Value);
    item.detail = plainText(detail);
    // In JSON the quotes belong to the word: what is offered without them the editor would not show.
    item.insertText = item.filterText = JSON.stringify(value);
    item.range = range;
    // The editor has variables for every value of the file; they come after ours.
    item.sortText = `!${value}`;
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
