import assert from 'node:assert/strict';
import { MarkdownString, ThemeIcon } from 'vscode';
import type { ConnectionStatusKind } from '../../src/connections/connectionStatus';
import { isEnded } from '../../src/tasks/task';
import type { TrackedTask } from '../../src/tasks/trackedTask';
import { findTasks } from '../../src/ui/prompts/findTasks';
import { taskEntries } from '../../src/ui/prompts/pickTask';
import { pausedMessage, runningTaskCount } from '../../src/ui/views/runningTasks';
import { statusBarContent } from '../../src/ui/views/statusBarContent';
import { TreeItems } from '../../src/ui/views/tree/treeItems';
import { TreeNodes } from '../../src/ui/views/tree/treeNode';
import { treeTooltip } from '../../src/ui/views/tree/treeTooltip';
import { visibleLength } from '../../src/ui/text/truncate';
import { createArrangement } from '../ui/views/tree/treeScene';
import { Scene, statuses, taskCases, type StatusCase, type TaskCase } from './scene';

/** All that is said of one task and its connection. */
interface Surfaces {
  readonly task: TrackedTask;
  readonly row: { readonly description: string; readonly icon: string; readonly speech: string };
  readonly connectionRow: { readonly description: string; readonly speech: string; readonly tooltip: string };
  readonly tooltip: string;
  readonly picker: { readonly description: string; readonly icon: string };
  readonly bar: { readonly text: string; readonly icons: string; readonly tooltip: string; readonly command: string };
  readonly barColor: string | undefined;
  readonly badge: number;
  readonly message: string | undefined;
}

function drawn(scene: Scene): Surfaces {
  const { deps, task } = scene;
  const rows = new TreeItems(deps, createArrangement());
  const nodes = new TreeNodes();
  const node = nodes.task(task);
  const connectionNode = nodes.connection(task.provider, task.connection);
  const row = rows.task(node);
  const connectionRow = rows.connection(connectionNode, true, true);
  const entry = taskEntries(deps, findTasks(deps, '', 200), {}).find(({ ref }) => ref !== undefined);
  const bar = statusBarContent(deps);
  return {
    task,
    row: { description: String(row.description), icon: iconOf(row.iconPath), speech: speechOf(row) },
    connectionRow: {
      description: String(connectionRow.description),
      speech: speechOf(connectionRow),
      tooltip: plain(treeTooltip(deps, connectionNode)),
    },
    tooltip: plain(treeTooltip(deps, node)),
    picker: { description: entry?.description ?? '', icon: iconOf(entry?.iconPath) },
    bar: {
      text: bar.parts.map(({ text }) => text).join(', '),
      icons: bar.parts.map(({ icon }) => icon).join(' '),
      tooltip: plain(bar.tooltip()),
      command: bar.mend.command,
    },
    barColor: bar.color,
    badge: runningTaskCount(deps),
    message: pausedMessage(deps)?.text,
  };
}

function iconOf(icon: unknown): string {
  return icon instanceof ThemeIcon ? icon.id : '';
}

function speechOf({
  accessibilityInformation,
}: {
  readonly accessibilityInformation?: { readonly label: string };
}): string {
  return accessibilityInformation?.label ?? '';
}

/** A tooltip as it is read: without the escapes of Markdown. */
function plain(tooltip: MarkdownString | string | undefined): string {
  const text = tooltip instanceof MarkdownString ? tooltip.value : (tooltip ?? '');
  return text.replace(/\\(?=[^\w\s])/g, '');
}

const isAlarm = (status: ConnectionStatusKind): boolean => !['ready', 'loading'].includes(status);

/** What must hold whatever the status and the task; each names the surfaces that it compares. */
const rules: Readonly<Record<string, (surfaces: Surfaces, status: StatusCase, each: TaskCase) => void>> = {
  'every surface says why the task is not polled, and none while there is no reason': (shown, status) => {
    const { row, connectionRow, tooltip, picker, bar, task } = shown;
    const label = status.label;
    if (label === undefined) {
      for (const other of statuses.flatMap((each) => each.label ?? [])) {
        for (const text of [
          connectionRow.description,
          connectionRow.speech,
          bar.text,
          bar.tooltip,
          picker.description,
        ]) {
          assert.ok(!text.includes(other) || task.stale, `"${other}" in "${text}"`);
        }
      }
      assert.equal(shown.barColor === 'warningBackground', false);
      return;
    }
    assert.ok(connectionRow.description.startsWith(label), connectionRow.description);
    assert.ok(connectionRow.speech.includes(label), connectionRow.speech);
    if (!isEnded(task.state)) {
      for (const text of [row.speech, picker.description, tooltip, bar.tooltip]) {
        assert.ok(text.includes(label), `no "${label}" in "${text}"`);
      }
      // The row of the connection, just above, says it too.
      assert.ok(row.description.includes(label) || task.progress, `no "${label}" in "${row.description}"`);
    }
  },

  'every surface names the state or the progress alike': ({ row, tooltip, picker, bar, task }, _status, each) => {
    const { says, rowSays = says } = each;
    assert.ok(row.description.startsWith(rowSays), `"${row.description}" does not begin with "${rowSays}"`);
    for (const text of [row.speech, tooltip, picker.description]) {
      assert.ok(text.includes(says) && text.includes(rowSays), `no "${says}" and "${rowSays}" in "${text}"`);
    }
    assert.ok(isEnded(task.state) || bar.tooltip.includes(says), bar.tooltip);
  },

  'what is counted as running turns, and nothing else': ({ row, picker, bar, badge, task }) => {
    const isCounted = badge === 1;
    assert.equal(bar.icons.includes('sync~spin'), isCounted, bar.icons);
    const isRunning = task.progress?.state === 'running' && !isEnded(task.state);
    assert.ok(row.icon !== 'sync~spin' || (isCounted && isRunning), row.icon);
    assert.ok(row.icon === 'sync~spin' || !isCounted || !isRunning || task.stale, row.icon);
    assert.ok(!picker.icon.includes('spin'));
    assert.equal(row.icon.replace('~spin', ''), picker.icon);
    assert.ok(isEnded(task.state) || bar.tooltip.includes(`$(${picker.icon}) ${task.name}`), bar.tooltip);
  },

  'an estimate is told only of a task that is polled': ({ row, picker, tooltip, bar, badge }) => {
    if (badge === 0) {
      for (const text of [row.description, row.speech, picker.description, tooltip, bar.text, bar.tooltip]) {
        assert.doesNotMatch(text, /\bleft\b|done about/);
      }
    }
  },

  'nothing is said twice': ({ row, tooltip, picker }) => {
    for (const text of [row.speech, picker.description, tooltip.split('---')[0] ?? '']) {
      const words = text.split(/, | · |\n+/).filter((word) => word !== '');
      assert.equal(new Set(words).size, words.length, text);
      assert.ok((text.match(/unknown status/g) ?? []).length < 2, text);
    }
  },

  'a warning has a reason, which is read everywhere': ({ row, picker, tooltip, task }) => {
    if (row.icon === 'warning' && !isEnded(task.state)) {
      for (const text of [row.description, row.speech, picker.description, tooltip]) {
        assert.ok(text.includes('timed out'), text);
      }
    }
  },

  'no row is without a word, unless nothing is known yet': ({ row, task }, { kind }) => {
    assert.ok(row.description !== '' || (kind === 'loading' && !task.progress && !isEnded(task.state)));
    assert.equal(row.description.includes('checking…'), row.speech.includes('checking…'));
  },

  'nobody is told that a task is checked which is not polled': ({ row, picker, tooltip, bar }, { kind }) => {
    if (isAlarm(kind) || kind === 'loading') {
      for (const text of [row.description, row.speech, picker.description, tooltip, bar.tooltip]) {
        assert.ok(kind === 'backing-off' || !text.includes('checking…'), text);
      }
    }
  },

  'the status bar is short, its tooltip has the reason, and a click leads to the mend': (
    { bar, badge, task },
    status,
  ) => {
    assert.ok(visibleLength(bar.text) <= 25, bar.text);
    const isShown = status.label !== undefined && (!isEnded(task.state) || status.kind === 'credentials-rejected');
    assert.equal(bar.command, (isShown && status.mend) || 'cloudTasks.showTasks');
    // Progress comes first where there is some, and both may have no room.
    if (isShown && badge === 0) {
      assert.ok(bar.text.includes(status.label.slice(0, 20)), bar.text);
    }
  },

  'the view says that it is paused exactly while a running task waits for that': ({ message, task }, { kind }) => {
    assert.equal(message !== undefined, kind === 'polling-paused' && !isEnded(task.state));
  },

  'tooltips, which stay, tell clock times only': ({ tooltip, bar }) => {
    assert.doesNotMatch(`${tooltip} ${bar.tooltip}`, /\bago\b|\bleft\b|just now/);
  },
};

describe('nothing lies, in any status of a connection and any state of a task', () => {
  const all: { readonly surfaces: Surfaces; readonly status: StatusCase; readonly each: TaskCase }[] = [];

  before(() => {
    for (const status of statuses) {
      for (const each of taskCases) {
        const scene = new Scene(status, each);
        try {
          assert.equal(scene.status().kind, status.kind, status.name);
          all.push({ surfaces: drawn(scene), status, each });
        } finally {
          scene.end();
        }
      }
    }
  });

  for (const [rule, check] of Object.entries(rules)) {
    it(rule, () => {
      const lies = all.flatMap(({ surfaces, status, each }) => {
        try {
          check(surfaces, status, each);
          return [];
        } catch (error) {
          return [`${status.name}, ${each.name}: ${(error as Error).message}`];
        }
      });
      assert.deepEqual(lies, []);
    });
  }

  it('has a case for every status and every state', () => {
    const kinds: Readonly<Record<ConnectionStatusKind, true>> = {
      ...{ 'not-configured': true, 'no-provider': true, loading: true, 'no-credentials': true },
      ...{ 'outdated-credentials': true, 'credentials-rejected': true, 'polling-paused': true },
      ...{ 'rate-limited': true, 'backing-off': true, probing: true, ready: true },
    };
    const reached = new Set(statuses.map(({ kind }) => kind));
    assert.deepEqual([...reached].sort(), Object.keys(kinds).sort());
    const states = new Set(taskCases.map(({ state }) => state));
    assert.equal(states.size, 8);
  });
});
