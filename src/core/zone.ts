/** The zone of RenOS's firms: the default for days and hours in files and requests. */
export const zone = 'Europe/Copenhagen';
