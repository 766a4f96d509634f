import { describe } from 'vitest';
import { tryTruthTable } from '../../helpers/truth-trials.js';

describe('each row of the truth table, for real, on a server', () => tryTruthTable('server'));
