import assert from 'node:assert/strict';
import { commands, EventEmitter, QuickPickItemKind, Uri, window, type QuickPickItem } from 'vscode';
import { toDisposable, type Disposable } from '../../src/base/lifecycle';
import { commandIds } from '../../src/ids';
import { note, recorded } from './handedToEditor';

/** A prompt that the extension shows to the user. */
export interface Prompt {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
  /** What can be picked; empty where something is typed. */
  readonly labels: readonly string[];
}

/**
 * Answers every prompt until it is disposed: with the text to type, or the beginning of an entry's label.
 * `undefined` accepts what is proposed: the active or first entry, the text in the box, or the file. `null` cancels.
 * It replaces the editor's own boxes, which a test cannot fill.
 */
export function answerPrompts(answer: (prompt: Prompt) => string | undefined | null): Disposable {
  const before = { ...methods() };
  const fakes = {
    showInputBox: (options: { title?: string; prompt?: string; placeHolder?: string; value?: string } = {}) => {
      note('showInputBox', options);
      const { title = '', prompt = '', placeHolder: placeholder = '', value = '' } = options;
      const typed = answer({ title, prompt, placeholder, labels: [] });
      return Promise.resolve(typed === null ? undefined : (typed ?? value));
    },
    showQuickPick: async (
      choices: readonly QuickPickItem[] | Promise<readonly QuickPickItem[]>,
      options: { title?: string; placeHolder?: string; canPickMany?: boolean } = {},
    ) => {
      const items = await choices;
      note('showQuickPick', [items, options]);
      const { title = '', placeHolder: placeholder = '' } = options;
      const picked = choose(items, answer({ title, prompt: '', placeholder, labels: labelsOf(items) }));
      return picked && options.canPickMany ? [picked] : picked;
    },
    showSaveDialog: (options: { title?: string; defaultUri?: Uri } = {}) => {
      note('showSaveDialog', options);
      const { title = '', defaultUri } = options;
      const path = answer({ title, prompt: '', placeholder: defaultUri?.path ?? '', labels: [] });
      return Promise.resolve(path === null ? undefined : path === undefined ? defaultUri : Uri.file(path));
    },
    createInputBox: () => recorded('createInputBox', new FakeInput(answer)),
    createQuickPick: () => recorded('createQuickPick', new FakeInput(answer)),
  };
  Object.assign(window, fakes);
  return toDisposable(() => {
    Object.assign(window, before);
  });
}

/** Runs the wizard that adds a connection. @param answers by the titles of its prompts, all of them in their order */
export async function addConnectionWith(answers: ReadonlyMap<string, string>): Promise<void> {
  const prompts: string[] = [];
  const answering = answerPrompts(({ title }) => {
    prompts.push(title.replace(/^.*: /, ''));
    return answers.get(prompts.at(-1) ?? '');
  });
  try {
    await commands.executeCommand(commandIds.addConnection);
  } finally {
    answering.dispose();
  }
  assert.deepEqual(prompts, [...answers.keys()]);
}

function methods(): Pick<
  typeof window,
  'showInputBox' | 'showQuickPick' | 'showSaveDialog' | 'createInputBox' | 'createQuickPick'
> {
  const { showInputBox, showQuickPick, showSaveDialog, createInputBox, createQuickPick } = window;
  return { showInputBox, showQuickPick, showSaveDialog, createInputBox, createQuickPick };
}

/** An input box or a quick pick that is answered as soon as it is shown. */
class FakeInput {
  title = '';
  prompt = '';
  placeholder = '';
  value = '';
  password = false;
  items: readonly QuickPickItem[] | undefined;
  activeItems: readonly QuickPickItem[] = [];
  selectedItems: readonly QuickPickItem[] = [];
  private readonly changed = new EventEmitter<string>();
  private readonly accepted = new EventEmitter<void>();
  private readonly hidden = new EventEmitter<void>();
  private readonly never = new EventEmitter<never>();
  readonly onDidChangeValue = this.changed.event;
  readonly onDidAccept = this.accepted.event;
  readonly onDidHide = this.hidden.event;
  readonly onDidTriggerButton = this.never.event;
  readonly onDidTriggerItemButton = this.never.event;
  readonly onDidChangeSelection = this.never.event;

  constructor(private readonly answer: Parameters<typeof answerPrompts>[0]) {}

  show(): void {
    if (!this.password) {
      note('input value', this.value);
    }
    queueMicrotask(() => {
      const { title, prompt, placeholder, items = [] } = this;
      const answer = this.answer({ title, prompt, placeholder, labels: labelsOf(items) });
      if (answer === null) {
        this.hidden.fire();
        return;
      }
      if (this.items) {
        const picked = answer === undefined ? this.activeItems[0] : undefined;
        this.selectedItems = [picked ?? choose(items, answer) ?? []].flat();
      } else if (answer !== undefined) {
        this.value = answer;
        this.changed.fire(answer);
      }
      this.accepted.fire();
      // If the answer is not accepted, a second one would be the same.
      this.hidden.fire();
    });
  }

  dispose(): void {
    for (const each of [this.changed, this.accepted, this.hidden, this.never]) {
      each.dispose();
    }
  }
}

function labelsOf(items: readonly QuickPickItem[]): readonly string[] {
  return items.map(({ label }) => label);
}

// Separators cannot be picked.
function choose(items: readonly QuickPickItem[], answer: string | undefined | null): QuickPickItem | undefined {
  const real = items.filter(({ kind }) => kind !== QuickPickItemKind.Separator);
  return answer === null ? undefined : real.find(({ label }) => label.startsWith(answer ?? ''));
}
