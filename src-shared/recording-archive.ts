/** How the name of a recording as one file ends. */
export const ARCHIVE_SUFFIX = '.netsplit'
