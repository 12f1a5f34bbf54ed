import { isJsonObject } from '../../../base/json';
import { expressionFunctions, type Argument } from './functions';
import type { Comparison, SyntaxNode } from './syntaxTree';

/** The steps that one evaluation may take: more than any real response needs, and done within about 100 ms. */
const maxSteps = 1_000_000;

/**
 * Evaluates a syntax tree as the JMESPath specification says, with three differences to the package's own interpreter: it
 * reads an object's own members only, so that no response or expression reaches JavaScript's prototypes; it counts its
 * steps; and a tree is parsed once. Nothing of a response is ever taken for a part of an expression.
 * @param value JSON
 * @returns JSON; null for nothing
 * @throws Error when a function gets another type than it takes, or the steps are used up
 */
export function evaluate(tree: SyntaxNode, value: unknown): unknown {
  return new Evaluation().visit(tree, value);
}

class Evaluation {
  private steps = 0;

  visit(node: SyntaxNode, value: unknown): unknown {
    this.count(1);
    switch (node.type) {
      case 'Field':
        return isJsonObject(value) && Object.hasOwn(value, node.name) ? value[node.name] : null;
      case 'Index':
        return Array.isArray(value) ? ((value as unknown[]).at(node.value) ?? null) : null;
      case 'Slice':
        return Array.isArray(value) ? slice(value, node.children) : null;
      case 'Literal':
        return node.value;
      case 'Identity':
      case 'Current':
        return value;
      case 'Subexpression': {
        const found = this.visit(node.children[0], value);
        return found === null ? null : this.visit(node.children[1], found);
      }
      case 'IndexExpression':
      case 'Pipe':
        return this.visit(node.children[1], this.visit(node.children[0], value));
      case 'Projection': {
        const list = this.visit(node.children[0], value);
        return Array.isArray(list) ? this.project(node.children[1], list) : null;
      }
      case 'ValueProjection': {
        const object = this.visit(node.children[0], value);
        return isJsonObject(object) ? this.project(node.children[1], Object.values(object)) : null;
      }
      case 'FilterProjection': {
        const [left, right, condition] = node.children;
        const list: unknown = this.visit(left, value);
        return Array.isArray(list)
          ? this.project(
              right,
              list.filter((each) => isTruthy(this.visit(condition, each))),
            )
          : null;
      }
      case 'Flatten': {
        const list = this.visit(node.children[0], value);
        return Array.isArray(list) ? this.sized((list as unknown[]).flat(1)) : null;
      }
      case 'Comparator':
        return this.compare(node.name, this.visit(node.children[0], value), this.visit(node.children[1], value));
      case 'OrExpression': {
        const first = this.visit(node.children[0], value);
        return isTruthy(first) ? first : this.visit(node.children[1], value);
      }
      case 'AndExpression': {
        const first = this.visit(node.children[0], value);
        return isTruthy(first) ? this.visit(node.children[1], value) : first;
      }
      case 'NotExpression':
        return !isTruthy(this.visit(node.children[0], value));
      case 'MultiSelectList':
        return value === null ? null : node.children.map((child) => this.visit(child, value));
      case 'MultiSelectHash':
        return value === null
          ? null
          : Object.fromEntries(node.children.map((pair) => [pair.name, this.visit(pair.value, value)]));
      case 'Function':
        return this.call(node.name, node.children, value);
      case 'ExpressionReference':
        throw new TypeError('an expression is no value');
    }
  }

  private project(node: SyntaxNode, list: readonly unknown[]): readonly unknown[] {
    return list.map((each) => this.visit(node, each)).filter((found) => found !== null);
  }

  private call(name: string, children: readonly SyntaxNode[], value: unknown): unknown {
    const args = children.map((child): Argument =>
      child.type === 'ExpressionReference'
        ? { each: (each) => this.visit(child.children[0], each) }
        : { value: this.sized(this.visit(child, value)) },
    );
    return expressionFunctions.get(name)?.run(args) ?? null;
  }

  private compare(comparison: Comparison, one: unknown, other: unknown): boolean | null {
    switch (comparison) {
      case 'EQ':
        return this.equal(one, other);
      case 'NE':
        return !this.equal(one, other);
      default:
        return typeof one === 'number' && typeof other === 'number' ? isInOrder(comparison, one, other) : null;
    }
  }

  private equal(one: unknown, other: unknown): boolean {
    this.count(1);
    if (Array.isArray(one) && Array.isArray(other)) {
      return one.length === other.length && one.every((each, index) => this.equal(each, other[index]));
    }
    if (isJsonObject(one) && isJsonObject(other)) {
      const keys = Object.keys(one);
      return (
        keys.length === Object.keys(other).length &&
        keys.every((key) => Object.hasOwn(other, key) && this.equal(one[key], other[key]))
      );
    }
    return one === other;
  }

  /** Counts what a function, or a copy, does with every element or character of a value. */
  private sized<T>(value: T): T {
    if (typeof value === 'string') {
      this.count(value.length / 64);
    } else if (Array.isArray(value)) {
      this.count(value.length);
    }
    return value;
  }

  private count(steps: number): void {
    this.steps += steps;
    if (this.steps > maxSteps) {
      throw new Error('The expression takes too long.');
    }
  }
}

function isInOrder(comparison: Exclude<Comparison, 'EQ' | 'NE'>, one: number, other: number): boolean {
  switch (comparison) {
    case 'GT':
      return one > other;
    case 'GTE':
      return one >= other;
    case 'LT':
      return one < other;
    case 'LTE':
      return one <= other;
  }
}

/** JMESPath's truth: not null, false, or an empty text, list or object. Zero is true. */
function isTruthy(value: unknown): boolean {
  if (value === null || value === false || value === '') {
    return false;
  }
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function slice(list: readonly unknown[], [start, stop, step]: readonly (number | null)[]): readonly unknown[] {
  const by = step ?? 1;
  if (by === 0) {
    throw new RangeError('a slice cannot have the step 0');
  }
  const { length } = list;
  const bound = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, by < 0 ? -1 : 0), length);
  const first = start === null || start === undefined ? (by < 0 ? length - 1 : 0) : bound(start);
  const end = stop === null || stop === undefined ? (by < 0 ? -1 : length) : bound(stop);
  const found: unknown[] = [];
  for (let at = Math.min(first, length - 1); by > 0 ? at < end && first < length : at > end; at += by) {
    found.push(list[at]);
  }
  return found;
}
