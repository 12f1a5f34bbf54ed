import { EventEmitter, l10n, type Pseudoterminal, type TerminalDimensions } from 'vscode';
import { delay } from '../../base/async/abort';
import { IntervalTimer } from '../../base/async/intervalTimer';
import { CancelledError } from '../../base/errors';
import { DisposableStore } from '../../base/lifecycle';
import type { Connection } from '../../connections/connection';
import { failureMessage } from '../../http/failureMessage';
import { filtersOf } from '../../tasks/itemFilter';
import { taskKey, type Item, type TaskRef } from '../../tasks/task';
import type { TrackedTask } from '../../tasks/trackedTask';
import { awaitEnd } from '../api/awaitTask';
import { userMessage } from '../commands/runReported';
import { ApiError } from '../api/apiError';
import type { Services } from '../services';
import { localize } from '../shell/localize';
import { endSentence } from '../text/endText';
import { reasonText } from '../text/reasonText';
import { taskProblems } from '../text/taskProblems';
import { taskSummary, type TaskSummary } from '../text/taskSummary';
import { plainText } from '../text/plainText';
import { unknownWordOf } from '../text/unknownWord';
import { unknownWordText } from '../text/taskText';
import { fitColumns, widthOf } from '../text/textWidth';

/** What a wait depends on. */
export type WaitDeps = Pick<
  Services,
  'store' | 'connections' | 'definitions' | 'providers' | 'service' | 'clock' | 'timeSlicer' | 'log'
>;

/** The exit codes of a wait, as a shell knows them: good, bad, and ended by Ctrl+C. */
const exitCodes = { succeeded: 0, other: 1, interrupted: 130 } as const;

/** Between changes the line is drawn again after this time (ms), for the time that is left. */
const redrawMs = 30_000;

/** VS Code says of a terminal that ends with 1 within half a second that it failed to launch (ms). */
const launchMs = 600;

/** The columns of a terminal that does not say how many it has. */
const usualColumns = 80;
/** The longest bar, in columns. */
const longestBar = 30;
/** Names at most this many of the files that failed. */
const maxNamedFiles = 10;
/** Reads this many files to find them: those that failed are stored first. */
const maxReadFiles = 200;

const newLine = '\r\n';
const clearLine = '\r\u001b[2K';
const interrupt = '\u0003';

/**
 * A terminal that draws a task's progress until the task has ended, and exits with 0 if it succeeded. A task that is not tracked
 * is tracked first; it stays tracked, however the wait ends.
 */
export class WaitTerminal implements Pseudoterminal {
  private readonly owned = new DisposableStore();
  private readonly writing = new EventEmitter<string>();
  private readonly closing = new EventEmitter<number>();
  private readonly redrawing: IntervalTimer;
  private readonly canceling = new AbortController();
  private columns = usualColumns;
  /** What hinders the wait, as it is written above the line of progress, which has little room for it. */
  private shownProblem: string | undefined;

  readonly onDidWrite = this.writing.event;
  readonly onDidClose = this.closing.event;

  constructor(
    private readonly deps: WaitDeps,
    /** As it is written, its connection may be the name of one. */
    private ref: TaskRef,
  ) {
    this.redrawing = this.owned.add(new IntervalTimer(deps.clock));
  }

  open(dimensions: TerminalDimensions | undefined): void {
    this.setDimensions(dimensions);
    const { clock } = this.deps;
    const earliestEnd = clock.now() + launchMs;
    void this.run().then(async (code) => {
      this.owned.dispose();
      await delay(clock, Math.max(0, earliestEnd - clock.now()));
      this.closing.fire(code);
    });
  }

  setDimensions(dimensions: TerminalDimensions | undefined): void {
    this.columns = dimensions?.columns ?? usualColumns;
  }

  handleInput(data: string): void {
    if (data.includes(interrupt)) {
      this.close();
    }
  }

  close(): void {
    this.canceling.abort();
  }

  private async run(): Promise<number> {
    try {
      const { connections, definitions, store, service } = this.deps;
      await definitions.load();
      await connections.load();
      this.ref = { ...this.ref, connection: connectionIn(connections.all(), this.ref.connection) };
      await connections.whenLoaded([this.ref.connection]);
      if (!store.tasks.get(this.ref)) {
        service.track([this.ref]);
      }
      this.introduce();
      this.draw();
      const draw = this.draw.bind(this);
      this.owned.add(
        store.onDidChange(({ tasks }) => {
          if (tasks.some((task) => taskKey(task) === taskKey(this.ref))) {
            draw();
          }
        }),
      );
      this.redrawing.cancelAndSet(draw, redrawMs);
      const task = await awaitEnd(this.deps, this.ref, { signal: this.canceling.signal });
      this.conclude(task);
      return task.state === 'succeeded' ? exitCodes.succeeded : exitCodes.other;
    } catch (error) {
      if (error instanceof CancelledError) {
        this.writeLine(l10n.t('Stopped waiting. The task stays tracked.'));
        return exitCodes.interrupted;
      }
      this.writeLine(this.explain(error));
      return exitCodes.other;
    }
  }

  private explain(error: unknown): string {
    if (error instanceof ApiError) {
      return error.message;
    }
    const known = userMessage(error);
    if (known === undefined) {
      this.deps.log.error(`Waiting for a task failed: ${String(error)}`);
    }
    return known ?? l10n.t('Something went wrong. See the log for details.');
  }

  private introduce(): void {
    const { connections, store } = this.deps;
    const name = store.tasks.get(this.ref)?.name ?? this.ref.id;
    const connection = connections.get(this.ref.connection)?.name ?? this.ref.connection;
    this.writeLine(l10n.t('Waiting for {0} of {1}. Ctrl+C ends the wait; the task stays tracked.', name, connection));
  }

  /** Draws the line of progress in place of the former one, and above it what hinders the wait once that begins. */
  private draw(): void {
    const task = this.deps.store.tasks.get(this.ref);
    if (task) {
      const summary = taskSummary(this.deps, task);
      const problem = problemOf(this.deps, task, summary);
      if (problem && problem.key !== this.shownProblem) {
        this.writeLine(problem.text);
      }
      this.shownProblem = problem?.key;
      this.writing.fire(clearLine + this.progressLine(task, summary));
    }
  }

  private progressLine(task: TrackedTask, summary: TaskSummary): string {
    const text = plainText(summary.parts.join(' · '));
    const room = this.columns - widthOf(text) - 2;
    const percent = task.progress?.percent;
    const width = Math.min(longestBar, room);
    if (percent === undefined || width < 5) {
      return fitColumns(text, this.columns - 1);
    }
    const done = Math.floor((width * percent) / 100);
    return `${'━'.repeat(done)}\u001b[2m${'─'.repeat(width - done)}\u001b[22m ${text}`;
  }

  private conclude(task: TrackedTask): void {
    const mark = task.state === 'succeeded' ? '\u001b[32m✓\u001b[39m' : '\u001b[31m✗\u001b[39m';
    const sentence = plainText(localize(endSentence(task, localize)));
    this.writing.fire(`${clearLine}${mark} ${sentence}${newLine}`);
    const failed = this.deps.store.tasks.items(this.ref, 0, maxReadFiles).filter((item) => filtersOf(item).failed);
    for (const item of failed.slice(0, maxNamedFiles)) {
      this.writeLine(`  ${describe(item)}`);
    }
    const count = Math.max(failed.length, task.progress?.failed ?? 0);
    if (failed.length > 0 && count > maxNamedFiles) {
      this.writeLine(`  ${l10n.t('{0} more', count - maxNamedFiles)}`);
    }
  }

  /** Writes a line in place of the line of progress. */
  private writeLine(text: string): void {
    this.writing.fire(clearLine + plainText(text) + newLine);
  }
}

/** The ID of the connection that has this ID, else of the only one of this name; the text itself when there is none. */
function connectionIn(connections: readonly Connection[], text: string): string {
  const [only, ...others] = connections.filter(({ name }) => name === text);
  const isId = connections.some(({ id }) => id === text);
  return isId || !only || others.length > 0 ? text : only.id;
}

/** What hinders a wait. */
interface Problem {
  /** The same as long as it is the same problem: the sentence may quote what differs each time. */
  readonly key: string;
  readonly text: string;
}

/** Why a wait may take long: requests that fail, or a status that nobody can tell the end of. */
function problemOf(
  { providers }: Pick<WaitDeps, 'providers'>,
  task: TrackedTask,
  summary: TaskSummary,
): Problem | undefined {
  const status = summary.blockedBy?.status;
  const ofConnection = status && 'failure' in status ? status.failure : undefined;
  const failure = ofConnection ?? summary.stale?.failure;
  const text = ofConnection
    ? localize(failureMessage(ofConnection))
    : taskProblems(task, summary).find(({ kind }) => kind === 'stale')?.text;
  if (failure && text !== undefined) {
    return { key: `${failure.kind} ${failure.status ?? ''}`, text };
  }
  const word = unknownWordOf(providers, task);
  return word === undefined ? undefined : { key: `unknown ${word}`, text: unknownWordText(word) };
}

function describe({ source, target, link, reason }: Item): string {
  const path = source ?? target ?? link ?? '?';
  return reason === undefined ? path : l10n.t('{0}: {1}', path, reasonText(reason));
}
