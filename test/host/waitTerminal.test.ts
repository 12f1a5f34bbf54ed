import assert from 'node:assert/strict';
import { systemClock, type Clock } from '../../src/base/clock';
import type { TaskRef } from '../../src/tasks/task';
import { shoplazza } from '../../src/providers/shoplazza/provider';
import { WaitTerminal, type WaitDeps } from '../../src/ui/waiting/waitTerminal';
import { Scene, statuses, taskCases } from './scene';

/** What a wait for a task has written, and how it ended. */
interface Waited {
  readonly text: string;
  readonly code: number;
}

function sceneOf(name: string): Scene {
  const [ready] = statuses;
  const task = taskCases.find((each) => each.name === name);
  assert.ok(ready && task, name);
  return new Scene(ready, task);
}

/**
 * Waits for the task of a scene.
 * @param press a key that the user presses once the wait has begun
 * @param meanwhile happens before that
 */
async function wait(
  { deps, task }: Scene,
  press = '',
  ref: TaskRef = task,
  meanwhile: (() => void)[] = [],
): Promise<Waited> {
  const { store, timeSlicer, providers } = deps;
  // The half second that the editor takes for a launch is over at once; nothing else has its time.
  const clock: Clock = {
    now: () => deps.clock.now(),
    schedule: (ms, run) => (ms < 1_000 ? systemClock.schedule(0, run) : deps.clock.schedule(ms, run)),
  };
  const nothing = { dispose: () => undefined };
  const loaded = { load: () => Promise.resolve(), whenLoaded: () => Promise.resolve(), onDidChange: () => nothing };
  const connections = Object.assign(deps.connections, loaded);
  const known = { store, clock, timeSlicer, providers, connections, definitions: loaded };
  const terminal = new WaitTerminal(known as unknown as WaitDeps, ref);
  let text = '';
  terminal.onDidWrite((written) => {
    text += written;
    if (press !== '' && /%|Check the task ID|does not say/.test(text)) {
      const next = meanwhile.shift();
      if (next) {
        next();
      } else {
        terminal.handleInput(press);
      }
    }
  });
  const ended = new Promise<number>((resolve) => {
    terminal.onDidClose(resolve);
  });
  terminal.open({ columns: 80, rows: 24 });
  const code = await ended;
  return { text, code };
}

describe('the terminal of a wait', () => {
  let scene: Scene;

  afterEach(() => {
    scene.end();
  });

  it('draws the progress in one line, and says that the task stays tracked when Ctrl+C ends it', async () => {
    scene = sceneOf('at 42%');
    const { text, code } = await wait(scene, '\u0003');
    assert.match(text, /Waiting for Drawings of My works\. Ctrl\+C ends the wait/);
    assert.match(text, /\r\u001b\[2K━+\u001b\[2m─+\u001b\[22m \d+%/);
    assert.match(text, /Stopped waiting\. The task stays tracked\.\r\n$/);
    assert.equal(code, 130);
  });

  it('says what became of the task', async () => {
    scene = sceneOf('failed in part');
    const { text, code } = await wait(scene);
    assert.match(text, /✗.* Drawings completed with errors: 2 of 9 files failed\.\r\n$/);
    assert.equal(code, 1);
  });

  it('says once, in a sentence, that the service cannot find the task, and until when it is polled', async () => {
    const [ready] = statuses;
    assert.ok(ready);
    const stale = { kind: 'not-found', status: 404, host: 'api.example.com' } as const;
    scene = new Scene(ready, { name: 'mistyped', state: 'unknown', says: '', stale });
    const { store } = scene.deps;
    // Once the wait listens.
    const rename = (name: string) => () => {
      queueMicrotask(() => {
        store.tasks.rename(scene.task, name);
      });
    };
    const { text, code } = await wait(scene, '\u0003', scene.task, [() => undefined, rename('One'), rename('Two')]);
    assert.equal(text.split('polling continues until').length, 2, text);
    assert.match(
      text,
      /cannot find this task yet \(api\.example\.com, HTTP 404\)\..*Check the task ID and the connection\.\r\n/,
    );
    assert.equal(code, 130);
  });

  it('says why requests of its connection fail', async () => {
    const offline = statuses.find(({ label }) => label === 'offline');
    const task = taskCases.find(({ name }) => name === 'at 42%');
    assert.ok(offline && task);
    scene = new Scene(offline, task);
    const { text } = await wait(scene, '\u0003');
    assert.match(text, /Couldn't connect to dsc\.example\.com \(ENOTFOUND\)\..*\r\n/);
  });

  it('says why it may take long where the meaning of the status is not known', async () => {
    const [ready] = statuses;
    const unlisted = taskCases.find(({ says }) => says === 'unknown status: PAUSED');
    assert.ok(ready && unlisted);
    scene = new Scene({ ...ready, provider: 'kiln' }, unlisted);
    scene.deps.providers.define([{ provider: { ...shoplazza, id: 'kiln' } }]);
    const { text } = await wait(scene, '\u0003');
    assert.match(text, /The definition does not say what the status "PAUSED" means\. .*\r\n/);
  });

  it('takes the name of a connection for its ID', async () => {
    scene = sceneOf('failed in part');
    const { text } = await wait(scene, '', { ...scene.task, connection: 'My works' });
    assert.match(text, /✗.* Drawings completed with errors/);
  });

  it('takes no text of a service for a command of the terminal', async () => {
    scene = sceneOf('failed in part');
    scene.deps.store.tasks.rename(scene.task, 'a\u001b]0;title\u0007\u001b[2Jb\r\nc');
    const { text } = await wait(scene);
    // The sequences are its own: clear the line, color, dim.
    assert.doesNotMatch(
      text.replaceAll(/\u001b\[(2K|2m|22m|31m|32m|39m)/g, ''),
      /[\u0000-\u0009\u000b\u000c\u000e-\u001f]/,
    );
    assert.equal(text.split('\n').length, text.split('\r\n').length);
  });
});
