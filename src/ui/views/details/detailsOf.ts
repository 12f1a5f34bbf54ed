import { l10n } from 'vscode';
import { omitUndefined } from '../../../base/omitUndefined';
import { commandIds } from '../../../ids';
import { mendOf, mendOfFailure, type Mend } from '../../text/mend';
import { estimateSpeed, isStalled, lastProgressAt } from '../../../tasks/estimate';
import { isEnded, type TaskRef } from '../../../tasks/task';
import type { Sample, TrackedTask } from '../../../tasks/trackedTask';
import type { ViewDeps } from '../../shell/viewDeps';
import { localize } from '../../shell/localize';
import { listText } from '../../text/listText';
import { plainText } from '../../text/plainText';
import { stateCodicon, warningIcon } from '../../text/stateIcons';
import { taskStateText } from '../../text/stateText';
import { taskFacts } from '../../text/taskFacts';
import { pageOf } from '../../text/taskPage';
import { taskProblems } from '../../text/taskProblems';
import { stillIcon, taskSummary, type TaskSummary } from '../../text/taskSummary';
import { checkingText, noStatusText, snapshotText, unknownWordText } from '../../text/taskText';
import { clockText } from '../../text/timeText';
import { unknownWordOf } from '../../text/unknownWord';
import { chartOf } from './chart';
import { toneOf } from './itemRow';
import type { Details, PanelAction } from './messages';
import { nextCheckFact } from './nextCheck';
import { timelineOf } from './timeline';

/** What the page shows of a task, and what its button for mending does. */
export interface ComposedDetails {
  readonly details: Details;
  readonly mend?: Mend;
}

const minuteMs = 60_000;

/** Composes what the page shows of a task; `undefined` if it is not tracked. All texts are in the user's language. */
export function detailsOf(deps: ViewDeps, ref: TaskRef): ComposedDetails | undefined {
  const { store, connections, providers, clock } = deps;
  const task = store.tasks.get(ref);
  if (!task) {
    return undefined;
  }
  const now = clock.now();
  const summary = taskSummary(deps, task);
  const connection = connections.get(task.connection);
  const provider = providers.get(task.provider);
  const names = { provider: provider?.label ?? task.provider, connection: connection?.name ?? task.connection };
  const samples = store.tasks.samples(ref);
  const { problems, mend } = problemsOf(task, summary, unknownWordOf(providers, task));
  const actions: readonly PanelAction[] = [
    ...(isEnded(task.state) ? [] : (['refresh'] as const)),
    ...(pageOf(deps, task) === undefined ? [] : (['openLink'] as const)),
    ...(task.progress ? (['openJson'] as const) : []),
    ...(['copyAsCurl', 'reveal'] as const),
    ...(task.itemCount > 0 ? (['export'] as const) : []),
  ];
  const chart = chartOf(samples);
  const bar = barOf(task, summary);
  const stateWords = stateWordsOf(task, summary);
  return {
    details: {
      name: plainText(task.name),
      state: task.state,
      stateText: plainText(stateWords),
      // As in the row, but standing still.
      icon: stillIcon(summary).id,
      tone:
        summary.icon === warningIcon
          ? 'warning'
          : summary.isCounted || isEnded(task.state)
            ? toneOf(task.state)
            : 'neutral',
      announcement: plainText(listText([task.name, names.provider, stateWords], localize)),
      ...(bar && { bar }),
      progress: [
        ...summary.parts.filter((part) => part !== stateWords).map(plainText),
        ...paceTexts(task, summary, samples),
      ],
      problems: [...problems, ...stallOf(task, summary, samples)],
      facts: [...taskFacts(task, names), ...nextCheckFact(task, summary, now)].map(({ label, value }) => ({
        label: plainText(label),
        value: plainText(value),
        ...(value === task.id ? { action: 'copyId' as const } : {}),
      })),
      timeline: [...timelineOf(task, store.tasks.transitions(ref))],
      ...(chart && { chart }),
      itemCount: task.itemCount,
      ...omitUndefined({ completed: task.progress?.completed }),
      actions: [...actions],
      ...(task.progress && omitUndefined({ respondedAt: task.lastResponseAt })),
    },
    ...(mend && { mend }),
  };
}

function stateWordsOf(task: TrackedTask, { blockedBy }: TaskSummary): string {
  const { state, progress } = task;
  if (!progress && !isEnded(state)) {
    return blockedBy ? noStatusText() : checkingText();
  }
  return progress && state === 'unknown' ? snapshotText(progress) : taskStateText(task);
}

/** Says that a running task makes no progress, and since when. */
function stallOf(task: TrackedTask, { isCounted }: TaskSummary, samples: readonly Sample[]): Details['problems'] {
  const { state, lastResponseAt } = task;
  const since = lastProgressAt(samples);
  const isStuck =
    state === 'running' && isCounted && lastResponseAt !== undefined && isStalled(samples, lastResponseAt);
  return isStuck && since !== undefined
    ? [
        {
          tone: 'warning',
          icon: 'watch',
          text: l10n.t('No progress since {0}. The service still reports this task as running.', clockText(since)),
        },
      ]
    : [];
}

/** What is wrong, each with the one button that helps. @param unknownWord a status that the user can say the meaning of */
function problemsOf(
  task: TrackedTask,
  { blockedBy, stale }: TaskSummary,
  unknownWord: string | undefined,
): { readonly problems: Details['problems']; readonly mend?: Mend } {
  const mend = blockedBy
    ? mendOf(blockedBy.status, task.connection)
    : stale && mendOfFailure(stale.failure.kind, task.connection);
  const offer = mend ? { mend: mend.title } : {};
  const ofTask = taskProblems(task, blockedBy ? {} : { ...(stale && { stale }) });
  const problems = ofTask.map(({ kind, text }): Details['problems'][number] => ({
    tone: kind === 'failed' ? 'bad' : 'warning',
    icon: kind === 'failed' ? 'error' : 'warning',
    text: plainText(text),
    ...(kind === 'stale' ? offer : {}),
  }));
  if (blockedBy) {
    const text = plainText(blockedBy.sentence);
    problems.push({ tone: 'warning', icon: blockedBy.codicon, text, ...offer });
  }
  // Without responses its meaning would not help.
  if (unknownWord !== undefined && !mend) {
    const meaning = setMeaning(task);
    const text = plainText(unknownWordText(unknownWord));
    problems.push({ tone: 'neutral', icon: stateCodicon('unknown'), text, mend: meaning.title });
    return { problems, mend: meaning };
  }
  return { problems, ...(mend && { mend }) };
}

function setMeaning({ connection, id }: TaskRef): Mend {
  return {
    title: l10n.t('Set Meaning of Status'),
    hint: l10n.t('Click to set the meaning of the status.'),
    command: commandIds.setStatusMeaning,
    args: [{ connection, id }],
  };
}

/** The bar under the name: absent before the first response, and for an end that no number tells more of. */
function barOf({ state, progress }: TrackedTask, { isCounted }: TaskSummary): Details['bar'] {
  if (!progress) {
    return undefined;
  }
  const { percent, completed, failed = 0, total } = progress;
  const failedPercent = total === undefined || total === 0 ? 0 : Math.min(100, (100 * failed) / total);
  const donePercent =
    isEnded(state) && completed !== undefined && total !== undefined && total > 0
      ? (100 * (completed + failed)) / total
      : state === 'succeeded'
        ? 100
        : percent;
  if (donePercent !== undefined) {
    const done = Math.min(100, Math.max(0, donePercent));
    // Green would say that what is done is good.
    return { percent: done, failedPercent: state === 'failed' ? done : failedPercent };
  }
  return state === 'running' && isCounted ? { failedPercent: 0 } : undefined;
}

/** How fast a running task goes on, or since when it does not. */
function paceTexts(task: TrackedTask, { isCounted }: TaskSummary, samples: readonly Sample[]): readonly string[] {
  const { state, progress, lastResponseAt } = task;
  if (state !== 'running' || !isCounted || !progress || lastResponseAt === undefined) {
    return [];
  }
  const speed = estimateSpeed(samples, lastResponseAt);
  if (speed === undefined) {
    return [];
  }
  const { total } = progress;
  const perMinute = speed * minuteMs;
  if (total !== undefined && progress.completed !== undefined) {
    const files = (perMinute * total) / 100;
    return [
      files < 1 ? l10n.t('{0} files per hour', rounded(files * 60)) : l10n.t('{0} files per minute', rounded(files)),
    ];
  }
  return [
    perMinute < 1 ? l10n.t('{0}% per hour', rounded(perMinute * 60)) : l10n.t('{0}% per minute', rounded(perMinute)),
  ];
}

/** Two digits say enough of a pace. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
