import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { commandIds, contextKeys, settingIds, settingsSection, viewIds } from '../src/ids';
import { credentialKinds } from '../src/auth/credentialKinds';
import { pathOf, readJson, readText } from './support/checkout';

interface Entry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
  readonly icon?: string;
  readonly enablement?: string;
}

interface Setting {
  readonly type: string;
  readonly scope: string;
  readonly default: unknown;
  readonly minimum?: number;
  readonly enum?: readonly string[];
  readonly items?: { readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>> };
}

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly main: string;
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: boolean } };
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly Entry[]>>;
    readonly keybindings: readonly Entry[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

type Texts = Readonly<Record<string, string>>;

const sorted = (texts: Iterable<string>): readonly string[] => [...texts].sort();
const allOf = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map((hit) => hit[1]!);

describe('package.json', () => {
  const manifest = readJson('package.json') as Manifest;
  const english = readJson('package.nls.json') as Texts;
  const { commands, menus, keybindings, views, viewsContainers, viewsWelcome, configuration } = manifest.contributes;
  const settings = configuration.properties;
  const known: ReadonlySet<string> = new Set(Object.values(commandIds));
  const entries = Object.values(menus).flat();

  describe('commands', () => {
    it('are those that the code knows', () => {
      assert.deepEqual(sorted(commands.map(({ command }) => command)), sorted(known));
    });

    it('have a title that can be translated, and the same category', () => {
      for (const { command, title, category } of commands) {
        assert.equal(title, `%command.${command.slice('cloudTasks.'.length)}%`);
        assert.equal(category, 'Cloud Tasks');
      }
    });

    it('have an icon where a menu shows only that', () => {
      const bare = entries.filter(({ group = '' }) => /^(inline|navigation)\b/.test(group));
      assert.ok(bare.length > 0);
      for (const { command } of bare) {
        assert.match(commands.find((each) => each.command === command)?.icon ?? '', /^\$\([a-z-]+\)$/, command);
      }
    });

    it('exist wherever a menu, a key or a text names one', () => {
      const named = [...entries, ...keybindings].map(({ command }) => command);
      const linked = allOf(Object.values(english).join('\n'), /\(command:([\w.]+)/g);
      assert.ok(linked.length > 3);
      for (const command of [...named, ...linked]) {
        assert.ok(known.has(command) || command === 'workbench.action.openSettings', command);
      }
    });

    it('are in each menu and group once', () => {
      for (const [menu, items] of Object.entries(menus)) {
        const places = items.map(({ command, when, group }) => [command, when, group?.startsWith('inline')].join(' '));
        assert.equal(new Set(places).size, places.length, menu);
      }
    });
  });

  describe('conditions', () => {
    it('name context keys and views that there are', () => {
      const conditions = [...entries, ...keybindings, ...viewsWelcome]
        .map(({ when = '' }) => when)
        .concat(commands.map(({ enablement = '' }) => enablement));
      const keys: ReadonlySet<string> = new Set(Object.values(contextKeys));
      for (const condition of conditions) {
        const withoutViews = condition.replace(/\b(view|focusedView) == ([\w.]+)/g, (_, _key, view: string) => {
          assert.equal(view, viewIds.tasks);
          return '';
        });
        for (const key of allOf(withoutViews, /(cloudTasks[\w.]*)/g)) {
          assert.ok(keys.has(key), `${key} in "${condition}"`);
        }
      }
      const used = conditions.join(' ');
      assert.deepEqual(
        [...keys].filter((key) => !used.includes(key)),
        [],
        'set, but read by nobody',
      );
    });
  });

  describe('views', () => {
    it('are those that the code knows', () => {
      assert.deepEqual(Object.keys(views), [viewIds.container]);
      assert.deepEqual(
        viewsContainers.activitybar.map(({ id }) => id),
        [viewIds.container],
      );
      assert.deepEqual(
        views[viewIds.container]?.map(({ id }) => id),
        [viewIds.tasks],
      );
      assert.ok(viewsWelcome.every(({ view }) => view === viewIds.tasks));
    });
  });

  describe('settings', () => {
    const idOf = (id: string): string => `${settingsSection}.${id}`;
    const source = readText('src/ui/shell/settings.ts');
    const settingOf = (name: string): Setting => {
      assert.ok(Object.hasOwn(settingIds, name), name);
      return settings[idOf(settingIds[name as keyof typeof settingIds])]!;
    };

    it('are those that the code reads', () => {
      assert.deepEqual(sorted(Object.keys(settings)), sorted(Object.values(settingIds).map(idOf)));
    });

    it('have the defaults and limits that the code falls back to', () => {
      const numbers = [...source.matchAll(/(?:seconds|number)\(settingIds\.(\w+), ([\d_]+), ([\d_]+)\)/g)];
      assert.ok(numbers.length >= 3);
      for (const [, name = '', fallback, least] of numbers) {
        const setting = settingOf(name);
        assert.deepEqual([setting.default, setting.minimum], [Number(fallback), Number(least)], name);
      }
      const choices = [...source.matchAll(/choice\(settingIds\.(\w+), \[([^\]]+)\]\)/g)];
      assert.ok(choices.length >= 2);
      for (const [, name = '', list = ''] of choices) {
        const setting = settingOf(name);
        const texts = allOf(list, /'(\w+)'/g);
        assert.deepEqual(setting.enum, texts, name);
        assert.equal(setting.default, texts[0], name);
      }
    });

    it('are the user’s alone, but for the status bar', () => {
      const { scope, items, default: none } = settings[idOf(settingIds.connections)]!;
      assert.equal(scope, 'application');
      assert.deepEqual(none, []);
      assert.deepEqual(sorted(items?.properties['credentials']?.enum ?? []), sorted(credentialKinds));
      // A workspace may show or hide the status-bar item, and set nothing else.
      for (const id of Object.values(settingIds).filter((each) => each !== settingIds.statusBar)) {
        assert.equal(settings[idOf(id)]?.scope, 'application', id);
      }
    });
  });

  describe('texts', () => {
    const used = sorted(new Set(allOf(readText('package.json'), /"%([^%"]+)%"/g)));

    it('are all there, and none is left over', () => {
      assert.deepEqual(sorted(Object.keys(english)), used);
    });

    it('are all there in Chinese, with the same links', () => {
      const chinese = readJson('package.nls.zh-cn.json') as Texts;
      assert.deepEqual(
        used.filter((key) => !Object.hasOwn(chinese, key)),
        [],
        'missing in package.nls.zh-cn.json',
      );
      assert.deepEqual(sorted(Object.keys(chinese)), used);
      const links = (text = ''): readonly string[] => sorted(allOf(text, /\((command:[\w.]+)\)/g));
      for (const key of used) {
        assert.deepEqual(links(chinese[key]), links(english[key]), key);
      }
    });
  });

  describe('packaging', () => {
    it('types the editor that it asks for', () => {
      const [, wanted] = /^\^(\d+\.\d+)\.\d+$/.exec(manifest.engines.vscode) ?? [];
      assert.ok(wanted);
      assert.ok(manifest.devDependencies['@types/vscode']?.startsWith(`${wanted}.`));
    });

    it('puts into the VSIX what the editor needs, and nothing else', () => {
      const vsce = pathOf('node_modules/@vscode/vsce/vsce');
      const listed = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
      const files = listed.trim().split(/\r?\n/);
      const wanted =
        /^(dist\/[\w-]+\.js|dist\/panel\/(panel|codicon)\.(js|css|ttf)|dist\/api\.d\.ts|dist\/ThirdPartyNotices\.txt|l10n\/bundle\.l10n\.[\w-]+\.json|media\/[\w.-]+|media\/providers\/[\w-]+\.json|media\/walkthrough\/[\w-]+\.svg|package(\.nls(\.[\w-]+)?)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
      assert.deepEqual(
        files.filter((file) => !wanted.test(file)),
        [],
      );
      const icons = viewsContainers.activitybar.map(({ icon }) => icon);
      const needed = [manifest.main.replace('./', ''), manifest.icon, ...icons];
      const texts = ['package.json', 'package.nls.json', 'package.nls.zh-cn.json', 'l10n/bundle.l10n.zh-cn.json'];
      const papers = ['README.md', 'CHANGELOG.md', 'LICENSE'];
      const catalog = readdirSync(pathOf('media/providers')).map((file) => `media/providers/${file}`);
      assert.deepEqual(
        [...needed, ...texts, ...papers, ...catalog].filter((file) => !files.includes(file)),
        [],
      );
    });

    it('names no download address in the lock file', () => {
      assert.ok(!readText('package-lock.json').includes('"resolved"'));
    });
  });
});
