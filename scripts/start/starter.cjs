// A second extension, for `npm start` only: it does what a newcomer would do first, so that the product needs no switch
// for it. The demo's secrets belong to the user's own window, so they can be made nowhere else.
const vscode = require('vscode');

exports.activate = async () => {
  await vscode.commands.executeCommand('cloudTasks.startDemo');
};
