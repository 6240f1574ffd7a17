/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.commit.io;

import io.sluice.connector.sink.OffsetChain;
import io.sluice.table.DataFileName;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.Optional;

/**
 * What kafka-connect-hdfs has left in the directory of a table. It keeps no other record of how far it came than the
 * names of its files, so whoever takes over from it goes on behind the highest offset among them.
 */
final class FormerFiles {

    private final FileStore store;
    private final String topic;
    private final int partition;
    private final String extension;

    /**
     * @param extension of the files of the table
     */
    FormerFiles(FileStore store, String topic, int partition, String extension) {
        this.store = store;
        this.topic = topic;
        this.partition = partition;
        this.extension = extension;
    }

    /**
     * The last offset that a file of the topic-partition has, at any depth below a directory; {@link OffsetChain#NONE} if
     * there is no such file.
     *
     * @throws ForeignFormatException if there are such files, but of another format
     */
    long lastOffset(StorePath directory) throws IOException {
        long last = OffsetChain.NONE;
        for (FileEntry entry : store.list(directory)) {
            // Its own work is in directories such as +tmp.
            if (entry.path().hidden() || entry.path().name().startsWith("+")) {
                continue;
            }
            last = Math.max(last, entry.directory() ? lastOffset(entry.path()) : lastOffset(entry));
        }
        return last;
    }

    private long lastOffset(FileEntry file) {
        Optional<DataFileName> name = DataFileName.parse(file.path().name())
                .filter(n -> n.topic().equals(topic) && n.partition() == partition);
        if (name.isPresent() && !name.get().extension().endsWith(extension)) {
            throw new ForeignFormatException(file.path() + " is not " + extension
                    + ": kafka-connect-hdfs has filled this table in another format,"
                    + " and a table has one. Set format.class as it had it, or use another topics.dir and set the"
                    + " consumer group's offsets to where it ended");
        }
        return name.map(DataFileName::endOffset).orElse(OffsetChain.NONE);
    }
}
