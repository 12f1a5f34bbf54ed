import { Sequencer } from '../base/async/sequencer';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { lazy, loadChunk } from '../base/loadChunk';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import { message } from '../base/message';
import type { Mistake } from './definitions/mistake';
import type { ProviderRegistry } from './registry';

/** The setting `cloudTasks.providers`. */
export interface ProviderSetting {
  /** Its value, of any shape. */
  read(): unknown;
  readonly onDidChange: Event<unknown>;
}

/**
 * Brings the definitions of the setting into the registry, and follows the setting. What compiles them is read only when
 * there is a definition.
 */
export class DefinedProviders implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new Emitter<undefined>());
  private readonly reading = new Sequencer();
  private mistakes: readonly Mistake[] = [];
  private readonly chunk = lazy(() => loadChunk(() => import('./definitions/readDefinitions')));

  /** Fires after the setting was read. */
  readonly onDidRead = this.changed.event;

  constructor(
    private readonly setting: ProviderSetting,
    private readonly registry: ProviderRegistry,
    private readonly log: Logger,
  ) {
    if (!isEmpty(setting.read())) {
      registry.define('loading');
    }
    this.owned.add(setting.onDidChange(() => void this.load()));
  }

  /** All mistakes of the setting, with pointers from its root such as `/2/progress/ratio`; as of the last {@link load}. */
  problems(): readonly Mistake[] {
    return this.mistakes;
  }

  /** Reads the setting again. Never rejects. */
  load(): Promise<void> {
    return this.reading.queue(async () => {
      const value = this.setting.read();
      try {
        const none = { definitions: [], mistakes: [] };
        const { definitions, mistakes } = isEmpty(value) ? none : (await this.chunk()).readDefinitions(value);
        this.mistakes = mistakes;
        this.registry.define(definitions);
      } catch (error) {
        this.log.error(`The definitions were not read: ${toError(error).message}`);
        this.mistakes = [{ pointer: '', message: message('The definitions of providers could not be read.') }];
        this.registry.define([]);
      }
      this.changed.fire(undefined);
    });
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
