import { message, type Message } from '../../base/message';
import { validateTaskId } from '../parsing/taskId';
import { placeholderTaskId } from '../requestOrigins';
import type { Checker } from './checker';
import type { ProviderDefinition } from './definition';
import { fillTemplate, isReversible, matchTemplate, parseTemplate, placeholdersOf, type Values } from './template';

/** How the ids of a provider's tasks are written. */
export interface TaskIdForm {
  /** The names that the id gives values to: `id`, and its parts. */
  readonly names: readonly string[];
  /** The values of an id; the placeholder for one stands for every part. @returns undefined when it has not the form */
  split(id: string): Values | undefined;
  /** The id that these values make. @returns undefined when one is missing */
  join(values: Values): string | undefined;
  /** The fault of an id; undefined when it can be requested. */
  validate(id: string): Message | undefined;
}

/** Compiles `taskId.form`; without it the id is one word. */
export function compileTaskIdForm(taskId: ProviderDefinition['taskId'], checker: Checker): TaskIdForm {
  const { form, example } = taskId ?? {};
  if (form === undefined) {
    return {
      names: ['id'],
      split: (id) => ({ id }),
      join: ({ id }) => id,
      validate: validateTaskId,
    };
  }
  const parts = parseTemplate(form);
  const placeholders = placeholdersOf(parts);
  const names = placeholders.map(({ name }) => name);
  const isSound =
    placeholders.length > 0 &&
    isReversible(parts) &&
    new Set(names).size === names.length &&
    parts.every((part) => typeof part !== 'string' || !/[{}\s]/.test(part));
  if (!isSound) {
    checker.fail(
      ['taskId', 'form'],
      message(
        'Name each part of the ID once, with a text between them, such as {owner}/{run}; one part may be {+part}.',
      ),
    );
  }
  const split = (id: string): Values | undefined => {
    if (id === placeholderTaskId) {
      return Object.fromEntries(['id', ...names].map((name) => [name, id]));
    }
    const values = matchTemplate(parts, id);
    const fits = placeholders.every(({ name, isGreedy }) => isGreedy || !values?.[name]?.includes('/'));
    return values && fits ? { id, ...values } : undefined;
  };
  return {
    names: ['id', ...names],
    split,
    join: (values) => fillTemplate(parts, values),
    validate: (id) => validateTaskId(id) ?? (split(id) ? undefined : formMessage(form, example)),
  };
}

/** An example tells more than a template, where there is one. */
function formMessage(form: string, example: string | undefined): Message {
  return example === undefined
    ? message('A task ID has the form {0}.', form)
    : message('This is not a task ID of this service. One looks like {0}.', example);
}
