import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window, workspace } from 'vscode';
import { RunOnceScheduler } from '../../base/async/runOnceScheduler';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { lazy, loadChunk } from '../../base/loadChunk';
import { onDidChangeStatus } from '../../connections/statusChanges';
import { settingsSection, statusBarId } from '../../ids';
import { statusBarMode } from '../shell/settings';
import type { ViewDeps } from '../shell/viewDeps';
import { statusBarSpeech, statusBarText } from '../text/iconText';
import { unseenFailures } from './runningTasks';
import type { statusBarContent } from './statusBarContent';

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

  /** Read with the first drawing, after the first rows. */
  private readonly content = lazy(() => loadChunk(() => import('./statusBarContent')));
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
      new RunOnceScheduler({ clock }, () => {
        this.content().then(
          ({ statusBarContent }) => {
            timeSlicer.post(() => {
              this.draw(statusBarContent);
            });
          },
          // The extension was replaced: the item stays as it was, and the next command says so.
          () => undefined,
        );
      }),
    );
    this.item.name = l10n.t('Cloud Tasks');
    const scheduleUpdate = (): void => {
      this.scheduleUpdate();
    };
    this.owned.add(deps.store.onDidChange(scheduleUpdate));
    this.owned.add(onDidChangeStatus(deps, scheduleUpdate));
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

  private draw(contentOf: typeof statusBarContent): void {
    const mode = statusBarMode();
    if (mode === 'never' || this.isDisposed) {
      this.item.hide();
      return;
    }
    const { failed, partial } = unseenFailures(this.deps);
    if (failed + partial > 0 && this.isTreeInSight()) {
      this.seeing.schedule(timeToSeeMs);
    }
    const { parts, color, mend, tooltip } = contentOf(this.deps);
    if (parts.length === 0 && mode === 'auto') {
      this.item.hide();
      return;
    }
    const shown = parts.length > 0 ? parts : [{ icon: 'cloud', text: l10n.t('Cloud Tasks') }];
    this.item.text = statusBarText(shown);
    this.item.backgroundColor = color && new ThemeColor(`statusBarItem.${color}`);
    this.item.command = { command: mend.command, title: mend.title, arguments: [...mend.args] };
    this.deps.timeSlicer.post(() => {
      this.setTooltip(tooltip());
    });
    this.item.accessibilityInformation = { label: statusBarSpeech(shown) };
    this.item.show();
  }

  private setTooltip(tooltip: MarkdownString): void {
    // Setting an equal tooltip again would close the open one.
    if (!(this.item.tooltip instanceof MarkdownString) || this.item.tooltip.value !== tooltip.value) {
      this.item.tooltip = tooltip;
    }
  }
}
