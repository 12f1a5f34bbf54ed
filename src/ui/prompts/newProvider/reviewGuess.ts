import { l10n, QuickPickItemKind, ThemeIcon } from 'vscode';
import { failureMessage } from '../../../http/failureMessage';
import type { ProviderDefinition } from '../../../providers/definitions/definition';
import { explain, type Explanation } from '../../../providers/definitions/explain';
import { guessKeys, type GuessKey } from '../../../providers/definitions/guess/finding';
import { toDefinition, type Choices, type Guess } from '../../../providers/definitions/guess/guess';
import { providerFromDefinition } from '../../../providers/definitions/providerFromDefinition';
import type { CredentialDefinition } from '../../../providers/definitions/definition';
import { localize } from '../../shell/localize';
import { showModalWarning } from '../../shell/showMessage';
import { findingText, guessKeyText } from '../../text/guessText';
import { askChoice, type Choice } from '../wizard/askChoice';
import { askText } from '../wizard/askText';
import { back, type StepFrame } from '../wizard/runSteps';
import { askMeaning } from './askMeaning';
import { chooseFinding, chooseTaskId } from './chooseFinding';

/** How a new definition is called. */
export interface Identity {
  /** Proposed; the user may change it. */
  readonly label: string;
  /** The ID of a definition that is called so. */
  readonly toId: (label: string) => string;
  readonly credentials: readonly CredentialDefinition[];
}

/** A definition that a person accepted, and the task that it was made from. */
export interface AcceptedGuess {
  readonly definition: ProviderDefinition;
  readonly taskId: string;
}

type Row = GuessKey | 'accept' | 'taskId' | 'cancel' | 'label' | 'again';

/**
 * Shows what was found in a response. Enter accepts all; a row leads to other values of the response.
 * @param onChange notes each choice, so that it is kept when the user leaves
 * @returns `back`, or `again` to send the request again
 * @throws CancelledError when the user leaves
 */
export async function reviewGuess(
  found: Guess,
  identity: Identity,
  initial: Choices,
  frame: StepFrame,
  onChange: (choices: Choices) => void,
): Promise<AcceptedGuess | typeof back | 'again'> {
  let choices = initial;
  const define = (chosen: Choices): ProviderDefinition => {
    const { label = identity.label } = chosen;
    return toDefinition(found, { ...identity, id: identity.toId(label), label }, chosen);
  };
  const change = (next: Choices): void => {
    choices = next;
    onChange(next);
  };
  for (;;) {
    const definition = define(choices);
    const place = choices.id ?? found.ids[0];
    const taskId = place?.id ?? '';
    const explanation = explain(definition, found.sample.response, taskId);
    const picked: Row | typeof back = await askChoice(
      frame,
      l10n.t('Press Enter to accept all, or select a row to change it'),
      rowsFor(definition, explanation, place?.text, define(withoutCancel(choices)).cancel),
      // After a change, too, Enter accepts.
      'accept',
    );
    if (picked === back || picked === 'again') {
      return picked;
    }
    const missing = picked === 'accept' ? firstMissing(definition, explanation, taskId) : undefined;
    const row = missing ?? picked;
    switch (row) {
      case 'accept': {
        if (!explanation.result) {
          // The row may be too narrow for it.
          const problem = problemOf(definition, explanation) ?? '';
          await showModalWarning(l10n.t('{0} cannot be saved yet', definition.label ?? definition.id), problem);
          break;
        }
        const word = unknownWord(explanation);
        const state = word === undefined ? undefined : await askMeaning(word, { ...frame, canGoBack: true });
        if (state === back) {
          break;
        }
        if (word !== undefined && state !== undefined && state !== 'unknown') {
          change({ ...choices, states: { ...choices.states, [state]: word } });
        }
        return { definition: define(choices), taskId };
      }
      case 'taskId': {
        const id = await chooseTaskId(found, frame);
        if (id !== back) {
          change({ ...choices, id });
        }
        break;
      }
      case 'cancel': {
        // The row switches it off, and on again.
        const { cancel, ...rest } = choices;
        change(cancel === null ? rest : { ...choices, cancel: null });
        break;
      }
      case 'label': {
        const label = await askText(frame, {
          prompt: l10n.t('Display name of the provider'),
          value: definition.label ?? definition.id,
          required: true,
        });
        if (typeof label === 'string') {
          change({ ...choices, label: label.slice(0, 60) });
        }
        break;
      }
      case 'again':
        break;
      default: {
        const finding = await chooseFinding(row, found, frame);
        if (finding !== back) {
          change({ ...choices, findings: { ...choices.findings, [row]: finding } });
        }
      }
    }
  }
}

function withoutCancel({ cancel: _cancel, ...choices }: Choices): Choices {
  return choices;
}

/** The request that cancels a task; a dash where there is none. */
function cancelText(cancel: ProviderDefinition['cancel']): string {
  if (cancel === undefined) {
    return '–';
  }
  const { method = 'POST', url } = typeof cancel === 'string' ? { url: cancel } : cancel;
  return `${method} ${url.replace(/^https?:\/\/[^/]*/, '')}`;
}

/** What must be chosen before a definition can be used. */
function firstMissing(definition: ProviderDefinition, explanation: Explanation, taskId: string): Row | undefined {
  const { result } = explanation;
  if (!isStated(definition) || (result?.ok === false && result.failure.kind === 'unexpected-shape')) {
    return 'state';
  }
  return taskId === '' ? 'taskId' : undefined;
}

/** A word or number for the state that nobody knows the meaning of. */
function unknownWord({ result }: Explanation): string | undefined {
  return result?.ok && result.snapshot.state === 'unknown' ? result.snapshot.rawState : undefined;
}

/** Why the definition cannot be used, or what it makes of the response if that is no task. */
function problemOf(definition: ProviderDefinition, { result }: Explanation): string | undefined {
  if (!isStated(definition)) {
    return l10n.t('Nothing in the response was recognized as the state. Press Enter to select it.');
  }
  const made = providerFromDefinition(definition);
  const mistake = 'mistakes' in made ? made.mistakes[0] : undefined;
  return mistake
    ? l10n.t('{0}: {1}', mistake.pointer, localize(mistake.message))
    : result?.ok === false
      ? localize(failureMessage(result.failure))
      : undefined;
}

function isStated({ state, statusCodes }: ProviderDefinition): boolean {
  return state !== undefined || statusCodes !== undefined;
}

function rowsFor(
  definition: ProviderDefinition,
  explanation: Explanation,
  idText: string | undefined,
  foundCancel: ProviderDefinition['cancel'],
): readonly Choice<Row>[] {
  const problem = problemOf(definition, explanation);
  const label = definition.label ?? definition.id;
  const accept: Choice<Row> = {
    label: l10n.t('Save {0} and track the task', label),
    iconPath: new ThemeIcon('check'),
    ...(problem === undefined ? {} : { detail: problem }),
    value: 'accept',
  };
  const keys = guessKeys.map((key): Choice<Row> => {
    const text = findingText(key, explanation);
    return { label: guessKeyText(key), description: text, value: key };
  });
  return [
    accept,
    { label: l10n.t('Found in the response'), kind: QuickPickItemKind.Separator, value: 'accept' },
    ...keys,
    { label: l10n.t('Task ID'), description: idText ?? '–', value: 'taskId' },
    ...(foundCancel === undefined
      ? []
      : [{ label: l10n.t('Cancel'), description: cancelText(definition.cancel), value: 'cancel' as const }]),
    { label: l10n.t('Provider'), description: label, value: 'label' },
    { label: l10n.t('Send again…'), iconPath: new ThemeIcon('refresh'), value: 'again' },
  ];
}
