import {
  CodeLens,
  EventEmitter,
  l10n,
  languages,
  Range,
  Uri,
  window,
  workspace,
  type CodeLensProvider,
  type TextDocument,
  type TextDocumentContentProvider,
} from 'vscode';
import { commandIds } from '../../ids';
import type { TaskRef } from '../../tasks/task';
import { documentName } from '../text/documentText';
import type { ProviderTestText } from '../text/providerTestText';

/** What a document shows. */
export interface ShownTest extends ProviderTestText {
  /** The ID of a definition of the catalog, which can be copied to the settings. */
  readonly customizable?: string;
}

const scheme = 'cloud-tasks-test';

/** Read-only documents with tests of providers. Their lines lead to the definition, and the test can be repeated. */
class ProviderTests implements TextDocumentContentProvider, CodeLensProvider {
  private readonly changed = new EventEmitter<Uri>();
  private readonly lensesChanged = new EventEmitter<void>();
  private readonly tests = new Map<string, { readonly ref: TaskRef; readonly content: ShownTest }>();

  readonly onDidChange = this.changed.event;
  readonly onDidChangeCodeLenses = this.lensesChanged.event;

  constructor() {
    // For as long as the window is open: the documents may be, too.
    workspace.registerTextDocumentContentProvider(scheme, this);
    languages.registerCodeLensProvider({ scheme }, this);
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.tests.get(uri.query)?.content.text ?? '';
  }

  provideCodeLenses({ uri }: TextDocument): CodeLens[] {
    const test = this.tests.get(uri.query);
    if (!test) {
      return [];
    }
    const lens = (line: number, title: string, more: object): CodeLens =>
      new CodeLens(new Range(line, 0, line, 0), {
        title,
        command: commandIds.testProvider,
        arguments: [{ ...test.ref, ...more }],
      });
    return [
      lens(0, l10n.t('Send Again'), {}),
      ...(test.content.marked.length > 0 ? [lens(0, l10n.t('Edit Definition'), { edit: [] })] : []),
      ...(test.content.customizable === undefined
        ? []
        : [
            new CodeLens(new Range(0, 0, 0, 0), {
              title: l10n.t('Customize'),
              command: commandIds.customizeProvider,
              arguments: [test.content.customizable],
            }),
          ]),
      ...test.content.marked.map(({ line, path }) => lens(line, l10n.t('Change {0}', path.join('.')), { edit: path })),
    ];
  }

  async show(ref: TaskRef, content: ShownTest): Promise<void> {
    const query = JSON.stringify([ref.connection, ref.id]);
    const uri = Uri.from({ scheme, path: `/${documentName(ref.connection)}/${documentName(ref.id)}.txt`, query });
    this.tests.set(query, { ref, content });
    this.changed.fire(uri);
    this.lensesChanged.fire();
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }
}

let tests: ProviderTests | undefined;

/** Opens the document of a test. */
export async function showProviderTest(ref: TaskRef, content: ShownTest): Promise<void> {
  tests ??= new ProviderTests();
  await tests.show(ref, content);
}
