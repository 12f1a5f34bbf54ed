import { compile } from 'jmespath';
import { toError } from '../../../base/errors';
import { message, type Message } from '../../../base/message';
import { evaluate } from './evaluate';
import { expressionFunctions } from './functions';
import { growthOf } from './growth';
import { childrenOf, nodesOf, pathOf, toSyntaxTree, type PathStep, type SyntaxNode } from './syntaxTree';

/** A JMESPath expression that was checked, so that it can be evaluated on any response. */
export interface Expression {
  /**
   * The JSON value that it finds.
   * @returns undefined for nothing: null, a function that got another type than it takes, or an evaluation that takes too long
   */
  find(value: unknown): unknown;
  /** The values in which the members stand that it reads; for `task.status`, the value of `task`. */
  besides(value: unknown): readonly Placed[];
}

/** A value of a response, and the keys and indexes that lead to it. */
export interface Placed {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** An expression, or what is wrong with it. */
export type CompiledExpression =
  { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly problem: Message };

const maxLength = 1_000;
const maxNodes = 200;
const maxBrackets = 40;
const maxGrowth = 8;

/** Compiles an expression of a definition. Never throws. */
export function compileExpression(text: string): CompiledExpression {
  if (text.length > maxLength) {
    return failed(message('An expression has at most {0} characters. Shorten it.', maxLength));
  }
  // Before it is parsed: the parser calls itself for each bracket.
  if (depthOf(text) > maxBrackets) {
    return failed(message('An expression has at most {0} brackets within each other. Simplify it.', maxBrackets));
  }
  let tree;
  try {
    tree = toSyntaxTree(compile(text));
  } catch (error) {
    return failed(message('"{0}" is no JMESPath expression. The parser says: {1}.', shorten(text), reasonOf(error)));
  }
  if (!tree) {
    return failed(message('The expression "{0}" is not complete. Write the rest of it.', shorten(text)));
  }
  const problem = findProblem(tree);
  return problem ? failed(problem) : { ok: true, expression: toExpression(tree) };
}

function failed(problem: Message): CompiledExpression {
  return { ok: false, problem };
}

function toExpression(tree: SyntaxNode): Expression {
  const parents = alternativesOf(tree)
    .map(pathOf)
    .flatMap((path) => (path && path.length > 0 ? [path.slice(0, -1)] : []));
  return {
    find(value) {
      try {
        return evaluate(tree, value ?? null) ?? undefined;
      } catch {
        return undefined;
      }
    },
    besides: (value) => parents.map((path) => ({ path, value: follow(path, value) })),
  };
}

/** The value that keys and indexes lead to; null for none. */
export function follow(path: readonly PathStep[], value: unknown): unknown {
  return path.reduce<unknown>(
    (within, step) =>
      evaluate(typeof step === 'string' ? { type: 'Field', name: step } : { type: 'Index', value: step }, within),
    value,
  );
}

/** The nodes that a choice such as `a || b && c` is made of; the node itself when it is no choice. */
function alternativesOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.type === 'OrExpression' || node.type === 'AndExpression'
    ? childrenOf(node).flatMap(alternativesOf)
    : [node];
}

function findProblem(tree: SyntaxNode): Message | undefined {
  const nodes = nodesOf(tree);
  if (nodes.length > maxNodes) {
    return message('The expression has too many parts. Simplify it.');
  }
  if (tree.type === 'ExpressionReference') {
    return misplacedReference();
  }
  for (const node of nodes) {
    const problem = findNodeProblem(node);
    if (problem) {
      return problem;
    }
  }
  return growthOf(tree) > maxGrowth
    ? message('The expression would make a response many times larger. Select less at once.')
    : undefined;
}

function findNodeProblem(node: SyntaxNode): Message | undefined {
  if (node.type !== 'Function') {
    return childrenOf(node).some(({ type }) => type === 'ExpressionReference') ? misplacedReference() : undefined;
  }
  const { name, children } = node;
  const known = expressionFunctions.get(name);
  if (!known) {
    return message('JMESPath has no function {0}(). Correct its name.', shorten(name));
  }
  const { takes, isVariadic } = known;
  if (isVariadic ? children.length < takes.length : children.length !== takes.length) {
    return message('The function {0}() takes {1} arguments, not {2}.', name, takes.length, children.length);
  }
  const isPlaced = children.every(({ type }, index) => {
    return (type === 'ExpressionReference') === (takes[Math.min(index, takes.length - 1)] === 'expression');
  });
  return isPlaced
    ? undefined
    : message('The function {0}() takes its expression with & before it, such as &name.', name);
}

function misplacedReference(): Message {
  return message('Only functions such as map() take an expression with & before it.');
}

/** How many brackets stand within each other, outside of texts. */
function depthOf(expression: string): number {
  const code = expression.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/gs, '');
  let depth = 0;
  let deepest = 0;
  for (const character of code) {
    if ('([{'.includes(character)) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (')]}'.includes(character)) {
      depth -= 1;
    }
  }
  return deepest;
}

/** The parser's own words without its name for the place; its other errors are no sentences. */
function reasonOf(error: unknown): string {
  const { name, message: text } = toError(error);
  const isSaid = /^(Parser|Lexer)Error$/i.test(name) || /^[A-Z][\w ]+(:|,|not allowed)/.test(text);
  return isSaid && !/undefined|null \(/.test(text) ? text.replace(/: ""$/, '').slice(0, 200) : 'invalid expression';
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
