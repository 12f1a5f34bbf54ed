import { commands, type WebviewPanel } from 'vscode';
import { IntervalTimer } from '../../../base/async/intervalTimer';
import { retryBusy } from '../../../base/async/retryBusy';
import { RunOnceScheduler } from '../../../base/async/runOnceScheduler';
import { CancelledError } from '../../../base/errors';
import { DisposableStore, type Disposable } from '../../../base/lifecycle';
import { onDidChangeStatus } from '../../../connections/statusChanges';
import { commandIds } from '../../../ids';
import { taskKey, type TaskRef } from '../../../tasks/task';
import { runReported } from '../../commands/runReported';
import { mendOfUntracked } from '../../messages/notTracked';
import { copyLines } from '../../shell/copyText';
import { openExternalLink } from '../../shell/openExternalLink';
import { documentText } from '../../text/documentText';
import type { Mend } from '../../text/mend';
import { plainText } from '../../text/plainText';
import { truncate } from '../../text/truncate';
import type { DetailsDeps } from './detailsDeps';
import { detailsOf } from './detailsOf';
import { ItemList } from './itemList';
import { isAllowedPicture, itemLine, itemRow } from './itemRow';
import { readPageMessage, type HostMessage, type ItemQuery, type PageMessage, type PanelAction } from './messages';
import { panelTexts } from './panelTexts';

/** A tab has room for little more (characters). */
const longestTitle = 40;
/** Changes within this time (ms) are shown together. */
const showDelayMs = 100;
/** Texts with times are made anew this often (ms). */
const redrawIntervalMs = 30_000;
/** Show this much of a response (characters); a document shows all of it. */
const maxResponseLength = 200_000;

/** What a panel needs besides the services. */
interface PanelOptions {
  readonly deps: DetailsDeps;
  readonly isPinned: boolean;
  readonly mayPreview: boolean;
}

/**
 * The host of one Details panel: sends what the store has of a task, and again when it changes, and does what the page asks for.
 * While the panel is hidden, VS Code has no page, and this does nothing.
 */
export class DetailsPanel implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly canceling = new AbortController();
  private readonly sending: RunOnceScheduler;
  private readonly deps: DetailsDeps;
  private readonly items: ItemList;
  private readonly mayPreview: boolean;
  private mend: Mend | undefined;
  private sent = '';
  private isListening = false;
  private haveItemsChanged = false;
  /** When a response last contained a change, as far as this has read it (ms since the epoch). */
  private changedAt: number | undefined;
  private pinned: boolean;
  private readonly startedAt: number;

  constructor(
    private readonly panel: WebviewPanel,
    readonly ref: TaskRef,
    { deps, isPinned, mayPreview }: PanelOptions,
  ) {
    this.deps = deps;
    this.pinned = isPinned;
    this.mayPreview = mayPreview;
    this.startedAt = deps.clock.now();
    this.items = new ItemList(deps.store.tasks, ref, deps.timeSlicer);
    this.changedAt = deps.store.tasks.get(ref)?.changedAt;
    this.sending = this.owned.add(
      new RunOnceScheduler(deps, () => {
        this.show();
      }),
    );
    const key = taskKey(ref);
    this.owned.add(
      deps.store.onDidChange(({ tasks }) => {
        if (tasks.some((task) => taskKey(task) === key)) {
          this.noteItems();
          // Also while the page is hidden, for the title of its tab.
          this.sending.schedule(showDelayMs);
        }
      }),
    );
    this.owned.add(
      onDidChangeStatus(deps, () => {
        this.sendSoon();
      }),
    );
    this.owned.add(new IntervalTimer(deps.clock)).cancelAndSet(() => {
      this.sendSoon();
    }, redrawIntervalMs);
    this.owned.add(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        const read = readPageMessage(message);
        if (read) {
          void runReported('Details', deps.log, () => this.follow(read));
        }
      }),
    );
    this.owned.add(
      panel.onDidChangeViewState(() => {
        // VS Code destroys the page of a hidden panel and loads it again.
        this.isListening &&= panel.visible;
      }),
    );
    panel.title = titleOf(deps.store.tasks.get(ref)?.name ?? ref.id);
  }

  /** Whether the user wants this panel to stay, so that other tasks open another. */
  get isPinned(): boolean {
    return this.pinned;
  }

  dispose(): void {
    this.isListening = false;
    this.canceling.abort();
    this.owned.dispose();
  }

  /** Most responses say the same as the one before: the items are read again only after a change. */
  private noteItems(): void {
    const { changedAt } = this.deps.store.tasks.get(this.ref) ?? {};
    if (changedAt !== this.changedAt) {
      this.changedAt = changedAt;
      this.items.invalidate();
      this.haveItemsChanged = true;
    }
  }

  private async follow(message: PageMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.isListening = true;
        this.sent = '';
        this.send({ type: 'start', texts: panelTexts(), ...this.ref, pinned: this.pinned });
        this.show();
        return;
      case 'items':
        await this.sendItems(message);
        return;
      case 'openItem': {
        const [item] = this.deps.store.tasks.items(this.ref, message.index, 1);
        await (item?.link === undefined ? undefined : openExternalLink(item.link));
        return;
      }
      case 'copyItem': {
        const [item] = this.deps.store.tasks.items(this.ref, message.index, 1);
        await copyLines(item ? [itemLine(item)] : []);
        return;
      }
      case 'act':
        await this.act(message.action, message.query);
        return;
      case 'response':
        await this.sendResponse();
        return;
      case 'pin':
        this.pinned = message.pinned;
        return;
      case 'drawn':
        this.deps.log.trace(`Details were drawn after ${this.deps.clock.now() - this.startedAt} ms`);
        return;
    }
  }

  private async act(action: PanelAction, { filter, text }: ItemQuery): Promise<void> {
    const { ref } = this;
    switch (action) {
      case 'mend':
        await (this.mend && commands.executeCommand(this.mend.command, ...this.mend.args));
        return;
      case 'reveal':
        await this.deps.tree.reveal(ref);
        return;
      case 'copyResponse':
        await copyLines([await this.responseText()]);
        return;
      case 'export':
        await commands.executeCommand(commandIds.export, { ...ref, content: 'items', filter, text });
        return;
      case 'refresh':
      case 'openJson':
      case 'openLink':
      case 'copyAsCurl':
      case 'copyId':
        await commands.executeCommand(commandIds[action], ref);
    }
  }

  private async sendItems({ request, query, offset, limit }: PageMessage & { readonly type: 'items' }): Promise<void> {
    try {
      const { items, ...page } = await this.retryBusy(() => this.items.page(query, offset, limit));
      const mayPreview = (link: string): boolean => this.mayPreview && isAllowedPicture(this.ref.connection, link);
      const rows = items.map((item) => itemRow(item, mayPreview));
      this.send({ type: 'items', request, offset, rows, ...page, columns: [...page.columns] });
    } catch (error) {
      // The items changed meanwhile: the page asks again.
      if (!(error instanceof CancelledError)) {
        // The page waits for these rows: with the next redraw it asks for them again.
        this.haveItemsChanged = true;
        throw error;
      }
    }
  }

  private sendSoon(): void {
    if (this.isListening) {
      this.sending.schedule(showDelayMs);
    }
  }

  /** Shows what the store has: in the title of the tab, and in the page if there is one. */
  private show(): void {
    const task = this.deps.store.tasks.get(this.ref);
    if (task) {
      this.panel.title = titleOf(task.name);
    } else if (!this.deps.connections.get(this.ref.connection)) {
      // Gone with its connection, such as the demo: nothing is left to show, or to do.
      this.panel.dispose();
      return;
    }
    if (this.isListening) {
      this.sendDetails();
    }
  }

  /** Sends what is shown, unless it is the same as before. */
  private sendDetails(): void {
    const composed = detailsOf(this.deps, this.ref);
    if (!composed) {
      this.mend = mendOfUntracked(this.deps, this.ref);
      this.sent = '';
      this.send({ type: 'gone', ...(this.mend && { mend: this.mend.title }) });
      return;
    }
    const { details, mend } = composed;
    this.mend = mend;
    const content = JSON.stringify(details);
    if (content !== this.sent) {
      this.sent = content;
      this.send({ type: 'details', details });
    }
    if (this.haveItemsChanged) {
      this.haveItemsChanged = false;
      this.send({ type: 'itemsChanged' });
    }
  }

  private async sendResponse(): Promise<void> {
    const text = await this.responseText();
    this.send({ type: 'response', text: text.slice(0, maxResponseLength), isWhole: text.length <= maxResponseLength });
  }

  private async responseText(): Promise<string> {
    const { store, timeSlicer } = this.deps;
    const response = await this.retryBusy(() => timeSlicer.run(() => store.tasks.response(this.ref)));
    return timeSlicer.run(() => documentText(response));
  }

  private retryBusy<T>(read: () => T | Promise<T>): Promise<T> {
    return retryBusy(this.deps.clock, this.canceling.signal, read);
  }

  private send(message: HostMessage): void {
    if (this.isListening) {
      void this.panel.webview.postMessage(message);
    }
  }
}

function titleOf(name: string): string {
  return truncate(plainText(name), longestTitle);
}
