/** Under CI nothing is skipped: what the machine cannot do fails there. */
export const isCi = process.env['CI'] !== undefined && process.env['CI'] !== 'false';
