import tseslint from 'typescript-eslint';

// Which folder may import which. A folder may always import itself; `ids.ts` and `api.ts` are types and names only.
const mayImport = {
  base: [],
  http: ['base'],
  tasks: ['base', 'http'],
  auth: ['base', 'http'],
  connections: ['base', 'http', 'tasks', 'auth'],
  providers: ['base', 'http', 'tasks', 'auth', 'connections'],
  client: ['base', 'http', 'tasks', 'auth', 'connections', 'providers'],
  polling: ['base', 'http', 'tasks', 'auth', 'connections', 'providers', 'client'],
  notices: ['base', 'http', 'tasks', 'auth', 'connections', 'providers', 'polling'],
  store: ['base', 'http', 'tasks'],
  simulator: ['base', 'http', 'auth'],
  // A page in a browser: nothing of ours but the messages, see `panelMessages`.
  panel: [],
  ui: [
    ...['base', 'http', 'tasks', 'auth', 'connections', 'providers', 'client', 'polling', 'notices', 'simulator'],
    ...['ids', 'api'],
  ],
};

const folders = Object.keys(mayImport);

/** The page of the Details panel shares one file with its host: the messages between them. */
const panelMessages = '\\.\\./ui/views/details/messages';

/** One platform module, and the only places that may touch it. */
const platform = [
  { names: ['vscode'], only: ['ui'], message: 'The editor is touched in src/ui and src/extension.ts only.' },
  { names: ['node:fs', 'node:sqlite'], only: ['store'], message: 'Files belong to src/store.' },
  {
    names: ['node:fs/promises'],
    only: ['store', 'http'],
    message: 'Files belong to src/store; certificates to src/http.',
  },
  { names: ['node:child_process'], only: ['auth'], message: 'Commands that print tokens run in src/auth.' },
  { names: ['node-fetch'], only: ['http'], message: 'Requests leave through src/http.' },
  { names: ['node:crypto'], only: ['auth', 'simulator', 'store'], message: 'Secrets are handled in src/auth.' },
  { names: ['node:http', 'node:https'], only: ['http', 'simulator'], message: 'Requests leave through src/http.' },
];

const uiSyntax = [
  {
    selector: "MemberExpression[object.name='commands'][property.name='registerCommand']",
    message: 'Register through ui/commands/registerCommands.ts, which reports errors to the user.',
  },
  {
    selector: "Literal[value='setContext']",
    message: 'Context keys are set in ui/shell/contextKeys.ts.',
  },
];

/** A function of `window` that shows texts, and the only files that may call it. */
const textBorders = [
  ['show(Information|Warning|Error)Message', ['src/ui/shell/showMessage.ts']],
  ['withProgress', ['src/ui/shell/progress.ts']],
  ['(show|create)QuickPick', ['src/ui/prompts/quickPick.ts']],
  ['showInputBox', ['src/ui/prompts/inputBox.ts']],
  ['createInputBox', ['src/ui/prompts/inputBox.ts']],
  ['createWebviewPanel', ['src/ui/views/details/detailsPanels.ts']],
  ['showWorkspaceFolderPick', []],
];

/** Texts of services and users must stay text, so that each place that shows them has one function that escapes. */
const textSyntaxOf = (file) => [
  ...textBorders
    .filter(([, files]) => !files.includes(file))
    .map(([names, files]) => ({
      selector: `MemberExpression[object.name='window'][property.name=/^(${names})$/]`,
      message: `Texts of others would become links or icons: use ${files.join(', ') || 'a function that escapes them'}.`,
    })),
  {
    selector:
      "CallExpression[callee.property.name='appendMarkdown'] > *.arguments:not(Literal):not(CallExpression[callee.name=/^(asMarkdown|markdownIcon)$/])",
    message: 'Give appendMarkdown a literal, asMarkdown(…) or markdownIcon(…).',
  },
  {
    selector: "NewExpression[callee.name='MarkdownString'][arguments.0][arguments.0.name!='undefined']",
    message: 'Append to an empty MarkdownString, with appendMarkdown(asMarkdown(…)).',
  },
  {
    selector:
      ':matches(AssignmentExpression[left.property.name=/^(isTrusted|supportHtml)$/], Property[key.name=/^(isTrusted|supportHtml)$/])',
    message: 'Markdown with texts of others has neither commands nor HTML.',
  },
  {
    selector: "AssignmentExpression[left.property.name='text']:not([right.callee.name='statusBarText'])",
    message: 'The text of a status-bar item comes from statusBarText(…).',
  },
  {
    selector: "CallExpression[callee.property.name='setStatusBarMessage']:not([arguments.0.arguments.length=1])",
    message: 'A status-bar message is one literal of ours.',
  },
  ...(file === 'src/ui/waiting/waitTask.ts'
    ? []
    : [
        {
          selector: "NewExpression[callee.name='Task']",
          message: 'Tasks of the editor are made in ui/waiting/waitTask.ts.',
        },
      ]),
  ...(file === 'src/ui/views/tree/treeItems.ts'
    ? []
    : [{ selector: "NewExpression[callee.name='TreeItem']", message: 'Rows are made in ui/views/tree/treeItems.ts.' }]),
];
const textBorderFiles = [
  ...textBorders.flatMap(([, files]) => files),
  ...['src/ui/views/tree/treeItems.ts', 'src/ui/waiting/waitTask.ts'],
];

const forbiddenFor = (folder) =>
  [...folders, 'extension'].filter((other) => other !== folder && !mayImport[folder].includes(other));

/** The table above for `import('…')`, which `no-restricted-imports` does not look at. */
const lazyImportsOf = (folder) => ({
  selector: `ImportExpression[source.value=/^(\\.\\.\\u002f)+(${forbiddenFor(folder).join('|')})(\\u002f|$)/]`,
  message: `src/${folder} may import only: ${mayImport[folder].join(', ') || 'nothing of ours'}.`,
});

const layers = folders.map((folder) => {
  const forbidden = forbiddenFor(folder);
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: {
      ...(folder === 'ui' ? {} : { 'no-restricted-syntax': ['error', lazyImportsOf(folder)] }),
      'no-restricted-imports': [
        'error',
        {
          paths: platform
            .filter(({ only }) => !only.includes(folder))
            .flatMap(({ names, message }) => names.map((name) => ({ name, message }))),
          patterns: [
            {
              regex: `${folder === 'panel' ? `^(?!${panelMessages}$)` : '^'}(\\.\\./)+(${forbidden.join('|')})(/|$)`,
              message: `src/${folder} may import only: ${mayImport[folder].join(', ') || 'nothing of ours'}.`,
            },
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'out', 'test-results', 'test/fixtures/consumer'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.{mjs,cjs}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Leaving a member out of a copy names it.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A number in a text is read as a number.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // CommonJS: mocha loads its reporter with `require`, which loads no ES module in the host of VS Code 1.106.
    files: ['scripts/**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/base/clock.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate', 'fetch'].map((name) => ({
          name,
          message: name === 'fetch' ? 'Requests leave through src/http.' : 'Time belongs to src/base/clock.ts.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time belongs to src/base/clock.ts.' },
      ],
    },
  },
  {
    files: ['src/ui/**/*.ts', 'src/extension.ts'],
    rules: { 'no-restricted-syntax': ['error', lazyImportsOf('ui'), ...uiSyntax, ...textSyntaxOf('')] },
  },
  {
    files: ['src/ui/commands/registerCommands.ts', 'src/ui/shell/contextKeys.ts'],
    rules: { 'no-restricted-syntax': ['error', lazyImportsOf('ui'), ...textSyntaxOf('')] },
  },
  ...textBorderFiles.map((file) => ({
    files: [file],
    rules: { 'no-restricted-syntax': ['error', lazyImportsOf('ui'), ...uiSyntax, ...textSyntaxOf(file)] },
  })),
  ...layers,
  {
    files: ['test/**/*.ts'],
    rules: {
      // Mocha's functions return promises that mocha awaits, and assertions on parsed JSON are looser than the product.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'mocha',
              name: ['it', 'describe', 'before', 'after', 'beforeEach', 'afterEach'],
            },
          ],
        },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
