import type { Message } from '../../base/message';
import type { Fact, Snapshot, TaskError } from '../../tasks/task';

/** Translates a message. */
type Say = (message: Message) => string;

/** Why a task failed: the service's words, or a sentence of ours in the user's language. */
export function errorWords({ message: text, args }: TaskError, say: Say): string {
  return args ? say({ text, args }) : text;
}

/** Why a task failed, with the code unless the words contain it. */
export function errorText(error: TaskError, say: Say): string {
  const words = errorWords(error, say);
  const { code } = error;
  return code === undefined || error.args || words.includes(code) ? words : `${words} (${code})`;
}

/** A fact of a task in the user's language. */
export function factText({ label, value, args }: Fact, say: Say): { readonly label: string; readonly value: string } {
  return { label: say({ text: label, args: [] }), value: args ? say({ text: value, args }) : value };
}

/** A snapshot for people and other extensions: all of its texts in the user's language. */
export function snapshotInWords(snapshot: Snapshot, say: Say): Snapshot {
  const { error, facts } = snapshot;
  return {
    ...snapshot,
    ...(error
      ? { error: { ...(error.code === undefined ? {} : { code: error.code }), message: errorWords(error, say) } }
      : {}),
    ...(facts ? { facts: facts.map((fact) => factText(fact, say)) } : {}),
  };
}
