import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { credentialKindInfo, credentialKinds } from '../src/auth/credentialKinds';
import { parseCatalogEntry } from '../src/providers/definitions/catalogEntry';
import { builtInProviders } from '../src/providers/builtInProviders';
import { demoConnections } from '../src/simulator/demo/demoAccounts';
import { createDemoTasks } from '../src/simulator/demo/demoTasks';
import { pathOf, readJson, readText } from './support/checkout';

const bundle = 'l10n/bundle.l10n.zh-cn.json';

/** A text that people read in their language, and where it comes from. */
interface Source {
  readonly text: string;
  readonly place: string;
}

/** What is given to `message(…)` and `l10n.t(…)` in a file. @throws when that is no literal */
function textsIn(file: string): readonly Source[] {
  const tree = ts.createSourceFile(file, readText(file), ts.ScriptTarget.Latest, true);
  const found: Source[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslated(node.expression) && !isTranslator(file)) {
      const [first] = node.arguments;
      const place = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
      for (const text of literals(first)) {
        assert.ok(text !== undefined, `${place}: the text is not a literal, so that nobody can translate it`);
        found.push({ text, place });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isTranslated(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee)
    ? callee.text === 'message'
    : ts.isPropertyAccessExpression(callee) && callee.getText() === 'l10n.t';
}

/** The one place where texts come from elsewhere: it translates what others have made. */
function isTranslator(file: string): boolean {
  return file === 'src/ui/shell/localize.ts';
}

/** The literals that an argument can be; `undefined` stands for anything else. */
function literals(argument: ts.Expression | undefined): readonly (string | undefined)[] {
  if (argument && ts.isParenthesizedExpression(argument)) {
    return literals(argument.expression);
  }
  if (argument && ts.isConditionalExpression(argument)) {
    return [...literals(argument.whenTrue), ...literals(argument.whenFalse)];
  }
  return [argument && ts.isStringLiteralLike(argument) ? argument.text : undefined];
}

/** What providers and kinds of credentials say about the fields that people fill in. */
function fieldTexts(): readonly Source[] {
  const providers = builtInProviders.flatMap(({ id, fields }) =>
    fields.flatMap(({ label, hint, whenEmpty = '' }) =>
      [label, hint, whenEmpty].map((text) => ({ text, place: `the fields of ${id}` })),
    ),
  );
  const catalog = readdirSync(pathOf('media/providers')).flatMap((file) => {
    const entry = parseCatalogEntry(readJson(`media/providers/${file}`));
    assert.ok('provider' in entry, file);
    const { provider, help } = entry;
    const fields = provider.fields.flatMap(({ label, hint, whenEmpty = '' }) => [label, hint, whenEmpty]);
    return [help.hint, ...fields].map((text) => ({ text, place: `media/providers/${file}` }));
  });
  const credentials = credentialKinds.flatMap((kind) => {
    const { label, hint, fields } = credentialKindInfo(kind);
    const texts = [label, hint, ...fields.flatMap((field) => [field.label, field.hint])];
    return texts.map((text) => ({ text, place: `the credentials ${kind}` }));
  });
  return [...providers, ...catalog, ...credentials].filter(({ text }) => text !== '');
}

/** The names of the demo's connections and tasks. */
function demoTexts(): readonly Source[] {
  const texts: string[] = [];
  const collect = (text: string): string => {
    texts.push(text);
    return text;
  };
  demoConnections('http://127.0.0.1:1', collect);
  createDemoTasks(0, collect);
  return texts.map((text) => ({ text, place: 'the demo' }));
}

const places = (text: string): readonly string[] => [...new Set(text.match(/\{\d+\}/g))].sort();

/** The same in every language. */
const productName = 'Cloud Tasks';

describe('the Chinese translation', () => {
  const files = readdirSync(pathOf('src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.posix.join('src', file.split(path.sep).join('/')));
  const sources = [...files.flatMap(textsIn), ...fieldTexts(), ...demoTexts()];
  const chinese = readJson(bundle) as Readonly<Record<string, string>>;

  it('has every text that people read', () => {
    assert.ok(sources.length > 200, `${sources.length} texts were found`);
    const missing = sources.filter(({ text }) => !Object.hasOwn(chinese, text));
    const list = [...new Map(missing.map(({ text, place }) => [text, place]))];
    // Ready to be pasted into the bundle.
    const lines = list.map(([text, place]) => `  ${JSON.stringify(text)}: "", // ${place}`).join('\n');
    assert.equal(list.length, 0, `Missing in ${bundle}:\n${lines}`);
  });

  it('has no text that nobody reads any more', () => {
    const read = new Set(sources.map(({ text }) => text));
    const left = Object.keys(chinese).filter((text) => !read.has(text));
    assert.deepEqual(left, [], `Superfluous in ${bundle}`);
  });

  it('fills in the same places', () => {
    for (const [text, translated] of Object.entries(chinese)) {
      assert.deepEqual(places(translated), places(text), text);
    }
  });

  it('is Chinese, and keeps the icons', () => {
    const icons = (text: string): readonly string[] => (text.match(/\$\([a-z~-]+\)/g) ?? []).sort();
    for (const [text, translated] of Object.entries(chinese)) {
      assert.deepEqual(icons(translated), icons(text), text);
      if (text === productName) {
        assert.equal(translated, productName);
        continue;
      }
      const words = text.replace(/\{\d+\}|\$\([a-z~-]+\)/g, '');
      assert.ok(!/[a-z]{3}/.test(words) || /\p{Script=Han}/u.test(translated), `"${text}" is not translated`);
    }
  });

  it('is as polite everywhere', () => {
    for (const file of [bundle, 'package.nls.zh-cn.json']) {
      const familiar = Object.values(readJson(file) as Readonly<Record<string, string>>).filter((text) =>
        text.includes('你'),
      );
      assert.deepEqual(familiar, [], file);
    }
  });
});
