import { window, type Uri } from 'vscode';
import { lazy, loadChunk } from '../../../base/loadChunk';
import { DisposableStore, type Disposable } from '../../../base/lifecycle';
import type { TaskRef } from '../../../tasks/task';
import { runReported } from '../../commands/runReported';
import type { DetailsPanels } from './detailsPanels';
import type { DetailsDeps } from './detailsDeps';
import { detailsViewType } from './detailsViewType';

/** The Details panels. Their code is read with the first one, which VS Code may also restore. */
export class DetailsView implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly panels: () => Promise<DetailsPanels>;

  /** @param deps what commands depend on @param extension the folder of the extension */
  constructor(deps: DetailsDeps, extension: Uri) {
    this.panels = lazy(async () => {
      const { DetailsPanels } = await loadChunk(() => import('./detailsPanels'));
      return this.owned.add(new DetailsPanels(deps, extension));
    });
    this.owned.add(
      window.registerWebviewPanelSerializer(detailsViewType, {
        deserializeWebviewPanel: async (panel, state: unknown) => {
          await runReported('Details', deps.log, async () => {
            (await this.panels()).restore(panel, state);
          });
        },
      }),
    );
  }

  /** Opens the details of a task. */
  async show(ref: TaskRef): Promise<void> {
    (await this.panels()).show(ref);
  }

  dispose(): void {
    this.owned.dispose();
  }
}
