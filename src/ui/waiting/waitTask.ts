import { CustomExecution, Task, TaskScope, workspace, type TaskDefinition } from 'vscode';
import { isJsonObject } from '../../base/json';
import { waitTaskType } from '../../ids';
import { readTaskId } from '../../providers/parsing/taskId';
import type { TaskRef } from '../../tasks/task';
import { iconText } from '../text/iconText';
import { WaitTerminal, type WaitDeps } from './waitTerminal';

/** Reads the entry of a `tasks.json`; `undefined` when it does not name a task. */
export function readWaitDefinition(definition: Readonly<Record<string, unknown>>): TaskRef | undefined {
  const { connection, taskId } = definition;
  if (!isJsonObject(definition) || typeof connection !== 'string' || connection === '') {
    return undefined;
  }
  const id = readTaskId(taskId);
  return id === undefined ? undefined : { connection, id };
}

/** Makes the editor's task that waits for a task of a cloud. @param definition the entry of `tasks.json` for which it is made */
export function createWaitTask(
  deps: WaitDeps,
  ref: TaskRef,
  definition: TaskDefinition = { type: waitTaskType, connection: ref.connection, taskId: ref.id },
): Task {
  const name = iconText(deps.store.tasks.get(ref)?.name ?? ref.id);
  const execution = new CustomExecution(() => Promise.resolve(new WaitTerminal(deps, ref)));
  // The editor drops tasks of a workspace that has no folder.
  const scope = workspace.workspaceFolders ? TaskScope.Workspace : TaskScope.Global;
  const task = new Task(definition, scope, name, 'Cloud Tasks', execution, []);
  task.presentationOptions = { focus: false, showReuseMessage: false };
  return task;
}
