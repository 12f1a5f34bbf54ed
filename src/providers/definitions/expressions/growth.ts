import { childrenOf, pathOf, type PathStep, type SyntaxNode } from './syntaxTree';

/**
 * How many times larger than a response the values may be that an expression makes of it: an upper bound from the syntax
 * alone. What selects several things adds up, unless they are different members; one thing after the other multiplies.
 */
export function growthOf(node: SyntaxNode): number {
  return Math.max(1, bound(node));
}

function bound(node: SyntaxNode): number {
  switch (node.type) {
    case 'Field':
    case 'Index':
    case 'Slice':
    case 'Identity':
    case 'Current':
      return 1;
    case 'Literal':
      // It is as long as the expression at most.
      return 0;
    case 'Subexpression':
    case 'IndexExpression':
    case 'Pipe':
    case 'Projection':
    case 'ValueProjection':
      return growthOf(node.children[0]) * growthOf(node.children[1]);
    case 'FilterProjection':
      return growthOf(node.children[0]) * Math.max(growthOf(node.children[1]), growthOf(node.children[2]));
    case 'MultiSelectList':
    case 'MultiSelectHash':
      return selection(childrenOf(node));
    case 'Function':
      return ofFunction(node.name, node.children);
    default:
      return Math.max(...node.children.map(bound));
  }
}

function selection(parts: readonly SyntaxNode[]): number {
  const paths = parts.map(pathOf).filter((path) => path !== undefined);
  const areMembers =
    paths.length === parts.length && paths.every((path, index) => isApart(path, paths.slice(index + 1)));
  return areMembers ? 1 : parts.reduce((sum, part) => sum + bound(part), 0);
}

/** Whether a path leads to something that none of the others contains, and that contains none of them. */
function isApart(path: readonly PathStep[], others: readonly (readonly PathStep[])[]): boolean {
  return others.every((other) => path.slice(0, other.length).some((step, index) => step !== other[index]));
}

function ofFunction(name: string, args: readonly SyntaxNode[]): number {
  switch (name) {
    case 'map':
      return args.reduce((product, arg) => product * growthOf(arg), 1);
    case 'merge':
      return args.reduce((sum, arg) => sum + bound(arg), 0);
    case 'to_string':
      // A quotation mark within becomes two characters, each time.
      return 2 * Math.max(...args.map(bound), 1);
    case 'join': {
      const [separator, list] = args;
      const length =
        separator?.type === 'Literal' && typeof separator.value === 'string' ? separator.value.length : Infinity;
      // Three characters of JSON make one element.
      return (list ? growthOf(list) : 1) * Math.max(1, length / 3);
    }
    default:
      return Math.max(...args.map(bound), 1);
  }
}
