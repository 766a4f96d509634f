const statusNames: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  410: 'FAILED_PRECONDITION',
  412: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
};

/** The location of an error in the request, and its domain (default: `global`). */
interface ErrorPlace {
  readonly domain?: string;
  readonly location?: string;
  readonly locationType?: 'parameter' | 'header';
}

/** An error in Google's JSON shape; the source is "Handle API errors" in the Calendar API guide. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    readonly place: ErrorPlace = {},
  ) {
    super(message);
  }

  /** The reply's body: error.code, error.message, error.errors[] and error.status. */
  toBody(): object {
    const { domain = 'global', location, locationType } = this.place;
    const detail = { domain, reason: this.reason, message: this.message };
    const place = location === undefined ? {} : { locationType: locationType ?? 'parameter', location };
    return {
      error: {
        errors: [{ ...detail, ...place }],
        code: this.status,
        message: this.message,
        status: statusNames[this.status] ?? 'UNKNOWN',
      },
    };
  }
}

/** A 400 for a malformed value; `location` names the parameter or field. */
export function invalid(message: string, location?: string): ApiError {
  return new ApiError(400, 'invalid', message, location === undefined ? {} : { location, locationType: 'parameter' });
}

/** A 400 for a missing required field. */
export function required(message: string, location?: string): ApiError {
  return new ApiError(400, 'required', message, location === undefined ? {} : { location, locationType: 'parameter' });
}

/** A 400 for an end before its start, or an empty window. */
export function emptyTimeRange(message = 'The specified time range is empty.'): ApiError {
  return new ApiError(400, 'timeRangeEmpty', message, { domain: 'calendar' });
}

/** A 404: unknown, or not visible to this user. */
export function notFound(): ApiError {
  return new ApiError(404, 'notFound', 'Not Found');
}

/** A 410 for an event that is already cancelled. */
export function alreadyDeleted(): ApiError {
  return new ApiError(410, 'deleted', 'Resource has been deleted');
}

/** A 410 that tells the client to delete its copy and list again. */
export function fullSyncRequired(): ApiError {
  return new ApiError(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.', {
    domain: 'calendar',
    location: 'syncToken',
  });
}
