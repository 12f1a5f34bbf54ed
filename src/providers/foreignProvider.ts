import type { Message } from '../base/message';
import type { ConnectionField, Provider } from './provider';

/** A field of a provider of another extension. Its sentences may be plain texts, which are shown as they are. */
export type ForeignField = Omit<ConnectionField, 'validate'> & {
  /** Says what is wrong with a value that is not empty; `undefined` if it is fine. */
  validate(value: string): Message | string | undefined;
};

/** A provider of another extension. Its sentences may be plain texts, which are shown as they are. */
export type ForeignProvider = Omit<Provider, 'fields' | 'validateId'> & {
  readonly fields: readonly ForeignField[];
  /** Says what is wrong with a task id; `undefined` if it can be requested. */
  validateId?(id: string): Message | string | undefined;
};
