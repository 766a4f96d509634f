import { describe } from 'vitest';
import { tryTruthTable } from '../../helpers/truth-trials.js';

describe('each row of the truth table, for real, on the embedded database', () => tryTruthTable('embedded'));
