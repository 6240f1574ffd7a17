/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.io;

import io.sluice.schema.registry.RegistryUnavailableException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a directory of schemas. */
final class DirectoryListing {

    private DirectoryListing() {}

    /**
     * Those whose names match a glob.
     *
     * @throws RegistryUnavailableException if the directory cannot be read now, as when its file system is away: no record
     *     is to blame for that
     */
    static List<Path> of(Path directory, String glob) throws RegistryUnavailableException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            return found;
        } catch (DirectoryIteratorException e) {
            throw unreadable(directory, e.getCause());
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static RegistryUnavailableException unreadable(Path directory, IOException cause) {
        return new RegistryUnavailableException(
                "the directory of schemas " + directory + " cannot be read: " + cause, cause);
    }
}
