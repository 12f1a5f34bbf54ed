import { env, Uri, ViewColumn, window, workspace, type WebviewPanel } from 'vscode';
import { DisposableStore, type Disposable } from '../../../base/lifecycle';
import { settingIds, settingsSection } from '../../../ids';
import { taskKey, type TaskRef } from '../../../tasks/task';
import { previewsPictures } from '../../shell/settings';
import { DetailsPanel } from './detailsPanel';
import type { DetailsDeps } from './detailsDeps';
import { detailsViewType } from './detailsViewType';
import { pictureSources } from './itemRow';
import { readSavedState } from './messages';
import { panelHtml } from './panelHtml';

/** A panel of VS Code, and its host for the task that it shows now. */
interface OpenPanel {
  readonly panel: WebviewPanel;
  host: DetailsPanel;
}

/** The open Details panels: one that shows each task that is opened, and those that the user has pinned. */
export class DetailsPanels implements Disposable {
  private readonly open = new Set<OpenPanel>();
  private readonly settings: Disposable;

  /** @param extension the folder of the extension */
  constructor(
    private readonly deps: DetailsDeps,
    private readonly extension: Uri,
  ) {
    this.settings = workspace.onDidChangeConfiguration((change) => {
      // What a page may load is decided when it is made.
      if (change.affectsConfiguration(`${settingsSection}.${settingIds.previewPictures}`)) {
        for (const { panel, host } of [...this.open]) {
          this.fill(panel, host.ref, host.isPinned);
        }
      }
    });
  }

  /** Shows a task in its pinned panel, else in the one that is not pinned, else in a new one. */
  show(ref: TaskRef): void {
    const panels = [...this.open];
    const its = panels.find(({ host }) => taskKey(host.ref) === taskKey(ref));
    const free = panels.find(({ host }) => !host.isPinned);
    if (its) {
      its.panel.reveal();
    } else if (free) {
      this.fill(free.panel, ref, false);
      free.panel.reveal();
    } else {
      const column = window.activeTextEditor?.viewColumn ?? ViewColumn.Active;
      const { options } = this;
      this.fill(window.createWebviewPanel(detailsViewType, '', column, options), ref, false);
    }
  }

  /** Fills a panel that VS Code restored after a reload. @param state what its page saved; of any origin */
  restore(panel: WebviewPanel, state: unknown): void {
    const saved = readSavedState(state);
    if (!saved) {
      panel.dispose();
      return;
    }
    panel.webview.options = this.options;
    this.fill(panel, { connection: saved.connection, id: saved.id }, saved.pinned);
  }

  dispose(): void {
    this.settings.dispose();
    for (const { panel, host } of [...this.open]) {
      host.dispose();
      panel.dispose();
    }
  }

  private get folder(): Uri {
    return Uri.joinPath(this.extension, 'dist', 'panel');
  }

  private get options(): { enableScripts: true; enableFindWidget: true; localResourceRoots: Uri[] } {
    return { enableScripts: true, enableFindWidget: true, localResourceRoots: [this.folder] };
  }

  private fill(panel: WebviewPanel, ref: TaskRef, isPinned: boolean): void {
    const { deps, folder } = this;
    const mayPreview = previewsPictures();
    const known = [...this.open].find((each) => each.panel === panel);
    known?.host.dispose();
    const host = new DetailsPanel(panel, ref, { deps, isPinned, mayPreview });
    if (known) {
      known.host = host;
    } else {
      this.follow({ panel, host });
    }
    panel.iconPath = {
      light: Uri.joinPath(this.extension, 'media', 'details-light.svg'),
      dark: Uri.joinPath(this.extension, 'media', 'details-dark.svg'),
    };
    panel.webview.html = panelHtml(panel.webview, {
      folder,
      language: env.language,
      pictureSources: mayPreview ? pictureSources(ref.connection) : [],
    });
  }

  private follow(opened: OpenPanel): void {
    this.open.add(opened);
    const owned = new DisposableStore();
    owned.add(
      opened.panel.onDidDispose(() => {
        opened.host.dispose();
        this.open.delete(opened);
        owned.dispose();
      }),
    );
  }
}
