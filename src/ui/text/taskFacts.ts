import { l10n } from 'vscode';
import type { TrackedTask } from '../../tasks/trackedTask';
import { localize } from '../shell/localize';
import { dateText, durationText } from './timeText';
import { factText } from './words';

/** A label and its value, both in the user's language. */
export interface TaskFact {
  readonly label: string;
  readonly value: string;
}

/**
 * What is known of a task besides its progress: its identity, the service's own details, and its times. It contains no secret.
 * @param names the labels of its provider and its connection
 */
export function taskFacts(
  task: TrackedTask,
  names: { readonly provider: string; readonly connection: string },
): readonly TaskFact[] {
  const { progress } = task;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('Provider'), names.provider],
    [l10n.t('Connection'), names.connection],
    [l10n.t('Task ID'), task.id],
    [l10n.t('Raw status'), progress?.rawState],
    ...(progress?.facts ?? []).map((fact): [string, string] => {
      const { label, value } = factText(fact, localize);
      return [label, value];
    }),
    [l10n.t('Created'), progress?.createdAt === undefined ? undefined : dateText(progress.createdAt)],
    [l10n.t('Ended at'), progress?.endedAt === undefined ? undefined : dateText(progress.endedAt)],
    [l10n.t('Duration'), durationOf(task)],
    [l10n.t('Last response'), task.lastResponseAt === undefined ? undefined : dateText(task.lastResponseAt)],
  ];
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

function durationOf({ progress }: TrackedTask): string | undefined {
  const { createdAt, endedAt } = progress ?? {};
  return createdAt === undefined || endedAt === undefined || endedAt < createdAt
    ? undefined
    : durationText(endedAt - createdAt);
}
