import type { Message } from '../../base/message';
import type { Fact } from '../../tasks/task';

/** A fact about a task, for people. @param value a text of the service as it is, or a message */
export function toFact(label: Message, value: string | number | Message): Fact {
  return typeof value === 'object'
    ? { label: label.text, value: value.text, args: value.args }
    : { label: label.text, value: String(value) };
}
