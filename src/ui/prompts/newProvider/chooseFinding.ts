import { l10n, ThemeIcon } from 'vscode';
import { UserError } from '../../../base/errors';
import { message } from '../../../base/message';
import { compileExpression } from '../../../providers/definitions/expressions/expression';
import { noValue } from '../../../providers/definitions/explain';
import { findingOf, type Finding, type GuessKey } from '../../../providers/definitions/guess/finding';
import { candidatesFor, findingFor, type Guess } from '../../../providers/definitions/guess/guess';
import { expressionAt, type Candidate } from '../../../providers/definitions/guess/places';
import type { TaskIdPlace } from '../../../providers/definitions/guess/taskIdPlace';
import { guessKeyText, valueText } from '../../text/guessText';
import { askChoice, type Choice } from '../wizard/askChoice';
import { askText } from '../wizard/askText';
import { back, type StepFrame } from '../wizard/runSteps';

/** Values that are listed; typing finds among them. */
const longestList = 500;

/** An example expression for each key. */
const examples: Readonly<Record<GuessKey, string>> = {
  state: 'conclusion || status',
  progress: 'stats.percent',
  name: 'metadata.name',
  createdAt: 'timing.started || created',
  endedAt: 'finished_at || failed_at',
  link: 'links.web',
  items: 'output.frames',
  error: 'error.message || detail',
};

/**
 * Lets the user choose what says something: a value of the response, nothing, or an expression.
 * @returns null for nothing
 * @throws CancelledError when the user leaves
 */
export async function chooseFinding(
  key: GuessKey,
  found: Guess,
  frame: StepFrame,
): Promise<Finding | null | typeof back> {
  const inner = { ...frame, canGoBack: true };
  const candidates = candidatesFor(key, found).slice(0, longestList);
  const choices: readonly Choice<Candidate | 'none' | 'expression'>[] = [
    ...candidates.map((each) => ({ label: valueText(each.value), description: expressionAt(each.place), value: each })),
    ...(key === 'state'
      ? []
      : [
          {
            label: l10n.t('Nothing'),
            iconPath: new ThemeIcon('circle-slash'),
            alwaysShow: true,
            value: 'none' as const,
          },
        ]),
    {
      label: l10n.t('Write an expression…'),
      description: 'JMESPath',
      iconPath: new ThemeIcon('edit'),
      alwaysShow: true,
      value: 'expression' as const,
    },
  ];
  for (;;) {
    const picked = await askChoice(inner, l10n.t('Select the value for: {0}', guessKeyText(key)), choices);
    if (picked === back) {
      return back;
    }
    if (picked === 'none') {
      // Without an expression the usual members are read.
      return ['error', 'endedAt', 'progress'].includes(key) ? findingOf(key, noValue) : null;
    }
    if (picked !== 'expression') {
      return findingFor(key, picked, found);
    }
    const typed = await askText(inner, {
      prompt: l10n.t('A JMESPath expression on the whole response, such as {0}', examples[key]),
      required: true,
      validate: (text) => {
        const compiled = compileExpression(text);
        return compiled.ok ? undefined : compiled.problem;
      },
    });
    if (typeof typed === 'string') {
      return findingOf(key, typed);
    }
  }
}

/**
 * Lets the user choose where the task's ID stands in the request.
 * @throws CancelledError when the user leaves; UserError when there is no such place
 */
export async function chooseTaskId({ everyId }: Guess, frame: StepFrame): Promise<TaskIdPlace | typeof back> {
  if (everyId.length === 0) {
    throw new UserError(message('The request has no place for a task ID. Paste one that requests a single task.'));
  }
  return askChoice(
    { ...frame, canGoBack: true },
    l10n.t('Select where the task ID is'),
    everyId.map((place) => ({ label: place.id, description: place.text, value: place })),
  );
}
