/** The type of the Details panels, by which VS Code restores them. */
export const detailsViewType = 'cloudTasks.details';
