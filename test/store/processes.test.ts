import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { denySharedMemory } from './noSharedMemory';
import { claimAll, newTask, start, useSandbox } from './sandbox';

const places = {
  'on a usual file system': false,
  'on a file system that shares no memory (E8)': true,
};

for (const [place, lacksSharedMemory] of Object.entries(places)) {
  describe(`windows in processes of their own, ${place},`, function () {
    this.timeout(30_000);
    const box = useSandbox();
    beforeEach(() => {
      if (lacksSharedMemory) {
        denySharedMemory(box.file);
      }
    });
    const startWindow = async (what: string): Promise<{ child: ChildProcess; message: unknown }> => {
      const child = fork(
        join(__dirname, 'windowProcess.js'),
        [box.file, what, ...(lacksSharedMemory ? ['no shared memory'] : [])],
        { execArgv: ['--no-warnings'] },
      );
      box.register({ dispose: () => child.kill('SIGKILL') });
      return { child, message: await nextMessage(child) };
    };
    const nextMessage = async (child: ChildProcess): Promise<unknown> => {
      const [message]: unknown[] = await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(() => Promise.reject(new Error('The window exited before it sent a message'))),
      ]);
      return message;
    };
    /** Starts several windows, lets them go at the same moment and returns the message of each. */
    const together = async (count: number, what: string): Promise<readonly unknown[]> => {
      const windows = await Promise.all(Array.from({ length: count }, () => startWindow(what)));
      const messages = windows.map(({ child }) => nextMessage(child));
      for (const { child } of windows) {
        child.send('go');
      }
      return Promise.all(messages);
    };

    it('claim every task once and show every notice once', async () => {
      const store = box.window();
      const tasks = Array.from({ length: 100 }, (_, index) => newTask(`t${index}`, { connection: `c${index % 50}` }));
      store.tasks.track(tasks, start);
      const done = (await together(3, 'work')) as readonly { claimed: string[]; shown: number[] }[];
      const sorted = (all: readonly string[]): readonly string[] => [...all].sort();
      assert.deepEqual(
        sorted(done.flatMap(({ claimed }) => claimed)),
        sorted(tasks.map(({ connection, id }) => `${connection}/${id}`)),
      );
      const shown = done.flatMap((each) => each.shown);
      assert.equal(shown.length, 100);
      assert.equal(new Set(shown).size, 100);
      assert.deepEqual(
        store.tasks.counts().map(({ state }) => state),
        Array.from({ length: 50 }, () => 'succeeded'),
      );
    });

    it('open and migrate a new file at the same time', async () => {
      const opened = await together(4, 'open');
      assert.deepEqual(opened, [{}, {}, {}, {}]);
      assert.deepEqual(box.window().tasks.counts(), []);
    });

    it('set a damaged file aside once', async () => {
      mkdirSync(dirname(box.file), { recursive: true });
      writeFileSync(box.file, 'no database '.repeat(1_000));
      const opened = (await together(4, 'open')) as readonly { setAside?: string }[];
      assert.equal(opened.filter(({ setAside }) => setAside !== undefined).length, 1);
      assert.equal(readdirSync(dirname(box.file)).filter((name) => /damaged-\w+$/.test(name)).length, 1);
      const store = box.window();
      store.tasks.track([newTask('a')], start);
      assert.equal(store.tasks.counts().length, 1);
    });

    it('lose nothing when one is killed in the middle of a transaction, and its claims expire', async () => {
      const store = box.window();
      store.tasks.track(
        ['a', 'b', 'c', 'd'].map((id) => newTask(id)),
        start,
      );
      const { child, message } = await startWindow('hang');
      assert.equal(message, 3);
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;

      assert.equal(store.tasks.page({ order: 'activity', limit: 10 }).length, 4);
      assert.deepEqual(claimAll(store, start + 59_999), []);
      assert.equal(store.queue.nextDueAt(['works']), start + 60_000);
      assert.equal(claimAll(store, start + 60_000).length, 4);
      assert.equal(store.tasks.track([newTask('e')], start).length, 1);
    });
  });
}
