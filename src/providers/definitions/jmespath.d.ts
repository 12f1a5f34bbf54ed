declare module 'jmespath' {
  /**
   * Parses an expression.
   * @returns the root of the syntax tree
   * @throws Error for what is no expression; other errors, too, since its parser does not expect every mistake
   */
  export function compile(expression: string): unknown;
  /** Evaluates an expression. Tests compare with it. */
  export function search(data: unknown, expression: string): unknown;
}
