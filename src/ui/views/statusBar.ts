import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window, workspace } from 'vscode';
import { RunOnceScheduler } from '../../base/async/runOnceScheduler';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { loadChunk } from '../../base/loadChunk';
import { settingsSection, statusBarId } from '../../ids';
import { statusBarMode } from '../shell/settings';
import type { ViewDeps } from '../shell/viewDeps';
import { statusBarSpeech, statusBarText } from '../text/iconText';

/** Changes within this time (ms) are drawn together. */
const drawDelayMs = 150;

/** Failures count as seen after the tree was visible for this long (ms). */
const timeToSeeMs = 10_000;

/** The status-bar item: running tasks, rejected credentials, and failures until they were seen. */
export class StatusBar implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly seeing: RunOnceScheduler;
  private readonly drawing: RunOnceScheduler;
  private readonly item = this.owned.add(window.createStatusBarItem(statusBarId, StatusBarAlignment.Left, 50));

  /** Identifies the last drawing: what is loaded for an earlier one comes too late. */
  private lastDrawing: object | undefined;
  private isDisposed = false;

  /** @param isTreeInSight whether the tree, which shows failures too, is visible to the user */
  constructor(
    private readonly deps: ViewDeps,
    private readonly isTreeInSight: () => boolean,
  ) {
    const { clock, timeSlicer } = deps;
    this.seeing = this.owned.add(
      new RunOnceScheduler({ clock }, () => {
        if (this.isTreeInSight()) {
          this.failuresSeen();
        }
      }),
    );
    this.drawing = this.owned.add(
      new RunOnceScheduler({ clock, timeSlicer }, () => {
        // Without the file of a replaced extension nothing changes; what a click runs says why.
        this.update().catch(() => undefined);
      }),
    );
    this.item.name = l10n.t('Cloud Tasks');
    const scheduleUpdate = (): void => {
      this.scheduleUpdate();
    };
    this.owned.add(deps.store.onDidChange(scheduleUpdate));
    this.owned.add(deps.connections.onDidChange(scheduleUpdate));
    this.owned.add(deps.providers.onDidChange(scheduleUpdate));
    this.owned.add(
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settingsSection)) {
          this.scheduleUpdate();
        }
      }),
    );
    this.scheduleUpdate();
  }

  /** Marks all failures so far as seen, in every window. */
  failuresSeen(): void {
    this.deps.store.tasks.markSeen();
  }

  dispose(): void {
    this.isDisposed = true;
    this.owned.dispose();
  }

  private scheduleUpdate(): void {
    this.drawing.schedule(drawDelayMs);
  }

  private async update(): Promise<void> {
    const drawing = (this.lastDrawing = {});
    const mode = statusBarMode();
    if (mode === 'never' || (mode === 'auto' && this.isEmpty())) {
      this.item.hide();
      return;
    }
    const { statusBarContent, unseenFailureCount } = await loadChunk(() => import('./statusBarContent'));
    if (this.isOutdated(drawing)) {
      return;
    }
    if (unseenFailureCount(this.deps) > 0 && this.isTreeInSight()) {
      this.seeing.schedule(timeToSeeMs);
    }
    const { parts, color, mend } = statusBarContent(this.deps);
    if (parts.length === 0 && mode === 'auto') {
      this.item.hide();
      return;
    }
    const shown = parts.length > 0 ? parts : [{ icon: 'cloud', text: l10n.t('Cloud Tasks') }];
    this.item.text = statusBarText(shown);
    this.item.backgroundColor = color && new ThemeColor(`statusBarItem.${color}`);
    this.item.command = { command: mend.command, title: mend.title, arguments: [...mend.args] };
    this.item.accessibilityInformation = { label: statusBarSpeech(shown) };
    this.item.show();
    const { statusBarTooltip } = await loadChunk(() => import('./statusBarTooltip'));
    if (this.isOutdated(drawing)) {
      return;
    }
    const tooltip = statusBarTooltip(this.deps, mend.hint);
    // Setting an equal tooltip again would close the open one.
    if (!(this.item.tooltip instanceof MarkdownString) || this.item.tooltip.value !== tooltip.value) {
      this.item.tooltip = tooltip;
    }
  }

  private isOutdated(drawing: object): boolean {
    return this.lastDrawing !== drawing || this.isDisposed;
  }

  /** Whether there can be nothing to show. */
  private isEmpty(): boolean {
    const { store, connections } = this.deps;
    return connections.all().length + connections.problems().length + store.tasks.counts().length === 0;
  }
}
