/** How the name of a recording as one file ends. */
export const ARCHIVE_SUFFIX = '.netsplit'

/** Where a page sends one to a server, with the file's name as `name` in the query; answered by a `CommandAnswer`, or a sentence. */
export const ARCHIVE_UPLOAD_PATH = '/recordings/'
