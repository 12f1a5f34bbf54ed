import { message, type Message } from '../base/message';

/** The sentence for an id that no connection in the settings has. */
export function noSuchConnection(id: string): Message {
  return message('There is no connection {0} in the settings.', id);
}

/** The sentence for credentials of which another window has newer ones. @param name of the connection */
export function outdatedCredentials(name: string): Message {
  return message('The credentials of {0} were changed in another window. Reload this window to use them.', name);
}
