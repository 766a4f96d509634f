/** The zone of RenOS's firms: days and hours are theirs unless a file or a request names another zone. */
export const zone = 'Europe/Copenhagen';
