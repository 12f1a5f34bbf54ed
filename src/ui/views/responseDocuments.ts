import { Uri, window, workspace, type TextDocumentContentProvider } from 'vscode';
import { Emitter } from '../../base/event';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { responseScheme } from '../../ids';
import type { TaskRef } from '../../tasks/task';
import type { Store } from '../../tasks/ports/store';
import { documentName, documentText } from '../text/documentText';

/** Keep this many responses of look-ups, since their documents may be open. */
const keptResponses = 50;

/** Read-only documents with the responses of services: of tracked tasks, kept up to date, and of look-ups. */
export class ResponseDocuments implements TextDocumentContentProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new Emitter<Uri>());
  private readonly lookedUp = new Map<string, unknown>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly store: Pick<Store, 'onDidChange' | 'tasks'>) {
    this.owned.add(workspace.registerTextDocumentContentProvider(responseScheme, this));
    this.owned.add(
      store.onDidChange(({ tasks }) => {
        const open = new Set(workspace.textDocuments.map(({ uri }) => uri.toString()));
        for (const uri of tasks.map((ref) => documentUri('task', ref))) {
          if (open.has(uri.toString())) {
            this.changed.fire(uri);
          }
        }
      }),
    );
  }

  provideTextDocumentContent({ authority, query }: Uri): string {
    if (authority === 'look-up') {
      return documentText(this.lookedUp.get(query));
    }
    const [connection, id] = JSON.parse(query) as [string, string];
    return documentText(this.store.tasks.response({ connection, id }));
  }

  /** Opens a tracked task's last response. @param preview whether the next document may take its tab */
  async open(ref: TaskRef, { preview }: { readonly preview: boolean } = { preview: true }): Promise<void> {
    await show(documentUri('task', ref), preview);
  }

  /** Opens the response of a look-up, which is not stored. */
  async openOnce(ref: TaskRef, raw: unknown): Promise<void> {
    const uri = documentUri('look-up', ref);
    this.lookedUp.delete(uri.query);
    this.lookedUp.set(uri.query, raw);
    for (const query of [...this.lookedUp.keys()].slice(0, -keptResponses)) {
      this.lookedUp.delete(query);
    }
    this.changed.fire(uri);
    await show(uri);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

async function show(uri: Uri, preview = true): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document, { preview });
}

/**
 * The address of a document. The task's connection and id are its identity, whatever the task is called; the title is made
 * of the same, so that a new name leaves no old title behind.
 */
function documentUri(authority: 'task' | 'look-up', { connection, id }: TaskRef): Uri {
  const path = `/${documentName(connection)}/${documentName(id)}.json`;
  return Uri.from({ scheme: responseScheme, authority, path, query: JSON.stringify([connection, id]) });
}
