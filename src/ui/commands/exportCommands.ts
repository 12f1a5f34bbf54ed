import { homedir } from 'node:os';
import {
  commands,
  FileSystemError,
  l10n,
  languages,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
  type QuickPickItem,
} from 'vscode';
import { CancelledError, UserError } from '../../base/errors';
import { isJsonObject } from '../../base/json';
import { message } from '../../base/message';
import { createRecordWriter, exportFormats, type ExportFormat } from '../../tasks/export/recordFormat';
import {
  recordColumns,
  writeRecords,
  type Export,
  type ExportContent,
  type ExportedTasks,
} from '../../tasks/export/readRecords';
import { itemFilters } from '../../tasks/itemFilter';
import type { TaskCount, TaskQuery } from '../../tasks/ports/taskReader';
import type { TaskRef } from '../../tasks/task';
import { escapedEntry, showQuickPick, type EscapedEntry } from '../prompts/quickPick';
import type { Services } from '../services';
import { withCancellableProgress } from '../shell/progress';
import { localize } from '../shell/localize';
import { filteredTotals, matchingCounts, ordersBySorting, toMatch } from '../arrangement/matchingTasks';
import { notTracked } from '../messages/notTracked';
import { showMessage } from '../shell/showMessage';
import { documentName } from '../text/documentText';
import { connectionFromArgs, rowsFromArgs, rowsOfKind, tasksFromArgs } from './commandArguments';
import type { Handlers } from './handlers';

/** Where an export goes: a new editor without a file, or a file, which is asked for where there is no address yet. */
type Target = 'editor' | 'file' | Uri;

/** What an export is: asked for where the command was not told. */
interface Choice {
  readonly content: ExportContent;
  readonly format: ExportFormat;
  readonly target: Target;
}

/** The tasks of an export, and what they are called. */
interface Exported {
  readonly tasks: ExportedTasks;
  /** Translated. */
  readonly title: string;
  /** The name of its file, without what no file system allows. */
  readonly fileName: string;
  /** Whether any of the tasks has files, as far as that is known. */
  readonly hasFiles: boolean;
}

/** The commands that export tasks and their files: the given ones, or all. */
export function exportCommands(deps: Services): Handlers<'export' | 'exportAll'> {
  return {
    /**
     * @param args rows, `{ connection, id }`, `{ connection }` or nothing; an object may also say `content` (`tasks`, `items`), `filter` and `text` (of items),
     * `format` (`csv`, `json`) and `target` (`editor`, or the address of a file)
     */
    export: (...args) => runExport(deps, exportedBy(deps, args), args[0]),
    // In the view's title, where VS Code passes the focused row, which it is not about.
    exportAll: () => runExport(deps, allTasks(deps), undefined),
  };
}

async function runExport(deps: Services, exported: Exported, argument: unknown): Promise<void> {
  const { content, format, target } = await choose(exported, argument);
  const filter = itemFilters.find((each) => isJsonObject(argument) && argument['filter'] === each) ?? 'all';
  const text = isJsonObject(argument) && typeof argument['text'] === 'string' ? argument['text'] : '';
  // Before the tasks are read: they may be many, and the user may leave.
  const file = target === 'file' ? await askForFile(exported, content, format) : target;
  const hasByteOrderMark = file !== 'editor';
  const { store, timeSlicer, connections } = deps;
  const texts = { connection: (id: string) => connections.get(id)?.name, sentence: localize };
  const { count } = await withCancellableProgress(exported.title, async (signal, onProgress) => {
    const writer = createRecordWriter({ format, columns: recordColumns(content), hasByteOrderMark });
    const request = { tasks: exported.tasks, content, filter, text, writer, signal, onProgress };
    const made = await writeRecords({ tasks: store.tasks, timeSlicer, texts }, request);
    await (file === 'editor' ? openEditor(made, format) : writeFile(deps, file, made));
    return made;
  });
  if (file !== 'editor') {
    tellWritten(file, count, content);
  }
}

/** @throws CancelledError when a row is current that has no tasks */
function exportedBy(deps: Services, args: readonly unknown[]): Exported {
  const { connections, providers, tree } = deps;
  const rows = rowsFromArgs(args, tree.view.selection);
  if (!rows) {
    const [ref, ...others] = tasksFromArgs(...(args as [unknown, unknown]));
    const connection = connectionFromArgs(args[0]);
    return ref
      ? theseTasks(deps, [ref, ...others])
      : connection === undefined
        ? allTasks(deps)
        : tasksOf(deps, { connection }, connections.get(connection)?.name ?? connection);
  }
  const [ref, ...others] = rowsOfKind('task', rows).map((row) => row.ref);
  if (ref) {
    return theseTasks(deps, [ref, ...others]);
  }
  const groups = [
    ...rowsOfKind('connection', rows).map((row) => ({
      query: { connection: row.connection, provider: row.provider },
      name: connections.get(row.connection)?.name ?? row.connection,
    })),
    ...rowsOfKind('provider', rows).map(({ provider }) => ({
      query: { provider },
      name: providers.get(provider)?.label ?? provider,
    })),
  ];
  const [first, ...more] = groups;
  if (!first) {
    throw new CancelledError();
  }
  const shown = shownQuery(deps);
  const queries = groups.map(({ query }) => ({ ...shown, ...query }));
  const named = tasksOf(deps, first.query, first.name);
  const isMeant = (count: TaskCount): boolean =>
    groups.some(
      ({ query }) =>
        query.provider === count.provider && (!('connection' in query) || query.connection === count.connection),
    );
  const counts = matchingCounts(deps, deps.arrangement.current.filter).filter(isMeant);
  return more.length === 0 ? named : { ...named, ...everything(sumOf(counts)), tasks: { queries } };
}

/** Looks at no more than this many tasks to find out what can be exported. */
const maxRead = 50;

/** What the view shows, in its order. */
function shownQuery(deps: Services): Omit<TaskQuery, 'limit'> {
  const { filter, sortBy } = deps.arrangement.current;
  return {
    ...toMatch(deps, filter),
    ...(filter.states.length > 0 && { states: filter.states }),
    order: ordersBySorting[sortBy],
  };
}

function tasksOf(
  deps: Services,
  query: { readonly connection?: string; readonly provider?: string },
  name: string,
): Exported {
  return {
    tasks: { queries: [{ ...shownQuery(deps), ...query }] },
    title: l10n.t('Export tasks of {0}', name),
    fileName: documentName(name),
    hasFiles: true,
  };
}

function sumOf(counts: readonly TaskCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function everything(count: number): Omit<Exported, 'tasks'> {
  return {
    title: count === 1 ? l10n.t('Export 1 task') : l10n.t('Export {0} tasks', count),
    fileName: 'cloud-tasks',
    hasFiles: true,
  };
}

/** The tasks that the view shows. @throws UserError when there is none */
function allTasks(deps: Services): Exported {
  const { shown, all } = filteredTotals(deps, deps.arrangement.current.filter);
  if (shown === 0) {
    throw new UserError(all === 0 ? message('No tasks are tracked.') : message('The filter hides all tasks.'));
  }
  return { ...everything(shown), tasks: { queries: [shownQuery(deps)] } };
}

/** @throws UserError when none of them is tracked */
function theseTasks(deps: Services, refs: readonly [TaskRef, ...TaskRef[]]): Exported {
  // However many are selected, few are read before the window shows what it is about to do.
  const known = refs.slice(0, maxRead).flatMap((ref) => deps.store.tasks.get(ref) ?? []);
  const [first] = known;
  if (!first) {
    throw notTracked(deps, refs[0]);
  }
  const isOne = refs.length === 1;
  return {
    tasks: refs,
    title: isOne ? l10n.t('Export {0}', first.name) : l10n.t('Export {0} tasks', refs.length),
    fileName: isOne ? documentName(first.name) : 'cloud-tasks',
    hasFiles: refs.length > maxRead || known.some(({ itemCount }) => itemCount > 0),
  };
}

type ChoiceEntry = EscapedEntry<QuickPickItem & { readonly choice?: Choice }>;

/** Asks for what the argument leaves open. @throws CancelledError when the user leaves */
async function choose({ title, hasFiles }: Exported, argument: unknown): Promise<Choice> {
  const told = isJsonObject(argument) && !('kind' in argument) ? argument : {};
  // What nobody knows is asked for.
  const content = (['tasks', 'items'] as const).find((each) => each === told['content']);
  const format = exportFormats.find((each) => each === told['format']);
  const contents = content ? [content] : (['tasks', ...(hasFiles ? (['items'] as const) : [])] as const);
  const formats = format ? [format] : exportFormats;
  const targets = targetsOf(told['target']);
  const entries = contents.flatMap((content): ChoiceEntry[] => [
    escapedEntry({
      label: content === 'tasks' ? l10n.t('Tasks, one row each') : l10n.t('Files of the tasks, one row each'),
      kind: QuickPickItemKind.Separator,
    }),
    ...targets.flatMap((target) =>
      formats.map((format) =>
        escapedEntry(
          {
            label: l10n.t('{0}: {1}', contentLabels()[content], labelOf(format, target)),
            choice: { content, format, target },
          },
          codicons[format],
        ),
      ),
    ),
  ]);
  const [only, ...others] = entries.flatMap(({ choice }) => choice ?? []);
  const picked =
    only && others.length === 0
      ? only
      : (await showQuickPick(entries, { title, placeHolder: l10n.t('Select what to export, and where') }))?.choice;
  if (!picked) {
    throw new CancelledError();
  }
  return picked;
}

const codicons: Readonly<Record<ExportFormat, string>> = { csv: 'table', json: 'json' };

function targetsOf(told: unknown): readonly Target[] {
  if (told === 'editor' || told === 'file' || told instanceof Uri) {
    return [told];
  }
  if (typeof told === 'string') {
    return [/^[a-z][a-z0-9+.-]+:/i.test(told) ? Uri.parse(told) : Uri.file(told)];
  }
  return ['file', 'editor'];
}

/** Two entries of a list never have the same label: a screen reader reads no heading, and typing searches the labels. */
function contentLabels(): Readonly<Record<ExportContent, string>> {
  return { tasks: l10n.t('Tasks'), items: l10n.t('Files') };
}

function labelOf(format: ExportFormat, target: Target): string {
  switch (format) {
    case 'csv':
      return target === 'editor' ? l10n.t('CSV in a New Editor') : l10n.t('CSV File…');
    case 'json':
      return target === 'editor' ? l10n.t('JSON in a New Editor') : l10n.t('JSON File…');
  }
}

/** @throws CancelledError when the user leaves */
async function askForFile({ title, fileName }: Exported, content: ExportContent, format: ExportFormat): Promise<Uri> {
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  const name = content === 'tasks' ? fileName : `${fileName}-${l10n.t('files')}`;
  const file = await window.showSaveDialog({
    title,
    defaultUri: Uri.joinPath(folder, `${name}.${format}`),
    filters: format === 'csv' ? { CSV: ['csv'] } : { JSON: ['json'] },
    saveLabel: l10n.t('Export'),
  });
  if (!file) {
    throw new CancelledError();
  }
  return file;
}

/** Writes through the editor, which knows remote and virtual file systems. @throws UserError when it cannot be written */
async function writeFile({ timeSlicer }: Services, file: Uri, { parts }: Export): Promise<void> {
  const encoder = new TextEncoder();
  const encoded: Uint8Array[] = [];
  for (const part of parts) {
    encoded.push(await timeSlicer.run(() => encoder.encode(part)));
  }
  try {
    await workspace.fs.writeFile(file, Buffer.concat(encoded));
  } catch (error) {
    if (error instanceof FileSystemError) {
      throw new UserError(message('{0} could not be written: {1}', file.path, error.message), { cause: error });
    }
    throw error;
  }
}

async function openEditor({ parts }: Export, format: ExportFormat): Promise<void> {
  // Most editors do not know CSV.
  const isKnown = (await languages.getLanguages()).includes(format);
  const document = await workspace.openTextDocument({
    content: parts.join(''),
    language: isKnown ? format : 'plaintext',
  });
  await window.showTextDocument(document, { preview: false });
}

function tellWritten(file: Uri, count: number, content: ExportContent): void {
  const name = file.path.split('/').at(-1) ?? file.path;
  const text =
    content === 'tasks'
      ? l10n.t('Tasks exported to {0}: {1}', name, count)
      : l10n.t('Files exported to {0}: {1}', name, count);
  const open = l10n.t('Open');
  void showMessage('information', text, open).then(async (pressed) => {
    if (pressed === open) {
      await commands.executeCommand('vscode.open', file);
    }
  });
}
