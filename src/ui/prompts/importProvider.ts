import { env, l10n, ThemeIcon, Uri, window, workspace, type QuickPickItem } from 'vscode';
import { decodeText } from '../../base/decodeText';
import { CancelledError, UserError } from '../../base/errors';
import { message } from '../../base/message';
import type { ProviderDefinition } from '../../providers/definitions/definition';
import { providerFromDefinition } from '../../providers/definitions/providerFromDefinition';
import { differences, reachOf, reachParts, type Reach } from '../../providers/definitions/sharing/reach';
import { readShared } from '../../providers/definitions/sharing/readShared';
import { localize } from '../shell/localize';
import { showModalWarning } from '../shell/showMessage';
import { escapedEntry, showQuickPick } from './quickPick';

/** The file of a workspace that holds definitions. */
const sharedFile = ['.vscode', 'cloud-tasks.json'] as const;

/** Bytes of a file with definitions. */
const largestFile = 1024 * 1024;

type Source = QuickPickItem & { readonly read: () => Promise<string> };

/**
 * Lets the user choose where definitions come from, and reads them: the clipboard, a file, or the file of a workspace that the
 * user trusts. Nothing is fetched from an address.
 * @returns the text
 * @throws CancelledError when the user leaves
 */
export async function readImport(): Promise<string> {
  const sources: Source[] = [
    {
      label: l10n.t('From the Clipboard'),
      iconPath: new ThemeIcon('clippy'),
      read: async () => await env.clipboard.readText(),
    },
    { label: l10n.t('From a File…'), iconPath: new ThemeIcon('file'), read: readPickedFile },
    ...(await workspaceFiles()),
  ];
  const picked = await showQuickPick(
    sources.map((source) => escapedEntry(source)),
    { title: l10n.t('Import Provider'), placeHolder: l10n.t('Select where the definition is') },
  );
  if (!picked) {
    throw new CancelledError();
  }
  return picked.read();
}

async function workspaceFiles(): Promise<readonly Source[]> {
  if (!workspace.isTrusted) {
    return [];
  }
  const sources: Source[] = [];
  for (const { uri, name } of workspace.workspaceFolders ?? []) {
    const file = Uri.joinPath(uri, ...sharedFile);
    const exists = await workspace.fs.stat(file).then(
      () => true,
      () => false,
    );
    if (exists) {
      const label = l10n.t('From {0}', sharedFile.join('/'));
      sources.push({ label, description: name, iconPath: new ThemeIcon('folder'), read: () => readFile(file) });
    }
  }
  return sources;
}

async function readPickedFile(): Promise<string> {
  const [file] =
    (await window.showOpenDialog({
      title: l10n.t('Import Provider'),
      openLabel: l10n.t('Import'),
      filters: { JSON: ['json', 'jsonc'] },
    })) ?? [];
  if (!file) {
    throw new CancelledError();
  }
  return readFile(file);
}

async function readFile(file: Uri): Promise<string> {
  const { size } = await workspace.fs.stat(file);
  if (size > largestFile) {
    throw new UserError(message('This file is too large for the definition of a provider.'));
  }
  // PowerShell writes UTF-16.
  return decodeText(await workspace.fs.readFile(file));
}

/** The definitions in a text. @throws UserError when there are none, or one has mistakes */
export function checkImport(text: string): readonly ProviderDefinition[] {
  const shared = readShared(text);
  if (!shared.ok) {
    throw new UserError(shared.problem);
  }
  return shared.definitions.map(checkDefinition);
}

/** A definition of any shape. @throws UserError when it has a mistake */
export function checkDefinition(definition: object): ProviderDefinition {
  const made = providerFromDefinition(definition);
  const [mistake] = 'mistakes' in made ? made.mistakes : [];
  if (mistake) {
    const { id = '' } = definition as { readonly id?: unknown };
    const place = `${typeof id === 'string' ? id.slice(0, 40) : ''}${mistake.pointer}`;
    throw new UserError(
      message('The definition cannot be used. {0}', l10n.t('{0}: {1}', place, localize(mistake.message))),
    );
  }
  return definition as ProviderDefinition;
}

/** A definition of any shape, if it is used. */
export function usableDefinition(value: unknown): ProviderDefinition | undefined {
  return 'provider' in providerFromDefinition(value) ? (value as ProviderDefinition) : undefined;
}

/**
 * Shows where the requests of a definition go, how, and with which credentials; for one that replaces another, what differs.
 * @param present the definition with its id that is used now, if there is one
 * @throws CancelledError when the user does not want it
 */
export async function confirmImport(
  definition: ProviderDefinition,
  present: ProviderDefinition | undefined,
): Promise<void> {
  const { id, label = id } = definition;
  const reach = reachOf(definition);
  const before = present && reachOf(present);
  const text = before
    ? l10n.t('Replace the provider {0} ({1})?', label, id)
    : l10n.t('Import the provider {0} ({1})?', label, id);
  const action = before ? l10n.t('Replace') : l10n.t('Import');
  const detail = before ? differenceText(before, reach) : reachParts.map((part) => partText(part, reach[part]));
  if ((await showModalWarning(text, detail, action)) !== action) {
    throw new CancelledError();
  }
}

function differenceText(before: Reach, after: Reach): readonly string[] {
  const changed = differences(before, after);
  const lines = reachParts.flatMap((part) => {
    const line = partText(part, after[part]);
    return changed.includes(part) ? [line, l10n.t('Before: {0}', before[part].join(l10n.t(', ')))] : [line];
  });
  return changed.length === 0 ? [...lines, l10n.t('Hosts, requests and credentials are the same as before.')] : lines;
}

function partText(part: keyof Reach, values: readonly string[]): string {
  const text = values.join(l10n.t(', '));
  switch (part) {
    case 'hosts':
      return l10n.t('Hosts: {0}', text);
    case 'requests':
      return l10n.t('Requests: {0}', text);
    case 'credentials':
      return l10n.t('Credentials: {0}', text);
  }
}
