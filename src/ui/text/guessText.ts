import { l10n } from 'vscode';
import { noValue, type ExplainedKey, type Explanation } from '../../providers/definitions/explain';
import type { GuessKey } from '../../providers/definitions/guess/finding';
import type { TaskResult } from '../../providers/provider';
import { isEnded } from '../../tasks/task';
import { localize } from '../shell/localize';
import { stateText } from './stateText';
import { percentText } from './taskText';
import { dateText } from './timeText';
import { truncate } from './truncate';
import { errorText } from './words';

/** Characters of a value that are shown. */
const longestValue = 60;

/** What a key of a definition is called in lists. */
export function guessKeyText(key: GuessKey): string {
  switch (key) {
    case 'state':
      return l10n.t('State');
    case 'progress':
      return l10n.t('Progress');
    case 'name':
      return l10n.t('Name');
    case 'createdAt':
      return l10n.t('Created');
    case 'endedAt':
      return l10n.t('Ended at');
    case 'link':
      return l10n.t('Link');
    case 'items':
      return l10n.t('Files');
    case 'error':
      return l10n.t('Failure reason');
  }
}

/** A value of a response in a few characters; `null` for one that is absent. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) {
    return l10n.t('list of {0}', value.length);
  }
  return truncate(JSON.stringify(value ?? null), longestValue);
}

/** What was found for a key, such as `status = "processing" → running`; a dash where nothing is looked for. */
export function findingText(key: GuessKey, { keys, result, usualReason, notRead }: Explanation): string {
  const usual = key === 'error' ? usualReason : undefined;
  const found = usual ? [usual] : keys.filter(({ path, expression }) => path[0] === key && expression !== noValue);
  if (found.length === 0) {
    return key === 'error' && notRead ? l10n.t('not read: {0}', partText(notRead)) : '–';
  }
  const [only] = found;
  const texts =
    found.length === 1 && only?.path.length === 1
      ? `${only.expression} = ${valueText(only.found)}`
      : found.map(partText).join(', ');
  const meaning = usual ? usualMeaning(usual, result) : result && meaningText(key, result);
  return meaning === undefined || found.some((each) => each.found === meaning) ? texts : `${texts} → ${meaning}`;
}

/** What the usual members say of a failure; of a task that did not fail, that they are read if it does. */
export function usualMeaning({ found }: ExplainedKey, result: TaskResult | undefined): string | undefined {
  const isFailed = result?.ok && isEnded(result.snapshot.state) && result.snapshot.state !== 'succeeded';
  return isFailed ? meaningText('error', result) : found === undefined ? undefined : l10n.t('read if the task fails');
}

function partText({ path, expression, found }: ExplainedKey): string {
  const name = path.slice(1).join('.');
  return `${name === '' ? '' : `${name}: `}${expression} = ${valueText(found)}`;
}

/** What a response says under a key; undefined where the value says it itself, or nothing was read. */
export function meaningText(key: string, result: TaskResult): string | undefined {
  if (!result.ok) {
    return undefined;
  }
  const { state, percent, completed, total, createdAt, endedAt, items, error } = result.snapshot;
  switch (key) {
    case 'state':
      return stateText(state);
    case 'progress':
      return percent === undefined
        ? completed !== undefined && total !== undefined
          ? l10n.t('{0}/{1}', completed, total)
          : undefined
        : percentText(percent);
    case 'createdAt':
      return createdAt === undefined ? undefined : dateText(createdAt);
    case 'endedAt':
      return endedAt === undefined ? undefined : dateText(endedAt);
    case 'items':
      return items.length === 1 ? l10n.t('1 file') : items.length === 0 ? undefined : l10n.t('{0} files', items.length);
    case 'error':
      return error === undefined ? undefined : truncate(errorText(error, localize), longestValue);
    default:
      return undefined;
  }
}
