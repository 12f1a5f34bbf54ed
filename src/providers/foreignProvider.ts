import type { Message } from '../base/message';
import type { ConnectionField, Provider } from './provider';

/** A field of a provider of another extension. Its sentences may be plain texts, which are shown as they are. */
export type ForeignField = Omit<ConnectionField, 'hint' | 'required' | 'validate'> &
  Partial<Pick<ConnectionField, 'hint' | 'required'>> & {
    /** Says what is wrong with a value that is not empty; `undefined` if it is fine. */
    validate?(value: string): Message | string | undefined;
  };

/** A provider of another extension. Its sentences may be plain texts, which are shown as they are. */
export type ForeignProvider = Omit<Provider, 'icon' | 'documentation' | 'fields' | 'validateId' | 'definition'> & {
  /** Name of a codicon; `cloud` by default. */
  readonly icon?: string;
  /** Address of the API document, if there is one. */
  readonly documentation?: string;
  readonly fields: readonly ForeignField[];
  /** Says what is wrong with a task id; `undefined` if it can be requested. */
  validateId?(id: string): Message | string | undefined;
};
