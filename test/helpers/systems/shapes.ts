import type { CustomerSource } from '../../../src/core/customers/model/source.js';
import { sourceOfBytes } from '../../../src/files/bytes/open-source.js';
import { apiAnswers } from './api-answers.js';
import { contactCards } from './contact-cards.js';
import { exportedLists } from './exports.js';
import { furtherLists } from './further-lists.js';
import type { Shape } from './shape.js';

/** Lists of other systems, each with its truth. */
export const shapes: readonly Shape[] = [...exportedLists, ...furtherLists, ...apiAnswers, ...contactCards];

/** Opens a list as a file of it is opened. */
export function openShape(text: string): Promise<CustomerSource> {
  return sourceOfBytes(Buffer.from(text), null);
}
