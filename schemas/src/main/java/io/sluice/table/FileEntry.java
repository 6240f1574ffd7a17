/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

/**
 * A file or directory as a listing shows it.
 *
 * @param bytes length of a file, 0 for a directory. A file open for writing may show less than it holds
 * @param modifiedMs last modification, epoch milliseconds
 * @param fileId the file system's own identity of the file (an inode), which a new file under an old name does not
 *     share; 0 where the file system has none
 */
public record FileEntry(StorePath path, boolean directory, long bytes, long modifiedMs, long fileId) {}
