import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { StormMessage, StormWindowOptions } from './stormWindow';

/** A window that was killed; `at` is the true time, ms since the epoch. */
export interface Kill {
  readonly at: number;
  readonly window: string;
  /** When the same window was started again. */
  restartedAt?: number;
}

/** The windows of a storm. */
export class StormWindows {
  private readonly running = new Map<number, { readonly name: string; readonly process: ChildProcess }>();
  private started = 0;
  private isEnding = false;
  readonly kills: Kill[] = [];
  /** Windows that ended by themselves. */
  readonly crashes: string[] = [];
  /** How many were killed by somebody else, such as a system without memory. */
  killedByOthers = 0;

  constructor(
    private readonly now: () => number,
    private readonly optionsOf: (index: number, name: string) => StormWindowOptions,
  ) {}

  /** Whether a window runs. */
  has(index: number): boolean {
    return this.running.has(index);
  }

  /** @param index of the window, from 0 */
  start(index: number): void {
    const name = `w${index}.${++this.started}`;
    const process = fork(join(__dirname, 'stormWindow.js'), [], {
      execArgv: ['--no-warnings'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: globalThis.process.env['PATH'] },
    });
    process.on('error', () => undefined);
    process.once('exit', (code, signal) => {
      if (!this.isEnding && this.running.get(index)?.process === process) {
        this.running.delete(index);
        this.kills.push({ at: this.now(), window: name });
        if (signal === null) {
          this.crashes.push(`${name} ended with code ${String(code)}`);
        } else {
          this.killedByOthers++;
        }
      }
    });
    process.send(this.optionsOf(index, name));
    this.running.set(index, { name, process });
    for (const kill of this.kills) {
      if (kill.window.startsWith(`w${index}.`)) {
        kill.restartedAt ??= this.now();
      }
    }
  }

  /** Sends SIGKILL. @returns whether the window ran */
  kill(index: number): boolean {
    const window = this.running.get(index);
    if (!window) {
      return false;
    }
    this.running.delete(index);
    window.process.kill('SIGKILL');
    this.kills.push({ at: this.now(), window: window.name });
    return true;
  }

  /** Sends a message to all windows. */
  tell(message: StormMessage): void {
    for (const { process } of this.running.values()) {
      process.send(message, () => undefined);
    }
  }

  /** Ends all windows for good. */
  async end(): Promise<void> {
    this.isEnding = true;
    await Promise.all(
      [...this.running.values()].map(
        ({ process }) =>
          new Promise((resolve) => {
            process.once('exit', resolve);
            process.kill('SIGKILL');
          }),
      ),
    );
  }
}
