import { isJsonObject } from '../../../base/json';

/**
 * The syntax tree that `jmespath` parses an expression into, with every node that it may contain. The names are that
 * package's.
 */
export type SyntaxNode =
  | { readonly type: 'Field'; readonly name: string }
  | { readonly type: 'Index'; readonly value: number }
  | { readonly type: 'Slice'; readonly children: readonly (number | null)[] }
  | { readonly type: 'Literal'; readonly value: unknown }
  | { readonly type: 'Identity' | 'Current' }
  | { readonly type: 'Comparator'; readonly name: Comparison; readonly children: readonly [SyntaxNode, SyntaxNode] }
  | { readonly type: PairType; readonly children: readonly [SyntaxNode, SyntaxNode] }
  | { readonly type: 'FilterProjection'; readonly children: readonly [SyntaxNode, SyntaxNode, SyntaxNode] }
  | { readonly type: 'Flatten' | 'NotExpression' | 'ExpressionReference'; readonly children: readonly [SyntaxNode] }
  | { readonly type: 'MultiSelectList'; readonly children: readonly SyntaxNode[] }
  | { readonly type: 'MultiSelectHash'; readonly children: readonly SelectedPair[] }
  | { readonly type: 'Function'; readonly name: string; readonly children: readonly SyntaxNode[] };

/** A comparison of two values. */
export type Comparison = 'EQ' | 'NE' | 'GT' | 'GTE' | 'LT' | 'LTE';

type PairType =
  'Subexpression' | 'IndexExpression' | 'Pipe' | 'Projection' | 'ValueProjection' | 'OrExpression' | 'AndExpression';

/** One value of a multi-select hash. */
export interface SelectedPair {
  readonly name: string;
  readonly value: SyntaxNode;
}

/** How many children a node has; absent where it is any number. */
const arity: Readonly<Record<string, number | undefined>> = {
  Comparator: 2,
  Subexpression: 2,
  IndexExpression: 2,
  Pipe: 2,
  Projection: 2,
  ValueProjection: 2,
  OrExpression: 2,
  AndExpression: 2,
  FilterProjection: 3,
  Flatten: 1,
  NotExpression: 1,
  ExpressionReference: 1,
};

const comparisons: readonly unknown[] = ['EQ', 'NE', 'GT', 'GTE', 'LT', 'LTE'] satisfies Comparison[];

/**
 * Checks what the parser returned: of some mistakes, such as `a.`, it makes a tree with holes.
 * @returns undefined when the tree is not complete
 */
export function toSyntaxTree(parsed: unknown): SyntaxNode | undefined {
  return isNode(parsed) ? parsed : undefined;
}

function isNode(value: unknown): value is SyntaxNode {
  if (!isJsonObject(value)) {
    return false;
  }
  const { type, name, value: own, children } = value;
  switch (type) {
    case 'Field':
      return typeof name === 'string';
    case 'Index':
      return Number.isInteger(own);
    case 'Slice':
      return Array.isArray(children) && children.every((each) => each === null || Number.isInteger(each));
    case 'Literal':
    case 'Identity':
    case 'Current':
      return true;
    case 'MultiSelectHash':
      return Array.isArray(children) && children.every((pair) => isJsonObject(pair) && isNode(pair['value']));
    case 'Function':
      return typeof name === 'string' && areNodes(children);
    case 'Comparator':
      return comparisons.includes(name) && areNodes(children, 2);
    case 'MultiSelectList':
      return areNodes(children);
    default:
      return typeof type === 'string' && Object.hasOwn(arity, type) && areNodes(children, arity[type]);
  }
}

function areNodes(children: unknown, count?: number): boolean {
  return Array.isArray(children) && (count === undefined || children.length === count) && children.every(isNode);
}

/** The nodes directly below a node. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.type) {
    case 'Field':
    case 'Index':
    case 'Slice':
    case 'Literal':
    case 'Identity':
    case 'Current':
      return [];
    case 'MultiSelectHash':
      return node.children.map(({ value }) => value);
    default:
      return node.children;
  }
}

/** The node and all nodes below it. */
export function nodesOf(node: SyntaxNode): readonly SyntaxNode[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}

/** One step of a path: the name of a member, or the index in a list. */
export type PathStep = string | number;

/** The path that a node reads, such as `a.b[0]`; undefined when it does more than that. */
export function pathOf(node: SyntaxNode): readonly PathStep[] | undefined {
  switch (node.type) {
    case 'Field':
      return [node.name];
    case 'Index':
      return [node.value];
    case 'Identity':
    case 'Current':
      return [];
    case 'Subexpression':
    case 'IndexExpression': {
      const [before, after] = node.children.map(pathOf);
      return before && after && [...before, ...after];
    }
    default:
      return undefined;
  }
}
