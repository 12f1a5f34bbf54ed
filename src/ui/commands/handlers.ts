import type { commandIds } from '../../ids';

/** The part of a command's id after `cloudTasks.`. */
export type CommandName = keyof typeof commandIds;

/** What commands do, by their names; each gets the command's arguments. */
export type Handlers<Name extends CommandName> = Readonly<Record<Name, (...args: readonly unknown[]) => unknown>>;
