import { message, type Message } from '../../base/message';
import { compileExpression, type Expression } from './expressions/expression';
import { toPointer, type Mistake } from './mistake';

/** A place in a definition: keys and indexes from its root. */
export type Path = readonly (string | number)[];

/** Collects all mistakes of a definition while its parts are compiled. */
export class Checker {
  private readonly found: Mistake[] = [];

  get mistakes(): readonly Mistake[] {
    return this.found;
  }

  /** Notes a mistake. */
  fail(path: Path, problem: Message): void {
    this.found.push({ pointer: toPointer(path), message: problem });
  }

  /** Compiles an expression. @returns one that finds nothing after a mistake, since the definition is not used then */
  expression(text: string, path: Path): Expression {
    const compiled = compileExpression(text);
    if (compiled.ok) {
      return compiled.expression;
    }
    this.fail(path, compiled.problem);
    return findsNothing;
  }

  /** The same for an expression that may be absent. */
  optional(text: string | undefined, path: Path): Expression | undefined {
    return text === undefined ? undefined : this.expression(text, path);
  }

  /** The same for one expression, or a list of them. */
  expressions(texts: string | readonly string[] | undefined, path: Path): readonly Expression[] {
    if (texts === undefined) {
      return [];
    }
    return typeof texts === 'string'
      ? [this.expression(texts, path)]
      : texts.map((text, index) => this.expression(text, [...path, index]));
  }
}

const findsNothing: Expression = { find: () => undefined, besides: () => [] };

/** The mistake of a placeholder that stands where it must not. */
export function placeholderProblem(name: string, kind: 'host' | 'list' | 'page' | 'reserved' | 'name'): Message {
  switch (kind) {
    case 'host':
      return message(
        '{0} cannot stand in a host: a task would choose where the credentials go. Write the host itself, or a placeholder that is a field of the connection.',
        `{${name}}`,
      );
    case 'list':
      return message(
        '{0} is a part of a task\u2019s ID, and a list asks for no single task. Remove it here.',
        `{${name}}`,
      );
    case 'page':
      return message('{page} can stand in the request of a list only. Remove it here.');
    case 'reserved':
      return message(
        '{0} cannot be a field of a connection, which has a key of this name. Use another name.',
        `{${name}}`,
      );
    case 'name':
      return message('{0} is no name for a field. Use a small letter, then letters, digits and _.', `{${name}}`);
  }
}
