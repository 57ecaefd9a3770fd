import { decimal } from './decimal.ts';

/** AWS's convention. */
export const HOURS_PER_MONTH = decimal('730');
export const DAYS_PER_MONTH = HOURS_PER_MONTH.div(decimal('24'));
export const MINUTES_PER_MONTH = HOURS_PER_MONTH.times(decimal('60'));
export const SECONDS_PER_MONTH = HOURS_PER_MONTH.times(decimal('3600'));

/** AWS bills GB of 2^30 bytes. */
export const BYTES_PER_GB = decimal('1073741824');
