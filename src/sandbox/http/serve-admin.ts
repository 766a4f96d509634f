import { readFaults } from '../faults/fault.js';
import type { ApiServer } from './api-server.js';
import { jsonReply, type WireReply, type WireRequest } from './wire.js';

function missing(): WireReply {
  return jsonReply(404, { error: 'There is no such thing here.' });
}

function armFaults(request: WireRequest, server: ApiServer): WireReply {
  try {
    for (const fault of readFaults(request.body)) server.faults.add(fault);
    return jsonReply(201, server.faults.waiting);
  } catch (error) {
    return jsonReply(400, { error: error instanceof Error ? error.message : 'Bad fault.' });
  }
}

/** Answers /_sandbox: health, the log, the mails, and the faults if they are enabled. */
export function serveAdmin(request: WireRequest, server: ApiServer, allowsFaults: boolean): WireReply {
  switch (`${request.method} ${request.path}`) {
    case 'GET /_sandbox/health':
      return jsonReply(200, { status: 'ok' });
    case 'GET /_sandbox/requests':
      return jsonReply(200, server.requests.entries);
    case 'DELETE /_sandbox/requests':
      server.requests.clear();
      server.mails.clear();
      return { status: 204, headers: {}, body: '' };
    case 'GET /_sandbox/mails':
      return jsonReply(200, server.mails.entries);
    case 'GET /_sandbox/faults':
      return allowsFaults ? jsonReply(200, server.faults.waiting) : missing();
    case 'POST /_sandbox/faults':
      return allowsFaults ? armFaults(request, server) : missing();
    case 'DELETE /_sandbox/faults':
      if (!allowsFaults) return missing();
      server.clearFaults();
      return { status: 204, headers: {}, body: '' };
    default:
      return missing();
  }
}
